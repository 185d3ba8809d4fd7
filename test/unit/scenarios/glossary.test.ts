// The words a person reads, of the whole product: what acts is in Title Case, what names is in sentence case, no internal
// name is turned into words, and one thing has one name (docs/glossary.md).
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { JOB_ACTIONS, jobAction } from '../../../src/protocol/actions.ts'
import { JOB_PHASES, type JobView, WAITING_FOR } from '../../../src/protocol/job.ts'
import { phaseWords } from '../../../src/protocol/phase-words.ts'
import { REMEDY_TITLES } from '../../../src/protocol/remedies.ts'
import { checkSource } from '../../../src/tripo/catalogue/check-source.ts'
import { CATALOGUE, fieldsOf, MODEL_VERSIONS } from '../../../src/tripo/catalogue/index.ts'

const root = new URL('../../..', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')
const words: unknown = JSON.parse(read('package.nls.json'))
const entries = Object.entries(words ?? {}).map(([key, value]): [string, string] => [key, String(value)])

/** Our source files whose words people read; the simulator's are for developers. */
const sources = ['src/vscode', 'src/protocol', 'src/jobs', 'src/assets', 'src/tripo', 'webview'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: `${folder}/${name}`, text: read(`${folder}/${name}`) })),
)
/** Every match of a pattern's first group, with the file it stands in. */
const found = (pattern: RegExp, inside = '') =>
  sources
    .filter(({ name }) => name.startsWith(inside))
    .flatMap(({ name, text }) => [...text.matchAll(pattern)].map((match) => ({ name, words: match[1] ?? '' })))

/** Words that stay small in titles. */
const SMALL = /^(a|an|the|and|or|of|to|in|on|by|for|from|with|its|as|at|per)$/
/** Whether a title's words begin with capitals, small ones inside it aside. Values and figures are left alone. */
const isTitleCase = (title: string) =>
  title
    .replace(/\(.*?\)|[“”…·]|\{\d\}.*/g, ' ')
    .split(/\s+/)
    .filter((word) => /^[a-z]/i.test(word))
    .every((word, index) => (index > 0 && SMALL.test(word)) || /^[A-Z]/.test(word))
/** Names and abbreviations that have capitals wherever they stand. */
const NAMES =
  /^(?:[A-Z0-9-]{2,}s?|T-pose|Tripo|Mixamo|ActorCore|Unity|Unreal|Turbo|P1|P2|ID|URL|(?:v|P)\d\S*|[A-Za-z]*\d\S*)$/
const isSentenceCase = (title: string) => {
  const [first = '', ...rest] = title.replace(/[()“”,:…]/g, '').split(/\s+/)
  return /^[A-Z0-9v]/.test(first) && rest.every((word) => NAMES.test(word) || !/^[A-Z]/.test(word))
}

describe('what acts is in Title Case', () => {
  it('as commands and links of the welcome view', () => {
    const commands = entries.filter(([key]) => key.startsWith('command.')).map(([, title]) => title)
    const links = entries.flatMap(([, text]) =>
      [...text.matchAll(/\[([^\]]+)\]\(command:/g)].map((match) => match[1] ?? ''),
    )
    expect([...commands, ...links].filter((title) => !isTitleCase(title))).toEqual([])
  })

  it('as actions, and the ways out of problems, which say what their command says', () => {
    expect(JOB_ACTIONS.map((action) => jobAction(action).title).filter((title) => !isTitleCase(title))).toEqual([])
    for (const [command, title] of Object.entries(REMEDY_TITLES)) {
      expect(entries).toContainEqual([command.replace('tripo.', 'command.'), title])
    }
  })

  it('as buttons and links of the page, and as entries of menus', () => {
    const buttons = [
      ...found(/\b(?:iconButton|button)\(\{[^}]*?label: t\('([^']+)'\)/g),
      ...found(/linkButton\(t\('([^']+)'/g),
      ...found(/label: t\('([^']+)'\), run:/g),
      ...found(/icon: '[^']+', label: l10n\.t\('([^']+)'\)/g, 'src/vscode'),
    ]
    expect(buttons.length).toBeGreaterThan(8)
    // A label with a value in it is a sentence about it: “Move Low poly up”.
    const wrong = buttons.filter(({ words: title }) => !/\{\d\}/.test(title) && !isTitleCase(title))
    expect(wrong).toEqual([])
  })
})

describe('what names is in sentence case', () => {
  it('as capabilities, their parameters and values', () => {
    const titles = CATALOGUE.flatMap((capability) => [
      capability.title,
      ...fieldsOf(capability).flatMap(({ ui }) => [
        ui.title,
        // Names of image models are the service's own.
        ...Object.entries(ui.values ?? {}).flatMap(([value, { title }]) => (title === value ? [] : [title])),
      ]),
    ])
    expect(titles.filter((title) => !isSentenceCase(title))).toEqual([])
  })

  it('and helps, summaries and notes are sentences', () => {
    const sentences = CATALOGUE.flatMap((capability) => [
      capability.summary,
      ...fieldsOf(capability).flatMap(({ ui }) => [ui.help, ...(ui.note ? [ui.note] : [])]),
    ])
    expect(
      [...sentences, ...MODEL_VERSIONS.map(({ sentence }) => sentence)].filter((text) => !isSentence(text)),
    ).toEqual([])
  })
})

const isSentence = (text: string) => /^[“A-Z0-9{$]/.test(text) && /[.?!…)”}]$/.test(text)

describe('sentences of problems', () => {
  it('are sentences, and name nothing by its internal name', () => {
    const plainTexts = found(/\b(?:sentence|nextStep|message): '([^'\\\n]+)'/g)
    const filledIn = found(/\b(?:sentence|nextStep|message): `([^`]+)`/g)
    const told = [...plainTexts, ...filledIn].filter(({ name }) => !name.includes('/mesh/'))
    expect(told.length).toBeGreaterThan(60)
    expect(told.filter(({ words: text }) => !isSentence(text))).toEqual([])
    const plain = told.map(({ name, words: text }) => ({
      name,
      words: text.replace(/\$\{[^}]*\}|tripo\.\w+|TRIPO_\w+/g, ''),
    }))
    expect(plain.filter(({ words: text }) => /[a-z]_[a-z]/.test(text))).toEqual([])
  })

  it('call a task of another kind by its title, and never turn an id into words', () => {
    for (const capability of CATALOGUE) {
      const { source } = capability
      if (!source) continue
      for (const other of [...CATALOGUE.map(({ id }) => id), 'some_later_kind']) {
        const task = { capability: other, params: {}, status: 'success' }
        const { message = '' } = checkSource(capability, task, {}, { dialect: 'v3', now: Date.UTC(2026, 10, 28) }) ?? {}
        expect(message).not.toMatch(/[a-z]_[a-z]|smart lowpoly|retarget animation|later kind/)
      }
    }
    const turned = found(/(\.replace(?:All)?\(\/?\[?'?_[^)]*' '\))/g)
    // Presets and values of enums without words of their own, and the names of files.
    expect(turned.map(({ name }) => name).sort()).toEqual([
      'src/tripo/catalogue/animations.ts',
      'src/tripo/catalogue/chain.ts',
      'src/tripo/catalogue/schema.ts',
    ])
  })
})

describe('one name for one thing', () => {
  it('of the key, the billing page and what stops waiting', () => {
    const texts = [...found(/'((?:[^'\\\n]|\\.)*)'/g), ...entries.map(([name, text]) => ({ name, words: text }))]
    const wrong =
      /\b(api key|Api key|API-key|Set API key|Get API key|Cancel Task|Cancel Waiting|Billing page|Submit Again)\b/
    expect(texts.filter(({ words: text }) => wrong.test(text))).toEqual([])
  })

  it('of waiting: what holds a task back begins with the same word', () => {
    const job: JobView = {
      ...{ id: '1', capability: 'text_to_model', title: 'a chair', phase: 'waiting', startedAt: 0, service: 'service' },
      ...{ estimate: 20, params: {}, files: [] },
    }
    const t = (text: string, ...values: (string | number)[]) => text.replace(/\{(\d)\}/g, (_, at) => String(values[at]))
    const said = WAITING_FOR.map((waitingFor) => phaseWords({ ...job, waitingFor }, t))
    expect(
      [...said, phaseWords({ ...job, waitsForStep: true }, t)].filter((text) => !text.startsWith('Waiting for ')),
    ).toEqual([])
    const phases = JOB_PHASES.map((phase) => phaseWords({ ...job, phase }, t))
    expect(new Set(phases).size).toBe(JOB_PHASES.length)
  })

  it('and an example fits what it is an example of', () => {
    const examples = CATALOGUE.flatMap((capability) =>
      fieldsOf(capability)
        .filter(({ ui }) => ui.widget === 'prompt')
        .map(({ ui }) => ({ category: capability.category, example: ui.example ?? '' })),
    )
    const byCategory = new Map(examples.map(({ category, example }) => [example, category]))
    for (const { category, example } of examples) {
      expect(example).not.toBe('')
      expect(byCategory.get(example)).toBe(category)
    }
  })
})
