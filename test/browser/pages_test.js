// Every kind of page, in a real browser: pages_test.js PROGRAM.
//
// In: the program, and pages.txt beside this file. Each page is opened in English and in Arabic (CI=true: in all six
// languages) and held to checks.js. Out: one TAP case for each page, language and check.

import { readFileSync } from 'node:fs'
import { openBrowser } from './browser.js'
import { checkPage } from './checks.js'
import { openSite, signIn } from './site.js'
import { end, report } from './tap.js'

const languages = process.env.CI === 'true' ? ['en', 'ar', 'es', 'fr', 'ru', 'zh'] : ['en', 'ar']

// Lines "/path", "/path as USER", "/path answers 404"; a line that starts with # is a remark.
function readPages() {
  const lines = readFileSync(new URL('pages.txt', import.meta.url), 'utf8').split('\n')
  return lines.filter(line => line.trim() && !line.startsWith('#')).map(line => {
    const [path, ...rest] = line.trim().split(/\s+/)
    const after = word => rest.includes(word) ? rest[rest.indexOf(word) + 1] : undefined
    return { path, user: after('as'), status: Number(after('answers') ?? 200) }
  })
}

const site = await openSite(process.argv[2])
const browser = await openBrowser()
try {
  const cookies = new Map([[undefined, []]])
  for (const { path, user, status } of readPages()) {
    if (!cookies.has(user)) cookies.set(user, await signIn(browser, site, user))
    for (const language of languages) {
      const found = await checkPage(browser, `${site.root}/${language}${path}`, { language, status, cookies: cookies.get(user) })
      for (const [check, problems] of Object.entries(found)) {
        report(`${check}: /${language}${path}${user ? ` as ${user}` : ''}`, problems)
      }
    }
  }
} finally {
  await browser.close()
  const status = await site.close()
  report('the server ends well when it is told to', status === 0 ? [] : [`it ended with ${status}`])
}
end()
