// The options of the verb `assets`, for the help; its implementation is loaded on demand.
import type { OptionRules } from './options.ts'

export const ASSETS_OPTIONS: OptionRules = {
  project: { value: 'FOLDER', help: 'the folder of tripo.assets.json; this one without it' },
  yes: { help: 'build: pay for what is missing or changed' },
  'max-credits': {
    value: 'N',
    number: { least: 0, most: 1_000_000_000, whole: true },
    help: 'build: the most that may be paid; needed with --yes',
  },
  replace: { help: 'also replace finished files that somebody has changed' },
  json: { help: 'one JSON document on standard output instead of text' },
}
export const ASSETS_HELP =
  'status, build or restore the models of tripo.assets.json (TRIPO_API_KEY for build and restore)'
