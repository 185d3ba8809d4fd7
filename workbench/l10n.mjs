// `npm run l10n`: collects the English literals that people read from the sources into l10n/bundle.l10n.json, and says what
// is wrong with the translations beside it. `--check` changes nothing and fails where something is stale or wrong.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureModules } from './install.mjs'
import { readOptions } from './options.mjs'
import { root } from './paths.mjs'
import { main, note, step, WorkbenchError } from './report.mjs'

/** @typedef {Record<string, string>} Strings */

export const BUNDLE = 'l10n/bundle.l10n.json'
const NLS = 'package.nls.json'

/** @param {string} name @returns {Strings} */
export const readStrings = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'))

/** The translations in a folder: of the bundle and of the manifest's strings, by language. @returns {string[]} */
export const languages = () =>
  readdirSync(join(root, 'l10n')).flatMap((name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? [])

/** Every place of a text: `{0}`. @param {string} text */
const places = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort().join(' ')
/** What of a manifest's text is no language: commands that are linked, settings, code. @param {string} text */
const marks = (text) => (text.match(/\(command:[^)]+\)|`[^`]+`/g) ?? []).sort().join(' ')

/**
 * What is wrong with a translation.
 * @param {Strings} english @param {Strings} translated
 * @returns {string[]}
 */
export function faultsOf(english, translated) {
  const faults = []
  for (const [key, text] of Object.entries(english)) {
    const words = translated[key]
    if (words === undefined || words.trim() === '') faults.push(`“${key}” is not translated`)
    else if (places(words) !== places(text)) faults.push(`“${key}” has other places than its translation “${words}”`)
    else if (marks(words) !== marks(text))
      faults.push(`“${key}” has other links or code than its translation “${words}”`)
  }
  for (const key of Object.keys(translated)) if (!(key in english)) faults.push(`“${key}” is not in use any more`)
  return faults
}

/** Faults of all translations, with the file they are in. @param {Strings} bundle @returns {string[]} */
export function faultsOfAll(bundle) {
  const pairs = languages().flatMap((language) => [
    { name: `l10n/bundle.l10n.${language}.json`, english: bundle },
    { name: `package.nls.${language}.json`, english: readStrings(NLS) },
  ])
  return pairs.flatMap(({ name, english }) =>
    existsSync(join(root, name))
      ? faultsOf(english, readStrings(name)).map((fault) => `${name}: ${fault}`)
      : [`${name} is missing`],
  )
}

/** @param {Strings} strings */
export const bundleText = (strings) => `${JSON.stringify(strings, null, 2)}\n`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    const options = readOptions('npm run l10n -- [options]', {
      check: { help: 'change nothing; fail where the bundle is stale' },
    })
    const check = options.on('check')
    await ensureModules()
    const { collect, derivedTexts } = await import('./l10n-collect.mjs')
    const { loadKit } = await import('./docs.mjs')
    const bundle = await step('Read the texts of src and webview', async () => collect(derivedTexts(await loadKit())))
    const { strings, faults } = bundle
    const isFresh = existsSync(join(root, BUNDLE)) && readFileSync(join(root, BUNDLE), 'utf8') === bundleText(strings)
    if (!check && !isFresh) {
      mkdirSync(join(root, 'l10n'), { recursive: true })
      writeFileSync(join(root, BUNDLE), bundleText(strings))
      note(`${BUNDLE} has ${Object.keys(strings).length} texts`)
    }
    const wrong = [...faults, ...(check && !isFresh ? [`${BUNDLE} is stale`] : []), ...faultsOfAll(strings)]
    for (const fault of wrong) note(fault)
    if (wrong.length > 0)
      throw new WorkbenchError(`${wrong.length} texts are not in order.`, 'Mend what is listed above.')
  })
}
