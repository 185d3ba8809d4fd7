// A model's report as lines of plain text, translated by a function that the caller passes.
import { counted, type Phrase, part, phrase, type Words } from '../../text/index.ts'
import { calledOf, type NamedKind } from './called.ts'
import type { ModelReport } from './inspect-model.ts'

/** How words and figures are said. */
export interface Speaker {
  say(words: Words): string
  number(value: number): string
}

const KILOBYTE = 1024

/** `57.3 KB`, `1.2 MB`. */
export function bytesText(bytes: number, { number, say }: Speaker): string {
  if (bytes < KILOBYTE) return say(phrase('{0} B', number(bytes)))
  const isSmall = bytes < KILOBYTE * KILOBYTE
  const value = bytes / (isSmall ? KILOBYTE : KILOBYTE * KILOBYTE)
  const rounded = number(Number(value.toFixed(value < 10 ? 2 : 1)))
  return isSmall ? say(phrase('{0} KB', rounded)) : say(phrase('{0} MB', rounded))
}

/** Rows with their columns under one another; all but the first stand at the right where they are figures. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, i) =>
        /^[\d.,\s]+( [KM]?B)?$/.test(cell) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 80)

/** The whole report of one model. */
export function reportText(name: string, report: ModelReport, speaker: Speaker): string {
  const { say, number } = speaker
  const bytes = (value: number) => bytesText(value, speaker)
  const called = (kind: NamedKind, name: string, index: number) => oneLine(say(calledOf(kind, name, index)))
  const section = (title: Words, rows: readonly (readonly string[])[]) =>
    rows.length > 0 ? ['', say(title), ...table(rows).map((line) => `  ${line}`)] : []
  const counts: readonly [Phrase, number][] = [
    [phrase('Scenes'), report.scenes],
    [phrase('Nodes'), report.nodes],
    [phrase('Meshes'), report.meshes],
    [phrase('Primitives'), report.primitives],
    [phrase('Draw calls'), report.drawCalls],
    [phrase('Vertices'), report.vertices],
    [phrase('Triangles'), report.triangles],
    ...(report.storedTriangles === report.triangles
      ? []
      : [[phrase('Triangles stored'), report.storedTriangles] satisfies [Phrase, number]]),
    [phrase('Morph targets'), report.morphTargets],
    [phrase('Bones'), report.bones],
  ]
  const parts: readonly [Phrase, number][] = [
    [phrase('Vertices'), report.byPart.vertices],
    [phrase('Indices'), report.byPart.indices],
    [phrase('Morph targets'), report.byPart.morphTargets],
    [phrase('Animations'), report.byPart.animations],
    [phrase('Skins'), report.byPart.skins],
    [phrase('Textures'), report.byPart.textures],
  ]
  const size = report.size.map((value) => number(Number(value.toPrecision(4))))
  return [
    `${oneLine(name)}  ${bytes(report.bytes)}`,
    say(phrase('{0} x {1} x {2} m', ...size)),
    ...section(
      part('Contents'),
      counts.map(([label, value]) => [say(label), number(value)]),
    ),
    ...section(
      part('Bytes by part, unpacked'),
      parts.flatMap(([label, value]) => (value > 0 ? [[say(label), bytes(value)]] : [])),
    ),
    ...section(
      part('Materials'),
      report.materials.map(({ name, alphaMode, textures }, i) => [
        called('material', name, i),
        alphaMode,
        say(counted(textures, ['{0} texture', '{0} textures'], number(textures))),
      ]),
    ),
    ...section(
      part('Textures'),
      report.textures.map((texture, i) => [
        called('texture', texture.name, i),
        `${texture.width} x ${texture.height}`,
        texture.mimeType,
        bytes(texture.bytes),
        say(phrase('{0} of graphics memory', bytes(texture.gpuBytes))),
        texture.uses
          .map(
            ({ material, slot }) => `${called('material', report.materials[material]?.name ?? '', material)}: ${slot}`,
          )
          .join(', '),
      ]),
    ),
    ...section(
      part('Clips'),
      report.clips.map(({ name, channels, seconds }, i) => [
        // By which options name a clip.
        String(i),
        called('clip', name, i),
        say(counted(channels, ['{0} channel', '{0} channels'], number(channels))),
        say(phrase('{0} s', number(Number(seconds.toFixed(2))))),
      ]),
    ),
    ...section(
      part('Skins'),
      report.skins.map(({ name, joints }, i) => [
        called('skin', name, i),
        say(counted(joints, ['{0} bone', '{0} bones'], number(joints))),
      ]),
    ),
    ...section(
      part('Extensions'),
      report.extensions.map((extension) => [oneLine(extension)]),
    ),
    '',
  ].join('\n')
}

/** What a tool changed: bytes, triangles and so on, before and after. */
export function changeText(before: ModelReport, after: ModelReport, speaker: Speaker): string {
  const { say, number } = speaker
  const bytes = (value: number) => bytesText(value, speaker)
  const memory = (report: ModelReport) => report.textures.reduce((sum, { gpuBytes }) => sum + gpuBytes, 0)
  const share = (from: number, to: number) => (from > 0 ? `${number(Math.round((to / from) * 100))} %` : '')
  const rows: readonly [Phrase, number, number, (value: number) => string][] = [
    [phrase('File'), before.bytes, after.bytes, bytes],
    [phrase('Triangles'), before.triangles, after.triangles, number],
    [phrase('Vertices'), before.vertices, after.vertices, number],
    [phrase('Draw calls'), before.drawCalls, after.drawCalls, number],
    [phrase('Textures'), before.textures.length, after.textures.length, number],
    [phrase('Texture bytes'), before.byPart.textures, after.byPart.textures, bytes],
    [phrase('Graphics memory of textures'), memory(before), memory(after), bytes],
  ]
  return table([
    ['', say('before'), say('after'), ''],
    ...rows.map(([label, from, to, text]) => [say(label), text(from), text(to), share(from, to)]),
  ]).join('\n')
}
