// The checks themselves: a good page passes all, and each bad page fails the one check that it is bad for.

import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { openBrowser } from './browser.js'
import { checkPage } from './checks.js'
import { end, report } from './tap.js'

const policy = ["default-src 'none'", ...['img-src', 'style-src', 'script-src', 'form-action'].map(name => `${name} 'self'`),
  "frame-ancestors 'none'", "base-uri 'none'"].join('; ')
const html = (main, { lang = 'en', dir = 'ltr', head = '' } = {}) => `<!doctype html>
<html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/site.css">${head}</head>
<body><main><h1>A page</h1>${main}</main></body></html>`
const noise = Array.from({ length: 12000 }, (_, i) => (i * 2654435761 >>> 0).toString(36)).join(' ')

// name: [page, the check that must fail or null, language, other headers]
const cases = {
  good: [html('<p>Text and <a href="/good">a link</a>.</p>'), null],
  arabic: [html('<p>نص</p>', { lang: 'ar', dir: 'rtl' }), null, 'ar'],
  pale: [html('<p class="pale">Hard to read</p>'), 'accessible'],
  paleAtNight: [html('<p class="night">Hard to read in the dark</p>'), 'accessible'],
  unlabelled: [html('<form action="/good"><input name="a"></form>'), 'accessible'],
  inlineStyle: [html('<p style="color:black">Text</p>'), 'quiet'],
  missing: [html('<p>Text</p>', { head: '<link rel="stylesheet" href="/nothing.css">' }), 'quiet'],
  throws: [html('<p>Text</p>', { head: '<script src="/throws.js" defer></script>' }), 'quiet'],
  open: [html('<p>Text</p>'), 'policy', 'en', { 'content-security-policy': policy.replace("script-src 'self'", "script-src 'unsafe-inline'") }],
  unguarded: [html('<p>Text</p>'), 'policy', 'en', { 'content-security-policy': '' }],
  wide: [html('<p class="wide">Text</p>'), 'narrow'],
  wrongWay: [html('<p>نص</p>', { lang: 'ar' }), 'direction', 'ar'],
  wrongLanguage: [html('<p>Texte</p>', { lang: 'fr' }), 'direction'],
  heavy: [html(`<p>${noise}</p>`), 'light'],
  scripted: [html('<p>Text</p>', { head: '<script src="/adds.js" defer></script>' }), 'plain']
}
const files = {
  '/site.css': ['text/css', `body { background: #fff; color: #111 } .pale { color: #ccc } .wide { width: 500px }
    @media (prefers-color-scheme: dark) { .night { color: #ddd } }`],
  '/icon.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  '/throws.js': ['text/javascript', 'throw new Error("on purpose")'],
  '/adds.js': ['text/javascript', `const a = document.createElement("a"); a.href = "/good"; a.textContent = "more"
    document.querySelector("main").append(a)`]
}

const server = createServer((request, answer) => {
  const [type, body] = files[request.url] ?? ['text/html; charset=utf-8', cases[request.url.slice(1)]?.[0]]
  const more = cases[request.url.slice(1)]?.[3]
  if (!body) return answer.writeHead(404).end()
  answer.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'content-security-policy': policy, ...more })
  answer.end(gzipSync(body))
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const root = `http://127.0.0.1:${server.address().port}`
const browser = await openBrowser()
try {
  for (const [name, [, bad, language = 'en']] of Object.entries(cases)) {
    const problems = []
    for (const [check, found] of Object.entries(await checkPage(browser, `${root}/${name}`, { language }))) {
      if (check === bad && !found.length) problems.push(`${check} finds nothing wrong`)
      if (check !== bad) problems.push(...found.map(problem => `${check}: ${problem}`))
    }
    report(bad ? `a page that is not ${bad} is found out: ${name}` : `a page that is as it should be passes: ${name}`, problems)
  }
} finally {
  await browser.close()
  server.close()
}
end()
