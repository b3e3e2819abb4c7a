// What every page must be, whoever reads it: each check takes an address and gives sentences about what is wrong.
//
// accessible    WCAG 2.2 AA by axe-core, in the light and in the dark colours
// quiet         nothing on the console, no blocked resource, no answer of 400 or above
// policy        the content security policy is there and has no hole
// narrow        no sideways scrolling on a phone 320 pixels wide
// direction     the language and direction of the page are those of its address
// light         it weighs what a slow line can carry, everything it loads included
// plain         with scripts off it has its heading, its main part and the same links

import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const kilobytes = { ar: 60, ru: 60, zh: 60 }
const rightToLeft = ['ar']

// Opens a page and collects what the browser complains of, and how many bytes came over the line.
async function visit(context, address) {
  const page = await context.newPage()
  const complaints = []
  let bytes = 0
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('requestfailed', request => complaints.push(`${request.url()} failed: ${request.failure()?.errorText}`))
  page.on('response', answer => {
    if (answer.status() >= 400) complaints.push(`${answer.url()} answers ${answer.status()}`)
  })
  const line = await context.newCDPSession(page)
  await line.send('Network.enable')
  line.on('Network.loadingFinished', event => { bytes += event.encodedDataLength })
  const answer = await page.goto(address, { waitUntil: 'load' })
  return { page, answer, complaints, bytes: () => bytes }
}

async function accessible(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme })
  await page.evaluate(axe)
  const rules = scheme === 'dark' ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: standard }
  const result = await page.evaluate(runOnly => globalThis.axe.run(globalThis.document, { runOnly }), rules)
  return result.violations.flatMap(violation =>
    violation.nodes.slice(0, 5).map(node => `${violation.id} (${scheme}): ${violation.help}: ${node.html.slice(0, 200)}`))
}

async function narrow(page) {
  await page.setViewportSize({ width: 320, height: 640 })
  return page.evaluate(() => {
    const root = globalThis.document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const wide = [...globalThis.document.body.querySelectorAll('*')]
      .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 || e.getBoundingClientRect().left < -1)
      .slice(-3).map(e => e.outerHTML.slice(0, 120))
    return [`${root.scrollWidth} pixels wide: ${wide.join(' ... ')}`]
  })
}

async function direction(page, language) {
  const [lang, dir] = await page.evaluate(() => {
    const root = globalThis.document.documentElement
    return [root.lang, globalThis.getComputedStyle(root).direction]
  })
  const wanted = rightToLeft.includes(language) ? 'rtl' : 'ltr'
  return [
    ...(lang === language ? [] : [`the page says it is "${lang}", its address "${language}"`]),
    ...(dir === wanted ? [] : [`it reads ${dir}, "${language}" reads ${wanted}`])
  ]
}

export function policyProblems(policy) {
  if (!policy) return ['there is no content security policy']
  const parts = policy.split(';').map(part => part.trim())
  return [
    ...(parts.includes("default-src 'none'") ? [] : ["default-src is not 'none'"]),
    ...['form-action', 'frame-ancestors', 'base-uri'].filter(name => !parts.some(part => part.startsWith(`${name} `)))
      .map(name => `${name} is not said`),
    ...(/unsafe-|\*|data:|http:/.test(policy) ? [`it has a hole: ${policy}`] : [])
  ]
}

// What can be read without scripts; the order of links is the order of the page.
const outline = page => page.evaluate(() => ({
  headings: globalThis.document.querySelectorAll('h1').length,
  main: globalThis.document.querySelectorAll('main').length,
  title: globalThis.document.title,
  links: [...globalThis.document.querySelectorAll('a[href], form')].map(e => e.getAttribute('href') ?? e.getAttribute('action'))
}))

async function plain(browser, address, cookies, withScripts) {
  const context = await browser.newContext({ javaScriptEnabled: false })
  await context.addCookies(cookies)
  try {
    const { page } = await visit(context, address)
    const without = await outline(page)
    return [
      ...(without.headings === 1 ? [] : [`${without.headings} h1`]),
      ...(without.main === 1 ? [] : [`${without.main} main`]),
      ...(without.title ? [] : ['no title']),
      ...withScripts.links.filter(link => !without.links.includes(link)).slice(0, 5).map(link => `only scripts show ${link}`)
    ]
  } finally {
    await context.close()
  }
}

// All checks of one page: an object from the name of the check to its problems. `light: false` for a page with the map.
export async function checkPage(browser, address, { language = 'en', cookies = [], weight = true, status = 200 } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: language })
  await context.addCookies(cookies)
  try {
    const { page, answer, complaints, bytes } = await visit(context, address)
    const most = kilobytes[language] ?? 50
    const withScripts = await outline(page)
    const expected = status === answer.status() ? [] : [`answers ${answer.status()}, not ${status}`]
    if (page.url() !== address) expected.push(`leads to ${page.url()}`)
    const own = complaint => status < 400 || !complaint.includes(String(status))
    return {
      quiet: [...expected, ...complaints.filter(own)],
      policy: policyProblems(answer.headers()['content-security-policy']),
      light: weight && bytes() > most * 1024 ? [`${(bytes() / 1024).toFixed(1)} KB: ${most} are the most`] : [],
      direction: await direction(page, language),
      accessible: [...await accessible(page, 'light'), ...await accessible(page, 'dark')],
      narrow: await narrow(page),
      plain: await plain(browser, address, cookies, withScripts)
    }
  } finally {
    await context.close()
  }
}
