// What a file can be called on every system.
import { describe, expect, it } from 'vitest'
import { nameFault, portableName } from '../../../src/text/portable-name.ts'

describe('a name that is given', () => {
  it.each([
    ['chair', undefined],
    ['Stuhl mit Lehne', undefined],
    ['椅子', undefined],
    ['console', undefined],
    ['com10', undefined],
    ['.hidden', undefined],
    ['CON', 'device'],
    ['nul', 'device'],
    ['aux.glb', 'device'],
    ['lpt9 .tar.gz', 'device'],
    ['COM¹', 'device'],
    ['conin$', 'device'],
    ['chair.', 'end'],
    ['chair ', 'end'],
    ['a:b', 'strange'],
    ['what?', 'strange'],
    ['a\nb', 'strange'],
    ['models\u202Egpj', 'strange'],
    ['a/b', 'slash'],
    ['a\\b', 'slash'],
    ['', 'empty'],
    [' ', 'empty'],
    ['..', 'empty'],
    ['é'.repeat(128), 'long'],
  ])('%j: %s', (name, fault) => expect(nameFault(name)).toBe(fault))
})

describe('a name that came with data', () => {
  it.each([
    ['Wheel.001', 'Wheel.001'],
    ['a/b:c', 'a_b_c'],
    ['CON', '_CON'],
    ['nul.x', '_nul.x'],
    ['arm. .', 'arm'],
    ['..', '_'],
    ['. ', '_'],
    ['   ', 'part'],
    ['', 'part'],
    ['𠀀'.repeat(90), '𠀀'.repeat(80)],
  ])('%j is written as %j', (name, written) => {
    expect(portableName(name, 'part')).toBe(written)
    expect(nameFault(`${written}.glb`)).not.toBe('device')
  })
})
