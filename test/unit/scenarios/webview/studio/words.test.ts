// Figures and small readings: durations, sizes, parameters, dropped addresses, numbers, translations, keys.
import { afterEach, describe, expect, it } from 'vitest'
import { textToModel } from '../../../../../src/tripo/catalogue/index.ts'
import { drawSeed, movedWidth, parseWholeNumber, stepNumber } from '../../../../../webview/controls/numbers.ts'
import { movedIndex } from '../../../../../webview/controls/roving.ts'
import {
  baseName,
  formatBytes,
  formatCredits,
  formatDuration,
  parameterWords,
} from '../../../../../webview/studio/format.ts'
import { isWebAddress, parseUriList, readTransfer } from '../../../../../webview/studio/image-drop.ts'
import { t, useStrings } from '../../../../../webview/studio/l10n.ts'

describe('figures', () => {
  it.each([
    [0, '0:00'],
    [-3, '0:00'],
    [59.9, '0:59'],
    [60, '1:00'],
    [3605, '1:00:05'],
  ])('%d seconds are %s', (seconds, words) => expect(formatDuration(seconds)).toBe(words))

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [1_040_000, '1.0 MB'],
    [2_202_010, '2.1 MB'],
  ])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))

  it('counts credits in words', () => {
    expect([1, 20, 1234, 0.5].map(formatCredits)).toEqual(['1 credit', '20 credits', '1,234 credits', '0.5 credits'])
  })

  it('takes the last part of paths and addresses', () => {
    expect(['a/b/c.png', 'C:\\x\\y.png', 'https://h/p/q.png?x=1/2#z'].map(baseName)).toEqual([
      'c.png',
      'y.png',
      'q.png',
    ])
  })
})

describe('parameterWords', () => {
  it('speaks the form’s language, in the form’s order, and keeps what it does not know', () => {
    const words = parameterWords(textToModel, {
      later: 1,
      face_limit: 5000,
      pbr: false,
      prompt: 'a chair',
      texture_quality: 'detailed',
    })
    expect(words).toEqual([
      { title: 'Prompt', value: 'a chair' },
      { title: 'Texture quality', value: 'Detailed' },
      { title: 'PBR materials', value: 'off' },
      { title: 'Face limit', value: '5000 faces' },
      { title: 'later', value: '1' },
    ])
  })

  it('shows a file by its name, also when the capability is unknown', () => {
    expect(parameterWords(undefined, { file: { upload: 'file:///w/my%20lamp.png' } })[0]?.value).toBe('my lamp.png')
  })
})

describe('drops', () => {
  const transfer = (texts: Record<string, string>, files: File[] = []) => ({
    files,
    getData: (type: string) => texts[type] ?? '',
  })

  it('reads uri lists with comments, Windows line ends and bare paths', () => {
    expect(parseUriList('# from\r\nfile:///a.png\r\n\r\n/b c.png\r\nnot an address')).toEqual([
      'file:///a.png',
      'file:///b%20c.png',
    ])
  })

  it('takes bytes before addresses, and the picture among several files', () => {
    const picture = new File(['x'], 'a.png', { type: 'image/png' })
    const files = [new File(['x'], 'a.txt', { type: 'text/plain' }), picture]
    expect(readTransfer(transfer({ 'text/uri-list': 'file:///b.png' }, files))).toEqual({ kind: 'file', file: picture })
  })

  it('prefers VS Code’s own list', () => {
    const texts = { 'application/vnd.code.uri-list': 'vscode-remote://x/a.png', 'text/uri-list': 'http://x/a.png' }
    expect(readTransfer(transfer(texts))).toEqual({ kind: 'uri', uri: 'vscode-remote://x/a.png' })
  })

  it('takes a pasted address but not a pasted sentence', () => {
    expect(readTransfer(transfer({ 'text/plain': ' https://h/a.png ' }))).toEqual({
      kind: 'uri',
      uri: 'https://h/a.png',
    })
    expect(readTransfer(transfer({ 'text/plain': 'see https://h/a.png' }))).toEqual({ kind: 'nothing' })
  })

  it('knows web addresses from others', () => {
    expect(['https://h/a', 'HTTP://h', 'file:///a', 'https:// x'].map(isWebAddress)).toEqual([true, true, false, false])
  })
})

describe('number entry', () => {
  it.each([
    ['', undefined],
    [' 5000 ', 5000],
    ['5,000', 5000],
    ['1 000 000', 1_000_000],
    ['-1', -1],
    ['12.5', '12.5'],
    ['5,00', '5,00'],
    ['abc', 'abc'],
  ])('reads “%s” as %j', (text, value) => expect(parseWholeNumber(text)).toBe(value))

  it('steps within its limits, from the lower one when empty', () => {
    expect(stepNumber(undefined, 100, 48, 2000)).toBe(48)
    expect(stepNumber(1950, 100, 48, 2000)).toBe(2000)
    expect(stepNumber(50, -100, 48, 2000)).toBe(48)
  })

  it('draws seeds up to both ends', () => {
    expect(drawSeed(9, () => 0)).toBe(0)
    expect(drawSeed(9, () => 0.9999)).toBe(9)
  })
})

describe('keys', () => {
  it('walks around tabs and stops at the ends of a strip', () => {
    expect(movedIndex('ArrowLeft', 0, 3, true)).toBe(2)
    expect(movedIndex('ArrowLeft', 0, 3, false)).toBe(0)
    expect(movedIndex('End', 0, 3, false)).toBe(2)
    expect(movedIndex('a', 0, 3, true)).toBeUndefined()
    expect(movedIndex('ArrowRight', 0, 0, true)).toBeUndefined()
  })

  it('moves the border within its range, also when the window is smaller than the form', () => {
    expect(movedWidth('ArrowRight', 320, 240, 328)).toBe(328)
    expect(movedWidth('Home', 320, 240, 600)).toBe(240)
    expect(movedWidth('End', 320, 240, 100)).toBe(240)
    expect(movedWidth('x', 320, 240, 600)).toBeUndefined()
  })
})

describe('translations', () => {
  afterEach(() => useStrings('{}'))

  it('fills in values and falls back to English', () => {
    useStrings('{"Place {0} in the queue":"Platz {0} in der Schlange"}')
    expect(t('Place {0} in the queue', 3)).toBe('Platz 3 in der Schlange')
    expect(t('Failed')).toBe('Failed')
    expect(t('toString')).toBe('toString')
  })

  it('keeps a value that is written from right to left apart from the words around it', () => {
    expect(t('Variations of “{0}”', 'כיסא.')).toBe('Variations of “\u2068כיסא.\u2069”')
    expect(t('Variations of “{0}”', 'a chair.')).toBe('Variations of “a chair.”')
  })

  it('leaves braces without a value alone, and ignores a broken map', () => {
    useStrings('{"Failed":3}')
    useStrings('not json')
    expect(t('Failed')).toBe('Failed')
    expect(t('{0} and {1}', 'a')).toBe('a and {1}')
  })
})
