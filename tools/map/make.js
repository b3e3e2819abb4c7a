// Makes ui/world.map from Natural Earth (public domain, 1:50 million) as packed by world-atlas:
//
//     cd tools/map && npm ci && node make.js
//
// What comes out is committed, so a build needs neither this nor a network. Lines and areas that are not settled, or not
// agreed, are in the lists below, each with its reason; Natural Earth draws what is held, not what is agreed.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { geoNaturalEarth1, geoNaturalEarth1Raw } from 'd3-geo'
import { presimplify, simplify } from 'topojson-simplify'

const WIDTH = 1000, HEIGHT = 500
const DETAIL = 3 // square pixels that a point must make a difference of
const SMALLEST_RING = 4, SMALLEST_STATE = 12 // square pixels

const JOINED = {
  Somaliland: 'SOM', // part of Somalia for the United Nations
  'N. Cyprus': 'CYP', // Security Council resolutions 541 (1983) and 550 (1984)
  Kosovo: 'SRB', // Security Council resolution 1244 (1999); its line is dashed
  Taiwan: 'CHN', // General Assembly resolution 2758 (XXVI)
  'Hong Kong': 'CHN', // special administrative region
  Macao: 'CHN', // special administrative region
}
const LEFT_OUT = ['Antarctica', 'Indian Ocean Ter.', 'Ashmore and Cartier Is.', 'Br. Indian Ocean Ter.']
const MOVED = [{ from: 'RUS', to: 'UKR', within: [32, 44, 37, 46.5], why: 'Crimea, General Assembly resolution 68/262' }]
const HATCHED = ['W. Sahara', 'Falkland Is.', 'Siachen Glacier'] // Non-Self-Governing Territories with a dispute; Kashmir
const DASHED = [ // lines between two areas, or the part of them within west, south, east, north
  ['India', 'Pakistan', [73, 32.4, 78, 37.5]], // line of control, Jammu and Kashmir
  ['Pakistan', 'China'],
  ['India', 'China'],
  ['India', 'Siachen Glacier'],
  ['Pakistan', 'Siachen Glacier'],
  ['China', 'Siachen Glacier'],
  ['Sudan', 'S. Sudan'], // not yet determined; Abyei
  ['Israel', 'Palestine'],
  ['Israel', 'Syria'], // Golan
  ['Morocco', 'W. Sahara'],
  ['Serbia', 'Kosovo'],
]
const MISSING = { TUV: [179.2, -8.52] } // not in the source at this scale

const rows = readFileSync(new URL('../../data/state.csv', import.meta.url), 'utf8').split('\n').filter((l) => !l.startsWith('#'))
const column = rows[0].split(',')
const states = rows.slice(1).filter(Boolean).map(splitCsv).map((r) => Object.fromEntries(column.map((n, i) => [n, r[i]])))
const byM49 = new Map(states.map((s) => [s.m49, s]))
const drawsDot = (s) => ['un_member', 'observer', 'treaty_capacity'].includes(s.status)

function splitCsv(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, '').replace(/""/g, '"'))
}

const require = createRequire(import.meta.url)
const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8'))
const geometries = atlas.objects.countries.geometries.filter((g) => !LEFT_OUT.includes(g.properties.name))
const named = new Map(geometries.map((g) => [g.properties.name, g]))

// Arcs in degrees, so that lists above can speak of degrees; rings of each area as lists of arcs (~i: backwards).
const { scale, translate } = atlas.transform
const arcs = atlas.arcs.map((arc) => {
  let x = 0, y = 0
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]])
})
const ringsOf = (g) => (g.type === 'Polygon' ? g.arcs : g.arcs.flat())
const within = ([x, y], [west, south, east, north]) => x >= west && x <= east && y >= south && y <= north
const arcsOf = (g) => new Set(ringsOf(g).flat().map((i) => (i < 0 ? ~i : i)))

// What crosses the line of 180 degrees is drawn on, not cut.
for (const name of ['Russia', 'Fiji'])
  for (const i of arcsOf(named.get(name))) arcs[i] = arcs[i].map(([x, y]) => [x < -150 ? x + 360 : x, y])

// An arc of which only a part is dashed becomes two, in every ring that has it.
const dashed = new Set()
for (const [a, b, box] of DASHED) {
  const other = arcsOf(named.get(b))
  const shared = [...arcsOf(named.get(a))].filter((i) => other.has(i))
  if (!shared.length) throw new Error(`${a} and ${b} share no line`)
  for (const i of shared) {
    const inside = arcs[i].map((p) => !box || within(p, box))
    if (inside.every(Boolean)) {
      dashed.add(i)
      continue
    }
    const cut = inside[0] ? inside.lastIndexOf(true) : inside.indexOf(true)
    if (cut <= 0) continue
    const rest = arcs.push(arcs[i].slice(cut)) - 1
    arcs[i] = arcs[i].slice(0, cut + 1)
    dashed.add(inside[0] ? i : rest)
    for (const g of geometries)
      for (const ring of ringsOf(g))
        for (let at = 0; at < ring.length; at++)
          if (ring[at] === i) ring.splice(at++, 1, i, rest)
          else if (ring[at] === ~i) ring.splice(at++, 1, ~rest, ~i)
  }
}

// Areas by code.
const areas = new Map() // code -> { m49, rings }
const hatched = []
for (const g of geometries) {
  const rings = ringsOf(g)
  if (HATCHED.includes(g.properties.name)) {
    hatched.push(...rings)
    continue
  }
  const state = JOINED[g.properties.name] ? states.find((s) => s.id === JOINED[g.properties.name]) : byM49.get(g.id)
  if (!state) throw new Error(`${g.properties.name} (${g.id}) is in no list`)
  const area = areas.get(state.id) ?? { m49: state.m49, rings: [] }
  area.rings.push(...rings)
  areas.set(state.id, area)
}
for (const { from, to, within: box } of MOVED) {
  const points = (ring) => ring.flatMap((i) => arcs[i < 0 ? ~i : i])
  const moved = areas.get(from).rings.filter((ring) => points(ring).every((p) => within(p, box)))
  if (moved.length !== 1) throw new Error(`${moved.length} rings move from ${from} to ${to}`)
  areas.get(from).rings = areas.get(from).rings.filter((ring) => !moved.includes(ring))
  areas.get(to).rings.push(...moved)
}

// Projected, simplified, in whole units.
const fitted = geoNaturalEarth1().fitExtent([[0, 0], [WIDTH, HEIGHT]], { type: 'Sphere' })
const project = ([lon, lat]) => {
  const [x, y] = geoNaturalEarth1Raw((lon * Math.PI) / 180, (lat * Math.PI) / 180)
  return [fitted.translate()[0] + fitted.scale() * x, fitted.translate()[1] - fitted.scale() * y]
}
const flat = { type: 'Topology', arcs: arcs.map((arc) => arc.map(project)), objects: { all: { type: 'MultiPolygon', arcs: [[...areas.values()].flatMap((a) => a.rings)] } } }
const simple = simplify(presimplify(flat), DETAIL).arcs.map((arc) => {
  const whole = arc.map((p) => [Math.round(p[0]), Math.round(p[1])])
  return whole.filter((p, i) => i === 0 || p[0] !== whole[i - 1][0] || p[1] !== whole[i - 1][1])
})
const ringArea = (ring) => {
  const points = ring.flatMap((i) => (i < 0 ? [...simple[~i]].reverse() : simple[i]))
  let sum = 0
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[i], points[(i + 1) % points.length]]
    sum += a[0] * b[1] - b[0] * a[1]
  }
  return Math.abs(sum) / 2
}
const centre = (ring) => {
  const points = ring.flatMap((i) => (i < 0 ? [...simple[~i]].reverse() : simple[i]))
  let sum = 0, x = 0, y = 0
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[i], points[(i + 1) % points.length]]
    const cross = a[0] * b[1] - b[0] * a[1]
    sum += cross
    x += (a[0] + b[0]) * cross
    y += (a[1] + b[1]) * cross
  }
  if (sum === 0) return points[0] ?? [0, 0]
  return [Math.round(x / sum / 3), Math.round(y / sum / 3)]
}

const out = []
const used = new Map()
const number = (i) => {
  const own = i < 0 ? ~i : i
  if (!used.has(own)) used.set(own, used.size)
  return i < 0 ? ~used.get(own) : used.get(own)
}
const write = (rings) => rings.map((ring) => ring.filter((i) => simple[i < 0 ? ~i : i].length > 1).map(number).join(' ')).join(',')
const lines = []
for (const [code, { m49, rings }] of [...areas].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const all = rings.map((ring) => [ringArea(ring), ring]).sort((a, b) => b[0] - a[0])
  const total = all.reduce((sum, [area]) => sum + area, 0)
  const kept = all.filter(([area]) => area >= SMALLEST_RING).map(([, ring]) => ring)
  const state = byM49.get(m49)
  const dot = drawsDot(state) && total < SMALLEST_STATE
  if (!kept.length && !dot) continue
  lines.push(`${dot ? 'dot' : 'area'} ${code} ${m49} ${centre(all[0][1]).join(' ')} ${write(kept)}`.trimEnd())
}
for (const [code, point] of Object.entries(MISSING))
  lines.push(`dot ${code} ${states.find((s) => s.id === code).m49} ${project(point).map((c) => Math.round(c)).join(' ')}`)
const drawn = new Set(lines.map((l) => l.split(' ')[1]))
const lost = states.filter((s) => drawsDot(s) && !drawn.has(s.id))
if (lost.length) throw new Error(`not on the map: ${lost.map((s) => s.id).join(' ')}`)
lines.push(`hatched ${write(hatched.filter((ring) => ringArea(ring) >= SMALLEST_RING / 4))}`)
lines.push(`dashed ${[...dashed].filter((i) => simple[i].length > 1).map(number).join(' ')}`)

out.push('# The world in the Natural Earth projection, in pixels of a field of 1000 by 500. Written by tools/map/make.js from')
out.push('# Natural Earth 1:50m (public domain; naturalearthdata.com) as packed by world-atlas 2.0.2. Not to be edited: the lists of')
out.push('# lines and areas that are not settled are in that program. arc: a point and its steps; area, dot: code, M49, centre, rings')
out.push('# of arcs (-1 - n: arc n backwards), a dot being too small to be seen by its shape; hatched: rings; dashed: arcs.')
for (const own of used.keys()) {
  let [x, y] = simple[own][0]
  const steps = simple[own].slice(1).map(([a, b]) => {
    const step = `${a - x} ${b - y}`
    x = a
    y = b
    return step
  })
  out.push(`arc ${simple[own][0].join(' ')} ${steps.join(' ')}`)
}
writeFileSync(new URL('../../ui/world.map', import.meta.url), [...out, ...lines, ''].join('\n'))
console.log(`${used.size} arcs, ${lines.filter((l) => l.startsWith('area')).length} areas, ${lines.filter((l) => l.startsWith('dot')).length} dots, ${out.join('\n').length + lines.join('\n').length} bytes`)
