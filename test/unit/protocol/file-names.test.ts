// File names: the table of prompts and images, and what no input may ever produce.
import { describe, expect, test } from 'vitest'
import {
  asciiName,
  fileNameOf,
  imageTitle,
  nameOfChoice,
  nameOfImage,
  nameOfPrompt,
  nameOfStep,
  numbered,
  pictureTitle,
} from '../../../src/protocol/file-names.ts'

describe('name of a prompt', () => {
  test.each([
    ['a wooden dining chair with a curved back', 'wooden-dining-chair'],
    ['A Wooden Chair', 'wooden-chair'],
    ['An old oak tree', 'old-oak-tree'],
    ['the castle of a king', 'castle'],
    ['treasure chest', 'treasure-chest'],
    ['  a   chest  ', 'chest'],
    ['small red metal barrel, rusty', 'small-red-metal-barrel-rusty'],
    ['sword in a stone', 'sword'],
    ['lamp on a desk', 'lamp'],
    ['house at night', 'house'],
    ['gift for Anna', 'gift'],
    ['man from Mars', 'man'],
    ['chair by Eames', 'chair'],
    ['fish under ice', 'fish'],
    ['bridge over a river', 'bridge'],
    ['tree near a house', 'tree'],
    ['door to nowhere', 'door'],
    ['portal into hell', 'portal'],
    ['horse without rider', 'horse'],
    ['under the sea', 'under-the-sea'],
    ['with', 'with'],
    ['the in of it', 'in'],
    ['木椅', '木椅'],
    ['деревянный стул', 'деревянный-стул'],
    ['ΚΑΡΕΚΛΑ', 'καρεκλα'],
    ['كرسي خشبي', 'كرسي-خشبي'],
    ['लकड़ी की कुर्सी', 'लकड़ी-की-कुर्सी'],
    ['Café table', 'café-table'],
    ['Cafe\u0301 table', 'café-table'],
    ["knight's sword", 'knights-sword'],
    ['state-of-the-art robot', 'state-of-the-art-robot'],
    ['R2-D2 / C3PO', 'r2-d2-c3po'],
    ['a', 'model'],
    ['', 'model'],
    ['   ', 'model'],
    ['!!! ???', 'model'],
    ['🙂🙂', 'model'],
    ['...', 'model'],
    ['con', 'con-model'],
    ['NUL', 'nul-model'],
    ['com1', 'com1-model'],
    ['COM¹', 'com¹-model'],
    ['a lpt9', 'lpt9-model'],
    ['console', 'console'],
    ['../../etc/passwd', 'etc-passwd'],
    ['..\\..\\windows\\system32', 'windows-system32'],
    ['C:\\Users', 'c-users'],
    ['chair\u0000.exe', 'chair-exe'],
    ['evil\u202Egpj.exe', 'evilgpj-exe'],
    ['trailing dot.', 'trailing-dot'],
    ['<b>"bold"|*?</b>', 'b-bold-b'],
    ['line\nbreak', 'line-break'],
    ['snake_case_name', 'snake-case-name'],
    ['\uD800 lone', 'lone'],
    ['-dash- first', 'dash-first'],
  ])('%j gives %j', (prompt, name) => {
    expect(nameOfPrompt(prompt)).toBe(name)
  })

  test('is cut between words at 60 characters', () => {
    const name = nameOfPrompt('extremely detailed weathered medieval stone watchtower covered everywhere moss ivy')
    expect(name).toBe('extremely-detailed-weathered-medieval-stone-watchtower')
    expect(nameOfPrompt(`${'a'.repeat(30)} ${'b'.repeat(29)}`)).toBe(`${'a'.repeat(30)}-${'b'.repeat(29)}`)
    expect(nameOfPrompt(`${'a'.repeat(30)} ${'b'.repeat(30)}`)).toBe('a'.repeat(30))
  })

  test('cuts a single long word, not between a letter and its marks', () => {
    expect(nameOfPrompt('x'.repeat(100))).toBe('x'.repeat(60))
    expect([...nameOfPrompt('椅'.repeat(100))]).toHaveLength(60)
    const marked = nameOfPrompt('कि'.repeat(40))
    expect(marked).toBe('कि'.repeat(30))
    expect(nameOfPrompt(`x${'कि'.repeat(40)}`)).toBe(`x${'कि'.repeat(29)}`)
  })

  test('leaves room within 255 bytes for number and ending', () => {
    const name = nameOfPrompt('\u{20000}'.repeat(100))
    const whole = `${numbered(name, 9999)}.pbr-model.tripo.json`
    expect(new TextEncoder().encode(whole).length).toBeLessThanOrEqual(255)
    expect(name).not.toBe('model')
  })

  test('never holds anything but letters, marks, digits and single hyphens', () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed % below
    }
    for (let round = 0; round < 2000; round++) {
      const length = 1 + random(30)
      const prompt = String.fromCodePoint(...Array.from({ length }, () => random(round % 2 ? 0x300 : 0x1ffff)))
      expect(nameOfPrompt(prompt), JSON.stringify(prompt)).toMatch(
        /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(-[\p{L}\p{M}\p{N}]+)*$/u,
      )
    }
  })
})

describe('name of an image', () => {
  test.each([
    ['lantern.png', 'lantern'],
    ['/game/props/Lantern.PNG', 'lantern'],
    ['C:\\game\\props\\old lamp.jpeg', 'old-lamp'],
    ['treasure-chest_02.webp', 'treasure-chest-02'],
    ['file:///game/props/gold%20coin.png', 'gold-coin'],
    ['https://host/pictures/lantern.png?token=secret#x', 'lantern'],
    ['https://host/', 'model'],
    ['https://host', 'model'],
    ['vscode-vfs://github/owner/repo/the-axe.png', 'axe'],
    ['木椅.jpg', '木椅'],
    ['100%.png', '100'],
    ['.png', 'model'],
    ['aux.png', 'aux-model'],
  ])('%j gives %j', (image, name) => {
    expect(nameOfImage(image)).toBe(name)
  })

  test('shows the name as it is', () => {
    expect(imageTitle('file:///game/props/gold%20coin.png')).toBe('gold coin.png')
    expect(imageTitle('https://host/%E0%A4%A.png')).toBe('%E0%A4%A.png')
  })
})

test('a chosen name is kept whole but made safe', () => {
  expect(nameOfChoice('The Chair of Anna')).toBe('the-chair-of-anna')
  expect(nameOfChoice('../../x')).toBe('x')
})

test('numbers start at two', () => {
  expect([1, 2, 3].map((number) => numbered('chair', number))).toEqual(['chair', 'chair-2', 'chair-3'])
})

describe('names of further steps', () => {
  test.each([
    ['robot', 'Low poly', 'robot-low-poly'],
    ['robot', 'rigged', 'robot-rigged'],
    ['robot', 'Walk Idle', 'robot-walk-idle'],
    ['robot', '', 'robot'],
    ['木椅', 'Low poly', '木椅-low-poly'],
  ])('%s, %s: %s', (name, words, expected) => expect(nameOfStep(name, words)).toBe(expected))

  test('a long name gives way, at a word where it has several', () => {
    const long = nameOfPrompt(`${'very '.repeat(11)}tall`)
    const made = nameOfStep(long, 'Low poly')
    expect([...made].length).toBeLessThanOrEqual(60)
    expect(made).toMatch(/very-low-poly$/)
    const one = nameOfStep('木'.repeat(60), 'rigged')
    expect(one).toMatch(/木-rigged$/)
    expect([...one].length).toBeLessThanOrEqual(60)
  })
})

describe('a name in ASCII', () => {
  test.each([
    ['wooden-chair', 'wooden-chair'],
    ['café-tisch', 'cafe-tisch'],
    ['straße', 'strasse'],
    ['smørrebrød-ægir', 'smorrebrod-aegir'],
    ['łódź', 'lodz'],
    ['деревянный-стул', 'derevyannyy-stul'],
    ['щука', 'shchuka'],
    ['подъезд', 'podezd'],
    ['київ', 'kiyiv'],
    ['καρέκλα', 'karekla'],
    ['ｗｉｄｅ', 'wide'],
    ['木椅', 'model'],
    ['木椅-2', '2'],
    ['木-chair-椅', 'chair'],
    ['com¹-model', 'com1-model'],
    ['木-con', 'con-model'],
    ['', 'model'],
  ])('of %s is %s', (name, expected) => expect(asciiName(name)).toBe(expected))

  test('has nothing but letters, digits and hyphens, whatever it is made of', () => {
    const wrong = Array.from({ length: 0x1000 }, (_, code) => `a${String.fromCodePoint(code)}b`).filter((text) => {
      const name = asciiName(nameOfChoice(text))
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || nameOfChoice(name) !== name
    })
    expect(wrong).toEqual([])
  })
})

describe('the name of a request', () => {
  test.each([
    [{ prompt: 'a red chair' }, 'red-chair'],
    [{ prompt: 'a red chair', name: 'My Seat' }, 'my-seat'],
    [{ image: 'file:///game/lantern.png' }, 'lantern'],
    [{ image: 'file:///game/lantern.png', name: '  ' }, 'lantern'],
    [{}, 'model'],
    [{ prompt: 'ein Stühlchen', ascii: true }, 'ein-stuhlchen'],
    [{ prompt: 'x', name: '../../etc/passwd', ascii: true }, 'etc-passwd'],
  ])('%j is %s', (request, expected) => expect(fileNameOf(request)).toBe(expected))
})

describe('a pasted picture', () => {
  const at = new Date(2026, 10, 28, 9, 5, 7)
  test.each([
    ['image.png', 'picture-20261128-090507.png'],
    ['Image.JPEG', 'picture-20261128-090507.jpeg'],
    ['', 'picture-20261128-090507'],
    ['lantern.png', 'lantern.png'],
    ['image-2.png', 'image-2.png'],
  ])('called %j is called %s', (name, expected) => expect(pictureTitle(name, at)).toBe(expected))
})

describe('the pattern of names', () => {
  const at = new Date(2026, 10, 29)
  const named = (pattern: string, more = {}) =>
    fileNameOf({ prompt: 'a red chair', capability: 'text_to_model', at, pattern, ...more })
  test.each([
    ['{slug}', 'red-chair'],
    ['{date} {slug}', '2026-11-29-red-chair'],
    ['prop_{slug}_{capability}', 'prop-red-chair-text-to-model'],
    ['props', 'props'],
    ['../../{slug}', 'red-chair'],
    ['{slug}{unknown}', 'red-chair-unknown'],
    ['{', 'model'],
  ])('%s gives %s', (pattern, name) => {
    expect(named(pattern)).toBe(name)
  })
  test('is not for a name that was typed, and its other parts stay when the slug is long', () => {
    expect(named('{date} {slug}', { name: 'Seat' })).toBe('seat')
    const prompt = `a ${'very '.repeat(30)}red chair`
    const name = named('{slug} {date}', { prompt })
    expect(name).toMatch(/^very-.*-2026-11-29$/)
    expect(name.length).toBeLessThanOrEqual(60)
    expect(named('{slug} é', { ascii: true })).toBe('red-chair-e')
  })
})
