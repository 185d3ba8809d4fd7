// What is said of a part: lengths of small and large models.
import {
  BoxGeometry,
  BufferGeometry,
  Group,
  InstancedMesh,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  MeshBasicMaterial,
} from 'three'
import { expect, it } from 'vitest'
import { factsOf } from '../../../../webview/model/facts.ts'

const figure = (value: number, maximumFractionDigits = 0) =>
  new Intl.NumberFormat('en', { maximumFractionDigits, signDisplay: 'negative' }).format(value)

it.each([
  [[0.002, 0.0004, 0.002], '0.002, 0.0004, 0.002', '-0.0002'],
  [[2000, 68.96, 2000], '2,000, 68.96, 2,000', '-34.48'],
  [[1, 0.5, 0.25], '1, 0.5, 0.25', '-0.25'],
] as const)('says how large a box of %j m is', ([x, y, z], size, lowest) => {
  const groups = factsOf(new Mesh(new BoxGeometry(x, y, z)), (text) => text, figure)
  const facts = groups.find(({ title }) => title === 'Size')?.facts.map(({ value }) => value)
  expect(facts).toEqual([size, lowest])
})

it('counts a buffer in which attributes lie interleaved, as converters write them, and once', () => {
  const buffer = new InterleavedBuffer(new Float32Array(128 * 6), 6)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new InterleavedBufferAttribute(buffer, 3, 0))
  geometry.setAttribute('normal', new InterleavedBufferAttribute(buffer, 3, 3))
  const groups = factsOf(new Mesh(geometry), (text, ...values) => text.replace('{0}', String(values[0])), figure)
  const facts = groups.flatMap((group) => group.facts)
  expect(facts.find(({ label }) => label === 'Geometry memory')?.value).toBe('3 KB')
})

it('counts what instances draw, and tells what is stored', () => {
  const geometry = new BoxGeometry()
  const material = new MeshBasicMaterial()
  const part = new Group().add(new InstancedMesh(geometry, material, 3), new Mesh(geometry, material))
  const counts = factsOf(part, (text) => text, figure).find(({ title }) => title === 'Counts')?.facts
  expect(counts?.slice(0, 3).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    ...['Triangles: 48', 'Triangles stored: 12', 'Vertices: 96'],
  ])
})
