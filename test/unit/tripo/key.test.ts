// The mistakes people make with keys, by name.
import { describe, expect, it } from 'vitest'
import { explainKey } from '../../../src/tripo/key.ts'
import { KEY } from './fakes.ts'

describe('a usable key', () => {
  it.each([
    KEY,
    `  ${KEY}\n`,
    `"${KEY}"`,
    `'${KEY}'`,
    `Bearer ${KEY}`,
    `Authorization: Bearer ${KEY}`,
    `TRIPO_API_KEY=${KEY}`,
    `TRIPO_API_KEY="${KEY}"`,
  ])('is found in %j', (text) => {
    expect(explainKey(text)).toEqual({ key: KEY })
  })
  it('pasted twice is used once, and said so', () => {
    for (const text of [KEY + KEY, `${KEY} ${KEY}`, `${KEY}\n${KEY}`]) {
      expect(explainKey(text)).toMatchObject({ key: KEY, problem: expect.stringContaining('twice') })
    }
  })
  it('shorter than usual is doubted, not refused', () => {
    expect(explainKey('tsk_test')).toMatchObject({ key: 'tsk_test', problem: expect.stringContaining('shorter') })
  })
})

describe('an unusable text', () => {
  it.each([
    ['', 'Nothing'],
    ['   ', 'Nothing'],
    ['tcli_0123456789abcdef', 'client id'],
    [`${KEY}${KEY}${KEY}`, 'more than one'],
    [`${KEY.slice(0, 20)} ${KEY.slice(20)}`, 'spaces'],
    [`tsk_abc"def`, 'quotation'],
    ['tsk_abcd****wxyz', 'shortened'],
    ['tsk_abcd…wxyz', 'shortened'],
    ['tsk_abcd...wxyz', 'shortened'],
    ['tsk_', 'cut off'],
    ['sk-0123456789', 'begin with tsk_'],
    ['hunter2', 'begin with tsk_'],
  ])('%j is explained', (text, words) => {
    const reading = explainKey(text)
    expect(reading.key).toBeUndefined()
    expect(reading.problem).toContain(words)
  })
  it('the explanation never repeats it', () => {
    expect(explainKey('tcli_secretsecret').problem).not.toContain('secretsecret')
    expect(explainKey('hunter2').problem).not.toContain('hunter2')
  })
})
