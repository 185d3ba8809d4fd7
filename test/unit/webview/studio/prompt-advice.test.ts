// Which prompts are told that models come best as one object.
import { expect, it } from 'vitest'
import { adviceFor } from '../../../../webview/studio/prompt-advice.ts'

it.each([
  ['a forest with three houses', 'scene'],
  ['A snowy medieval village at night', 'scene'],
  ['three wooden crates', 'several'],
  ['a hill with two old stone houses', 'several'],
  ['a set of potion bottles', 'several'],
  ['Several small robots, cartoon', 'several'],
  ['三只猫', 'several'],
  ['冬天的森林', 'scene'],
])('%s: %s', (prompt, advice) => expect(adviceFor(prompt)).toBe(advice))

it.each([
  'a wooden dining chair with four legs',
  'a car with four wheels',
  'a dragon with two heads',
  'a street lamp',
  'a street sign with three arrows',
  'a bookshelf',
  'a wooden treasure chest with iron bands',
  'a kitchen lamp',
  '一把木椅',
  '',
  undefined,
])('says nothing of %s', (prompt) => expect(adviceFor(prompt)).toBeUndefined())
