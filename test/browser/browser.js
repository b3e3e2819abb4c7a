// Debian's Chromium, driven by playwright-core: nothing is downloaded. CHROMIUM names another browser.

import { chromium } from 'playwright-core'

export function openBrowser() {
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--disable-dev-shm-usage', // containers have little of it
      '--disable-gpu',
      ...(asRoot ? ['--no-sandbox'] : []) // Chromium refuses its sandbox to root
    ]
  })
}
