// Model files in text, as programs everywhere write them: encodings, odd values, missing companions; and binary STL's rule.
import { describe, expect, it } from 'vitest'
import { readerContext } from '../../../../../src/mesh/budget.ts'
import { detectFormat, readModel, readObj, readStl, writeStl } from '../../../../../src/mesh/formats/index.ts'
import { decodeText, linesOf, namesIn } from '../../../../../src/mesh/formats/text.ts'
import { expectSameShape, summary } from '../../../mesh/formats/compare.ts'
import { picture, staticModel } from '../../../mesh/formats/sample.ts'

const text = (value: string) => new TextEncoder().encode(value)
const TRIANGLE = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n'

function utf16(value: string, little: boolean, mark: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer((value.length + (mark ? 1 : 0)) * 2))
  for (const [i, letter] of Array.from(mark ? `\ufeff${value}` : value).entries())
    view.setUint16(i * 2, letter.charCodeAt(0), little)
  return new Uint8Array(view.buffer)
}

/** The materials of an OBJ with companions, by name, and the warnings. */
async function read(obj: Uint8Array, files: Record<string, Uint8Array> = {}) {
  const warnings: string[] = []
  const document = await readObj(obj, new Map(Object.entries(files)), readerContext(obj.length, warnings))
  const materials = new Map(
    document
      .getRoot()
      .listMaterials()
      .map((material) => [material.getName(), material]),
  )
  return { document, materials, warnings }
}

describe('the encoding of an OBJ', () => {
  const obj = `# made by hand\no box\n${TRIANGLE}f 1 2 3\n`
  it.each([
    ['UTF-8 with its mark', new Uint8Array([0xef, 0xbb, 0xbf, ...text(obj)])],
    ['UTF-16, little end first', utf16(obj, true, true)],
    ['UTF-16, big end first', utf16(obj, false, true)],
    ['UTF-16 without a mark', utf16(obj, true, false)],
    ['UTF-16, big, without a mark', utf16(obj, false, false)],
    ['UTF-8 with zeros at the end', text(`${obj}\0\0\0`)],
    ['lines of old Macs', text(obj.replaceAll('\n', '\r'))],
    ['lines of Windows', text(obj.replaceAll('\n', '\r\n'))],
  ])('%s is found out', async (_, bytes) => {
    expect(detectFormat(bytes)?.format).toBe('obj')
    expect(summary(await readModel(bytes)).triangles).toBe(1)
  })

  it.each([
    ['GBK', [0xb2, 0xc4, 0xd6, 0xca], '材质'],
    ['Latin-1', [0x63, 0x68, 0xea, 0x6e, 0x65], 'chêne'],
    ['UTF-8', [...text('дерево')], 'дерево'],
  ])('its names in %s find material, library and picture', async (_, name, meant) => {
    const line = (before: string, after: string) => [...text(before), ...name, ...text(after)]
    const obj = new Uint8Array([
      ...line('mtllib ', '.mtl\n'),
      ...text(TRIANGLE),
      ...line('usemtl ', '\n'),
      ...text('f 1 2 3\n'),
    ])
    const mtl = new Uint8Array([...line('newmtl ', '\nKd 1 0 0\n'), ...line('map_Kd ', '.png\n')])
    const { materials, warnings } = await read(obj, { [`${meant}.mtl`]: mtl, [`${meant}.png`]: picture() })
    expect([...materials.keys()]).toEqual([meant])
    expect(materials.get(meant)?.getBaseColorTexture()?.getName()).toBe(meant)
    expect(warnings).toEqual([])
  })

  it('leaves no doubt unasked: both readings of a name are tried', () => {
    expect(namesIn('plain')).toEqual(['plain'])
    expect(namesIn(decodeText(new Uint8Array([0xc3, 0xe9, 0x2e])))).toHaveLength(2)
  })
})

describe('a name that is Unicode by chance', () => {
  it('still finds its file', async () => {
    // The bytes of two Chinese characters in GBK, which are two letters in UTF-8.
    const name = [0xc4, 0xbe, 0xcd, 0xb7]
    const obj = new Uint8Array([...text('mtllib '), ...name, ...text(`.mtl\n${TRIANGLE}usemtl m\nf 1 2 3\n`)])
    const { materials, warnings } = await read(obj, { '木头.mtl': text('newmtl m\nKd 0 1 0\n') })
    expect(materials.get('m')?.getBaseColorFactor()).toEqual([0, 1, 0, 1])
    expect(warnings).toEqual([])
  })
})

describe('lines', () => {
  it('end anywhere and may go on', () => {
    expect([...linesOf('a\\\nb\r\nc\n\nd')]).toEqual(['a b', 'c', '', 'd'])
    expect([...linesOf('a\rb')]).toEqual(['a', 'b'])
    expect([...linesOf('')]).toEqual([''])
    expect([...linesOf('a\\')]).toEqual(['a\\'])
    expect([...linesOf('a\\\n')]).toEqual(['a '])
  })
})

describe('the materials of an OBJ', () => {
  const obj = text(`mtllib a.mtl\n${TRIANGLE}usemtl m\nf 1 2 3\n`)
  const alphaOf = async (lines: string) => {
    const { materials } = await read(obj, { 'a.mtl': text(`newmtl m\n${lines}\n`) })
    return [materials.get('m')?.getAlpha(), materials.get('m')?.getAlphaMode()]
  }

  it('are never invisible because a program took Tr for d', async () => {
    expect(await alphaOf('Tr 1')).toEqual([1, 'OPAQUE'])
    expect(await alphaOf('Tr 0')).toEqual([1, 'OPAQUE'])
    expect(await alphaOf('Tr 0.25')).toEqual([0.75, 'BLEND'])
    expect(await alphaOf('d 0.5\nTr 1')).toEqual([0.5, 'BLEND'])
    expect(await alphaOf('Tr 0.9\nd 1')).toEqual([1, 'OPAQUE'])
    expect(await alphaOf('d -halo 0.5')).toEqual([0.5, 'BLEND'])
    expect(await alphaOf('d none')).toEqual([1, 'OPAQUE'])
  })

  it('and their pictures are named when they are missing', async () => {
    expect((await read(obj)).warnings).toEqual([expect.stringMatching(/material file a\.mtl is missing/)])
    const mtl = text('newmtl m\nmap_Kd -s 2 2 2 C:\\art\\old wood.tga\nmap_Ke glow.png\n')
    const { warnings } = await read(obj, { 'a.mtl': mtl, 'old wood.tga': text('TGA') })
    expect(warnings).toEqual([
      expect.stringMatching(/picture old wood\.tga is left out/),
      expect.stringMatching(/picture glow\.png is missing/),
    ])
  })

  it('come without a picture that has no readable header', async () => {
    const mtl = text('newmtl m\nmap_Kd a.png\n')
    const { warnings, document } = await read(obj, { 'a.mtl': mtl, 'a.png': picture().slice(0, 12) })
    expect(warnings).toEqual([expect.stringMatching(/a\.png is left out/)])
    expect(document.getRoot().listTextures()).toEqual([])
  })

  it('come from several libraries, with blanks in their names', async () => {
    const two = text(`mtllib first one.mtl second.mtl\n${TRIANGLE}usemtl b\nf 1 2 3\n`)
    const files = { 'first one.mtl': text('newmtl a\n'), 'second.mtl': text('newmtl b\nKd 0 1 0\n') }
    const { materials, warnings } = await read(two, files)
    expect(materials.get('b')?.getBaseColorFactor()).toEqual([0, 1, 0, 1])
    expect(warnings).toEqual([])
  })
})

describe('an OBJ without faces', () => {
  it.each([
    [`${TRIANGLE}`, /only points/],
    [`${TRIANGLE}l 1 2\n`, /only lines/],
    [`${TRIANGLE}surf 0 1 0 1 1 2 3\n`, /NURBS/],
  ])('says what it has', async (obj, words) => {
    await expect(readObj(text(obj))).rejects.toThrow(words)
  })
})

describe('an OBJ', () => {
  it('with a face of 10,000 corners is read', async () => {
    const count = 10_000
    const points = ['v 10000 -1 0', 'v -1 -1 0']
    for (let i = 0; points.length < count; i++) points.push(`v ${i} ${i % 2} 0`)
    const face = `f ${Array.from({ length: count }, (_, i) => i + 1).join(' ')}`
    expect(summary(await readObj(text(`${points.join('\n')}\n${face}\n`))).triangles).toBe(count - 2)
  })
})

describe('a binary STL', () => {
  it('may have bytes after its triangles and begin with "solid"', async () => {
    const bytes = writeStl(staticModel())
    const trailed = new Uint8Array([...bytes, ...text('made by a scanner')])
    for (const file of [trailed, new Uint8Array([...text('solid '), ...trailed.slice(6)])]) {
      expect(detectFormat(file)).toEqual({ format: 'stl', zipped: false })
      expectSameShape(await readModel(file), staticModel())
    }
  })

  it('that is cut off is refused with words', async () => {
    await expect(readStl(writeStl(staticModel()).slice(0, -1))).rejects.toThrow(/cut off/)
  })
})

describe('a text STL', () => {
  it('is read in UTF-16 too', async () => {
    const stl = `solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid a\n`
    for (const bytes of [text(stl), utf16(stl, true, true)]) expect(summary(await readModel(bytes)).triangles).toBe(1)
  })
})
