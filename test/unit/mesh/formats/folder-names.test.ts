// Which names of a model's lead out of its folder, and where such files are looked for.
import { describe, expect, it } from 'vitest'
import { decodedName, isData, leadsOut, pathBelow, placeInFolder } from '../../../../src/mesh/formats/folder-names.ts'

describe('names of files beside a model', () => {
  it.each([
    ['wood.png', 'wood.png'],
    ['./textures/wood grain.png', 'textures/wood grain.png'],
    ['textures\\wood.png', 'textures/wood.png'],
    ['a//b.png', 'a/b.png'],
    ['a/../b/c.png', 'b/c.png'],
    ['...png', '...png'],
    ['a/.hidden/b.png', 'a/.hidden/b.png'],
    // Of an address that was encoded twice, this is a name with a percent sign.
    ['..%2fwood.png', '..%2fwood.png'],
    ['a/b:c.png', 'a/b:c.png'],
  ])('%s is %s below the folder', (name, path) => {
    expect(pathBelow(name)?.join('/')).toBe(path)
    expect(leadsOut(name)).toBe(false)
    expect(placeInFolder(name)?.join('/')).toBe(path)
  })

  it.each([
    ['../wood.png', 'wood.png'],
    ['..\\..\\wood.png', 'wood.png'],
    ['a/../../wood.png', 'wood.png'],
    ['/etc/wood.png', 'wood.png'],
    ['\\\\host\\share\\wood.png', 'wood.png'],
    ['//host/wood.png', 'wood.png'],
    ['C:\\Users\\me\\wood.png', 'wood.png'],
    ['C:/Users/me/wood.png', 'wood.png'],
    ['c:wood.png', 'c:wood.png'],
    ['file:///C:/wood.png', 'wood.png'],
    ['https://host/wood.png', 'wood.png'],
    ['vscode-file://vscode-app/wood.png', 'wood.png'],
    ['blob:https://host/1', '1'],
  ])('%s leads out, and is looked for as %s', (name, place) => {
    expect(leadsOut(name)).toBe(true)
    expect(placeInFolder(name)?.join('/')).toBe(place)
  })

  it.each(['', '.', './', '/', '..', '../..', 'a/..', 'a/../..', 'C:\\..', '//'])(
    '“%s” is no name of a file',
    (name) => {
      expect(placeInFolder(name)).toBeUndefined()
    },
  )

  it.each([
    ['..%2fwood.png', '../wood.png'],
    ['%2e%2e/wood.png', '../wood.png'],
    ['file%3A///wood.png', 'file:///wood.png'],
    ['..%5cwood.png', '..\\wood.png'],
    ['100%.png', '100%.png'],
  ])('the address %s names %s', (address, name) => {
    expect(decodedName(address)).toBe(name)
  })

  it('knows what is written in an address, however it is spelled', () => {
    expect(['data:,', 'DATA:image/png;base64,AA', 'data.png', 'database:x'].map(isData)).toEqual([
      ...[true, true, false, false],
    ])
  })
})
