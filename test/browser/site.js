// The program as people meet it: a demonstration store in a folder of its own, served on a free port.

import { spawn, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

// What the server has to say besides that all is well: warnings, errors, and what a sanitizer finds.
async function showTrouble(stream) {
  for await (const line of createInterface({ input: stream })) {
    if (!line.includes('"level":"info"')) console.error(line)
  }
}

// Gives { root, said, run, close }: the address, what `demo` said, a command by a user, and the end, which answers with the exit status.
export async function openSite(program) {
  const folder = mkdtempSync(join(tmpdir(), 'servanda-site-'))
  process.env.XDG_STATE_HOME = folder
  const clear = () => rmSync(folder, { recursive: true, force: true })
  try {
    const store = join(folder, 'demo.db')
    const said = execFileSync(program, ['--db', store, 'demo'], { encoding: 'utf8' })
    const server = spawn(program, ['--db', store, 'serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] })
    showTrouble(server.stderr)
    const ended = new Promise(done => server.on('exit', (code, signal) => done(code ?? signal)))
    const close = async () => {
      server.kill('SIGTERM')
      const status = await ended
      clear()
      return status
    }
    const run = (user, words) => {
      const token = join(folder, `${user}.token`)
      if (!existsSync(token)) writeFileSync(token, execFileSync(program, ['--db', store, 'user', 'token', user]))
      const env = { ...process.env, SERVANDA_TOKEN_FILE: token }
      return execFileSync(program, ['--db', store, '--as', user, ...words], { encoding: 'utf8', env })
    }
    for await (const line of createInterface({ input: server.stdout })) {
      const listening = line.match(/^listening on (http:\/\/\S+)/)
      if (listening) return { root: listening[1].replace(/\/$/, ''), said, run, close }
    }
    throw new Error(`the server ended before it listened, with ${await ended}`)
  } catch (error) {
    clear()
    throw error
  }
}

// Signs in as a person would, and gives the cookies that came of it.
export async function signIn(browser, site, name) {
  const password = site.said.match(new RegExp(`^${name} {2,}(.+?)  `, 'm'))?.[1]
  if (!password) throw new Error(`the demonstration tells no password of ${name}`)
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(`${site.root}/en/login`)
    await page.fill('main input[autocomplete=username]', name)
    await page.fill('main input[type=password]', password)
    await page.click('main button')
    await page.waitForLoadState('load')
    if (new URL(page.url()).pathname.endsWith('/login')) throw new Error(`${name} cannot sign in: ${await page.textContent('main')}`)
    return await context.cookies()
  } finally {
    await context.close()
  }
}
