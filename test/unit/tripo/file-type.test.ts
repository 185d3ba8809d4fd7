// What a file is by its first bytes, whatever its name says.
import { describe, expect, it } from 'vitest'
import { english } from '../../../src/text/index.ts'
import { fileType, glbFault, urlExtension } from '../../../src/tripo/file-type.ts'
import { glb, png } from './fakes.ts'

describe('file types', () => {
  const head = (text: string, length = 100) => {
    const bytes = new Uint8Array(length)
    bytes.set(Uint8Array.from(text, (char) => char.charCodeAt(0)))
    return bytes
  }
  it.each([
    ['glTF\x02', 'model.fbx', 'glb'],
    ['Kaydara FBX Binary  \x00', 'quad.glb', 'fbx'],
    ['; FBX 7.4.0 project file', 'quad.glb', 'fbx'],
    ['PK\x03\x04', 'model.zip', 'zip'],
    ['PK\x03\x04', 'model.usdz?sig=1', 'usdz'],
    ['PK\x03\x04', 'model.3mf', '3mf'],
    ['PK\x03\x04', 'model.glb', 'zip'],
    ['solid chair', 'x.glb', 'stl'],
    ['v 0 0 0', 'x.obj', 'obj'],
    ['\x1f\x8b\x08', 'x.schem', 'schem'],
    ['\x89PNG\r\n', 'x.webp', 'png'],
    ['\xff\xd8\xff\xe0', 'x.webp', 'jpg'],
    ['RIFF\x00\x00\x00\x00WEBPVP8 ', 'x.png', 'webp'],
    ['what is this', 'x.glb', 'bin'],
  ])('%j named %s is %s', (start, name, expected) => {
    expect(fileType(head(start), 100, `https://cdn.test/${name}`).extension).toBe(expected)
  })
  it('a binary STL is known by its length', () => {
    const bytes = head('made by something', 84)
    new DataView(bytes.buffer).setUint32(80, 12, true)
    expect(fileType(bytes, 84 + 600, 'https://x.test/a').extension).toBe('stl')
    expect(fileType(bytes, 84 + 601, 'https://x.test/a').extension).toBe('bin')
  })
  it('endings of addresses', () => {
    expect(urlExtension('https://x.test/a/b.JPEG?c=d.png')).toBe('jpg')
    expect(urlExtension('https://x.test/a.exe')).toBeUndefined()
    expect(urlExtension('nonsense.glb')).toBeUndefined()
  })
  it('GLB headers', () => {
    expect(glbFault(glb(64), 64)).toBeUndefined()
    expect(english(glbFault(glb(64), 63) ?? '')).toContain('64')
    const old = glb(64)
    old[4] = 1
    expect(english(glbFault(old, 64) ?? '')).toContain('version 1')
    expect(glbFault(glb(64).subarray(0, 8), 8)).toContain('cut off')
    expect(glbFault(png(), 64)).toBeUndefined()
  })
})
