// Decoders for games: each file that code may need is one that ships.
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { DECODER_FILES } from '../../../../src/vscode/game/decoders.ts'
import { decoderFiles } from '../../../../workbench/webview-files.mjs'

it('ships every file that a game without its own three.js may need', () => {
  const shipped = decoderFiles()
  const wanted = Object.values(DECODER_FILES).flatMap((files) => files.map(([, ours]) => ours))
  expect(wanted.filter((path) => !shipped.has(path))).toEqual([])
})

it('ships meshopt’s decoder as a script that sets a global, as Babylon.js, A-Frame and model-viewer load it', () => {
  const script = new TextDecoder().decode(decoderFiles().get('meshopt/meshopt_decoder.js'))
  const globals: { MeshoptDecoder?: { supported: boolean } } = {}
  runInNewContext(script, { self: globals, WebAssembly: Reflect.get(globalThis, 'WebAssembly'), Uint8Array, Promise })
  expect(globals.MeshoptDecoder?.supported).toBe(true)
})
