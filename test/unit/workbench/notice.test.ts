// The NOTICE holds the licence of everything that is bundled, and a package without one stops the build.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foreignFiles, noticeOf } from '../../../workbench/notice.mjs'

const ROOT = join(import.meta.dirname, '../../..')
let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tripo-notice-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

it('finds what is bundled in what ships, also below other packages', () => {
  const inputs = (...paths: string[]) => ({ inputs: Object.fromEntries(paths.map((path) => [path, {}])) })
  const meta = {
    outputs: {
      'dist/extension.js': inputs('src/extension.ts', 'node_modules/ws/lib/a.js', 'node_modules/ws/lib/b.js'),
      'dist/webview/studio.js': inputs('node_modules/@a/b/node_modules/c/x.js'),
      'out/test/host/a.js': inputs('node_modules/mocha/x.js'),
    },
  }
  expect(foreignFiles([meta], ['node_modules/three/examples/jsm/libs/draco/d.wasm'])).toEqual([
    'c/x.js',
    'three/examples/jsm/libs/draco/d.wasm',
    'ws/lib/a.js',
    'ws/lib/b.js',
  ])
})

describe('the text', () => {
  it('names each package with version and licence, and each text once', () => {
    write('node_modules/a/package.json', '{"version": "1.0.0", "license": "MIT"}')
    write('node_modules/a/LICENSE.md', 'The text.')
    write('node_modules/@b/c/package.json', '{"version": "2.0.0", "license": "ISC"}')
    write('node_modules/@b/c/license', 'The text.\n')
    const text = noticeOf(root, ['a/x.js', '@b/c/y.js'])
    expect(text).toContain('a 1.0.0 (MIT)\n@b/c 2.0.0 (ISC)')
    expect(text.split('The text.')).toHaveLength(2)
  })

  it('cannot be made when a package has no licence text', () => {
    write('node_modules/a/package.json', '{"version": "1.0.0"}')
    write('node_modules/a/readme.md', 'No licence.')
    expect(() => noticeOf(root, ['a/x.js'])).toThrow('No licence text for: a 1.0.0 (no licence named)')
  })

  it('cannot be made when three brings something that is not named', () => {
    write('node_modules/three/package.json', '{"version": "1.0.0", "license": "MIT"}')
    write('node_modules/three/LICENSE', 'MIT')
    expect(() => noticeOf(root, ['three/examples/jsm/libs/new.module.js'])).toThrow('libs/new.module.js')
  })

  it('holds the licences of decoders, fonts and parts of packages', () => {
    const text = noticeOf(ROOT, [
      'three/build/three.module.js',
      'three/examples/jsm/libs/draco/gltf/draco_decoder.wasm',
      'three/examples/jsm/libs/basis/basis_transcoder.wasm',
      'three/examples/jsm/libs/zstddec.module.js',
      '@vscode/codicons/dist/codicon.ttf',
      '@microsoft/fast-element/dist/x.js',
      '@jsquash/webp/codec/dec/webp_dec.wasm',
      '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
      '@jsquash/avif/codec/dec/avif_dec.wasm',
      'fflate/esm/index.mjs',
    ])
    for (const words of [
      'Draco',
      'Alliance for Open Media',
      'Basis Universal',
      'Apache License',
      'Creative Commons',
      'three.js authors',
    ])
      expect(text).toContain(words)
    for (const words of [
      'Microsoft Corporation',
      'Arjun Barrett',
      'Google Inc',
      'Yann Collet',
      'Independent JPEG Group',
    ])
      expect(text).toContain(words)
  })
})

it('gives the Apache licence that stands for packages without a text word for word as other packages have it', () => {
  const terms = (path: string) => {
    const text = readFileSync(join(ROOT, 'node_modules', path), 'utf8')
    const [, body = ''] = /Version 2\.0, January 2004([\s\S]*)END OF TERMS AND CONDITIONS/.exec(text) ?? []
    return body.replace(/\s+/g, ' ').trim()
  }
  const ours = terms('@jsquash/webp/LICENSE')
  expect(ours.length).toBeGreaterThan(9000)
  for (const other of ['@playwright/test/LICENSE', 'gltf-validator/LICENSE']) expect(terms(other)).toBe(ours)
})
