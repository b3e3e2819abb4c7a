// Makes the picture of the README again: picture.js PROGRAM FILE.png

import { openBrowser } from './browser.js'
import { openSite } from './site.js'

const [program, file] = process.argv.slice(2)
const site = await openSite(program)
const browser = await openBrowser()
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 700 } })
  await page.goto(`${site.root}/en/state`)
  await page.screenshot({ path: file })
} finally {
  await browser.close()
  await site.close()
}
