// Sentences of one text.
import { expect, test } from 'vitest'
import { joinSentences } from '../../../src/text/index.ts'

test('sentences are parted by a space, but in Chinese and Japanese', () => {
  expect(joinSentences(['It failed.', undefined, 'Try again.', false, ''], 'en')).toBe('It failed. Try again.')
  expect(joinSentences(['失败。', undefined, '请重试。'], 'zh-cn')).toBe('失败。请重试。')
  expect(joinSentences(['失敗しました。', 'もう一度。'], 'ja')).toBe('失敗しました。もう一度。')
  expect(joinSentences(['Échec.', 'Réessayez.'], 'fr')).toBe('Échec. Réessayez.')
})
