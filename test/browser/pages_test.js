// Every kind of page, in a real browser: pages_test.js PROGRAM [PAGES.txt].
//
// In: the program, and pages.txt beside this file (case_pages.txt for the program with the records of the tests). Each page is opened in English and in Arabic (CI=true: in all six
// languages) and held to checks.js. Out: one TAP case for each page, language and check.

import { readFileSync } from 'node:fs'
import { openBrowser } from './browser.js'
import { checkPage } from './checks.js'
import { openSite, signIn } from './site.js'
import { end, report } from './tap.js'

const languages = process.env.SERVANDA_TEST_FULL ? ['en', 'ar', 'es', 'fr', 'ru', 'zh'] : ['en', 'ar']

// Lines that are no remarks.
function readLines() {
  const lines = readFileSync(new URL(process.argv[3] ?? 'pages.txt', import.meta.url), 'utf8').split('\n')
  return lines.filter(line => line.trim() && !line.startsWith('#'))
}

// "$ NAME = USER words": a command, done by that user; what it said is NAME from then on. {-20} is the day 20 days ago.
function makeRows(site, lines, named) {
  for (const line of lines.filter(each => each.startsWith('$ '))) {
    const [, name, user, command] = line.match(/^\$ (\w+) = (\w+) (.+)$/)
    const words = fillIn(command, named).split(' ').map(word => word.replace(/\{(-?\d+)\}/g,
      (_, days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10)))
    named.set(name, site.run(user, words).trim())
  }
}

const fillIn = (text, named) => text.replace(/\$(\w+)/g, (_, name) => named.get(name))

// Lines "/path", "/path as USER", "/path answers 404".
function readPages(lines, named) {
  return lines.filter(line => !line.startsWith('$ ')).map(line => {
    const [path, ...rest] = fillIn(line, named).trim().split(/\s+/)
    const after = word => rest.includes(word) ? rest[rest.indexOf(word) + 1] : undefined
    return { path, user: after('as'), status: Number(after('answers') ?? 200) }
  })
}

const site = await openSite(process.argv[2])
const browser = await openBrowser()
const lines = readLines(), named = new Map()
try {
  makeRows(site, lines, named)
  const cookies = new Map([[undefined, []]])
  for (const { path, user, status } of readPages(lines, named)) {
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
