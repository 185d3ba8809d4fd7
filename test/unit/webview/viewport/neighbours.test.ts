// The files beside a model: found by the names in it, never outside its folder.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressOf, picturesOf, picturesOfFbx, readNeighbours } from '../../../../webview/viewport/neighbours.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text).buffer

describe('picturesOf', () => {
  it('takes names after options, with spaces in them', () => {
    const mtl =
      'newmtl a\nmap_Kd wood grain.png\nmap_Bump -bm 0.5 bump.png\n map_Ks -o 0 0 0 -clamp on s.png\r\nnorm n.png'
    expect(picturesOf(mtl)).toEqual(['wood grain.png', 'bump.png', 's.png', 'n.png'])
  })
})

describe('picturesOfFbx', () => {
  it('finds names in text and in binary files, and nothing behind a length that cannot be', () => {
    expect(picturesOfFbx(bytesOf('RelativeFilename: "textures\\a.png"'))).toEqual(['textures\\a.png'])
    expect(picturesOfFbx(bytesOf('RelativeFilenameS\u0005\0\0\0b.png more'))).toEqual(['b.png'])
    expect(picturesOfFbx(bytesOf('RelativeFilenameS\u007f\u007f\u007f\u007fb.png'))).toEqual([])
    expect(picturesOfFbx(bytesOf('RelativeFilename'))).toEqual([])
  })
})

describe('addressOf', () => {
  const url = 'https://x/models/a.obj'
  it.each([
    ['wood.png', 'https://x/models/wood.png'],
    ['textures\\wood grain.png', 'https://x/models/textures/wood%20grain.png'],
    ['./t/ü.png', 'https://x/models/t/%C3%BC.png'],
    ['C:\\Users\\me\\wood.png', 'https://x/models/wood.png'],
    ['/home/me/wood.png', 'https://x/models/wood.png'],
    ['../../secret/wood.png', 'https://x/models/wood.png'],
    ['https://evil.example/wood.png', 'https://x/models/wood.png'],
    ['file:///etc/passwd', 'https://x/models/passwd'],
    ['a/%2e%2e/b.png', 'https://x/models/a/%252e%252e/b.png'],
  ])('%s is looked for in the folder', (name, address) => {
    expect(addressOf(name, url)).toBe(address)
  })
  it.each(['..', '../..', '/', '', '.'])('“%s” names nothing', (name) => {
    expect(addressOf(name, url)).toBeUndefined()
  })
})

describe('readNeighbours', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('reads materials and then their pictures, each once, and tells what is missing', async () => {
    const served: Record<string, string> = {
      'https://x/a.mtl': 'map_Kd wood.png\nmap_Ks wood.png\nmap_Ke lost.png',
      'https://x/wood.png': 'PNG',
    }
    const asked: string[] = []
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address)
      const body = served[address]
      return new Response(body, { status: body === undefined ? 404 : 200 })
    })
    const { files, missing } = await readNeighbours(
      bytesOf('mtllib a.mtl\nv 0 0 0'),
      'obj',
      'https://x/a.obj',
      new AbortController().signal,
    )
    expect(files.map(({ name }) => name)).toEqual(['a.mtl', 'wood.png'])
    expect(missing).toEqual(['lost.png'])
    expect(asked).toEqual(['https://x/a.mtl', 'https://x/wood.png', 'https://x/lost.png'])
  })
})
