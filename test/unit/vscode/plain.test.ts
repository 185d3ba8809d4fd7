// What `plain` makes harmless, and what it leaves alone.
import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/vscode/plain.ts'
import { dangersIn, HOSTILE } from '../../support/hostile.ts'

describe('plain', () => {
  it.each(Object.keys(HOSTILE).filter((name) => name !== 'html'))('takes %s out of a text', (name) => {
    const text = HOSTILE[name] ?? ''
    expect(dangersIn(text)).not.toEqual([])
    expect(dangersIn(plain(text))).toEqual([])
    expect(dangersIn(plain(`“${text}” is ready.`))).toEqual([])
  })

  it.each([
    'a wooden chair (oak) [v2]',
    'public/assets/chair (1).glb',
    'stuhl_[links](1).png',
    'price: $5 (each)',
    '木の椅子 👩‍👩‍👧 كرسي',
    'C:\\Users\\me\\game',
  ])('keeps %s readable', (text) => {
    expect(plain(text).replace(/([\]$]) \(/g, '$1(')).toBe(text.replace(/([\]$]) \(/g, '$1('))
  })

  it('keeps both ends of a long text', () => {
    const text = plain(`The file “${'x'.repeat(100_000)}” is gone. Fetch it again.`)
    expect(text).toMatch(/^The file “x+…x+” is gone\. Fetch it again\.$/)
    expect(text.length).toBe(600)
  })

  it('cuts no character in half', () => {
    for (let length = 190; length < 200; length++) {
      expect(dangersIn(plain('x'.repeat(length) + '🤖'.repeat(300), 300))).toEqual([])
    }
  })

  it('changes nothing when it is applied twice', () => {
    for (const text of Object.values(HOSTILE).map((value) => plain(value, 300))) expect(plain(text)).toBe(text)
  })
})
