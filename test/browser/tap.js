// Cases as TAP: what failed is said in "# ..." lines before its "not ok".

let count = 0
let failures = 0

// One case; `problems` is a list of sentences, empty when all is well.
export function report(name, problems) {
  count++
  for (const problem of problems) console.log(`# ${String(problem).replaceAll('\n', ' ')}`)
  console.log(`${problems.length ? 'not ok' : 'ok'} ${count} - ${name}`)
  if (problems.length) failures++
}

export function end() {
  console.log(`1..${count}`)
  process.exitCode = failures ? 1 : 0
}
