// The description of the programming interface is OpenAPI 3.1, and it is true: openapi_test.js PROGRAM.
//
// Everything that can be read without an account is read, lists and one record of each, and each answer is held to the
// schema that the description gives for it.

import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openSite } from './site.js'
import { end, report } from './tap.js'

const site = await openSite(process.argv[2])

// What is wrong with an answer, by the description of its path.
function problems(description, verb, status, body) {
  const answer = verb.responses[status] ?? verb.responses[`${Math.floor(status / 100)}XX`] ?? verb.responses.default
  if (!answer) return [`${status} is not described`]
  const schema = answer.content?.['application/json']?.schema
  if (!schema) return status < 400 ? ['the answer has no schema'] : []
  const ajv = addFormats.default(new Ajv.default({ strict: false, allErrors: true }))
  const fits = ajv.compile({ ...schema, components: description.components })
  return fits(body) ? [] : fits.errors.slice(0, 5).map(e => `${e.instancePath} ${e.message}`)
}

try {
  const description = await (await fetch(`${site.root}/api/v1/openapi.json`)).json()
  report('it says that it is 3.1', /^3\.1\./.test(description.openapi) ? [] : [`it says ${description.openapi}`])
  const verdict = await new Validator().validate(description)
  report('a validator accepts it', verdict.valid ? [] : verdict.errors.map(e => `${e.instancePath} ${e.message}`))
  const base = new URL(description.servers?.[0]?.url ?? '/', site.root).href.replace(/\/$/, '')
  const lists = Object.entries(description.paths).filter(([path, verbs]) => verbs.get && !path.includes('{'))
  report('it has lists', lists.length > 10 ? [] : [`${lists.length}`])
  report('an answer that does not fit is found out', problems(description, lists[0][1].get, 200, { items: 7 }).length ? [] : ['it is not'])
  for (const [path, verbs] of lists) {
    const answer = await fetch(base + path)
    const body = await answer.json()
    report(`GET ${path} answers as described`, problems(description, verbs.get, answer.status, body))
    const one = Object.keys(description.paths).find(each => each.startsWith(`${path}/{`) && each.endsWith('}'))
    const id = body.items?.[0]?.id
    if (!one || !id) continue
    const single = await fetch(base + one.replace(/\{[^}]*\}/, encodeURIComponent(id)))
    report(`GET ${one} answers as described`, problems(description, description.paths[one].get, single.status, await single.json()))
  }
} finally {
  await site.close()
}
end()
