// What `npm run windows` puts in place: the extension that loads the hook, ours beside it, and a fresh picture for each trial.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { manifest, root } from './paths.mjs'

/** The side of a picture, in pixels. */
const SIDE = 256

/** Writes a picture that no trial before has sent, since what was uploaded is not uploaded again. @param {string} file @param {number} number */
export function writePicture(file, number) {
  const rows = Buffer.alloc(SIDE * (1 + 3 * SIDE))
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const isInside = (x - SIDE / 2) ** 2 + (y - SIDE / 2) ** 2 < (SIDE / 3) ** 2
      rows.set(
        isInside ? [200, (number * 37) % 256, (number * 101) % 256] : [240, 240, 240],
        y * (1 + 3 * SIDE) + 1 + 3 * x,
      )
    }
  const chunk = (/** @type {string} */ name, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const ends = [Buffer.alloc(4), Buffer.alloc(4)]
    ends[0]?.writeUInt32BE(data.length)
    ends[1]?.writeUInt32BE(crc32(body))
    return Buffer.concat([ends[0] ?? body, body, ends[1] ?? body])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE)
  header.writeUInt32BE(SIDE, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  writeFileSync(file, Buffer.concat([signature, ...chunks]))
}

const HOOK = { publisher: 'tripo-studio', name: 'windows-hook', version: '0.0.1' }

/** An extension that loads the hook. @param {string} extensions */
export function placeHook(extensions) {
  const folder = join(extensions, `${HOOK.publisher}.${HOOK.name}-${HOOK.version}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...HOOK, main: './main.js', engines: { vscode: '^1.100.0' }, extensionKind: ['workspace'] }),
  )
  // At its turn, not by an import, which ends some turns later.
  writeFileSync(
    join(folder, 'main.js'),
    `require(${JSON.stringify(join(root, 'workbench/windows-hook.mjs'))})\nexports.activate = () => {}\n`,
  )
}

/**
 * Our extension as it is, but that it needs the hook's: a host that the editor starts anew activates others in any order, and
 * ours keeps the functions that it finds.
 * @param {string} folder
 */
export function placeExtension(folder) {
  mkdirSync(folder)
  for (const name of readdirSync(root)) if (name !== 'package.json') symlinkSync(join(root, name), join(folder, name))
  const needs = { ...manifest(), extensionDependencies: [`${HOOK.publisher}.${HOOK.name}`] }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(needs))
  return folder
}
