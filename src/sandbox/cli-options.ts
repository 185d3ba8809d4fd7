// The options of `npm run simulator`: one table from which usage, checks and values are derived.
import { POOLS, type Pool } from '../tripo/catalogue/index.ts'

type Rule =
  | { kind: 'number'; placeholder: string; whole: boolean; least: number; most: number; help: string }
  | { kind: 'flag'; help: string }
  | { kind: 'text'; placeholder: string; help: string }

const number = (placeholder: string, least: number, most: number, help: string, whole = false): Rule => ({
  ...{ kind: 'number', placeholder, whole, least, most, help },
})

const RULES = {
  '--port': number('N', 0, 65_535, 'port on 127.0.0.1; 0 takes any free one (default 0)', true),
  '--time-scale': number('X', 0.001, 1_000_000, 'divides the durations of tasks (default 1)'),
  '--credits': number('N', 0, 1_000_000_000, 'credits of each new account (default 10000)'),
  '--url-ttl': number('SECONDS', 0.001, 31_536_000, 'life of a download address in seconds (default 300)'),
  '--picture-side': number('PIXELS', 16, 4096, 'a side of the pictures it draws (default: the service’s)', true),
  '--texture-side': number('PIXELS', 16, 4096, 'the most texels along a side of a texture (default: by quality)', true),
  '--seed': number('N', 0, 4_294_967_295, 'makes the seeds that are drawn for tasks repeatable', true),
  '--rate': number('N', 1, 1_000_000, 'requests per minute and account, then 429/1007 (default: no limit)', true),
  '--upload-rate': { kind: 'flag', help: 'limits uploads: 10 a second on v2, 10 a minute on v3' },
  '--body-limit': number(
    'BYTES',
    1,
    1_000_000_000,
    'bytes of a JSON body or an image, then 400/2021 (default 20 MB)',
    true,
  ),
  '--pools': {
    ...{ kind: 'text', placeholder: 'NAME=N,...' },
    help: `tasks at a time by pool: ${Object.keys(POOLS).join(', ')}`,
  },
  '--priority': { kind: 'flag', help: 'makes "priority" part of the plan (else 403/2013)' },
  '--no-moderation': { kind: 'flag', help: 'moderation is out of order: prompts answer 400/2014' },
  '--faults': {
    kind: 'text',
    placeholder: 'FILE.json',
    help: 'what goes wrong on purpose; see src/simulator/faults.ts',
  },
} as const satisfies Record<string, Rule>
type Name = keyof typeof RULES

const isName = (name: string): name is Name => Object.hasOwn(RULES, name)

export const USAGE = [
  'npm run simulator -- [options]',
  ...Object.entries(RULES).map(([name, rule]: [string, Rule]) => {
    const value = rule.kind === 'flag' ? '' : ` ${rule.placeholder}`
    return `  ${`${name}${value}`.padEnd(22)} ${rule.help}`
  }),
].join('\n')

export interface CliOptions {
  numbers: Partial<Record<Name, number>>
  texts: Partial<Record<Name, string>>
  flags: ReadonlySet<Name>
  pools: Partial<Record<Pool, number>>
  help: boolean
}

/** A mistake in the options, as a sentence. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}

function readNumber(name: Name, rule: Rule & { kind: 'number' }, text: string | undefined): number {
  const value = Number(text)
  const good = text !== undefined && text.trim() !== '' && Number.isFinite(value)
  if (!good || (rule.whole && !Number.isInteger(value)) || value < rule.least || value > rule.most) {
    throw new OptionError(
      `${name} needs a ${rule.whole ? 'whole number' : 'number'} from ${rule.least} to ${rule.most}.`,
    )
  }
  return value
}

const isPool = (name: string): name is Pool => Object.hasOwn(POOLS, name)

function readPools(text: string): Partial<Record<Pool, number>> {
  const pools: Partial<Record<Pool, number>> = {}
  for (const part of text.split(',')) {
    const [name = '', count] = part.split('=')
    const value = Number(count)
    if (!isPool(name) || count === undefined || !/^\d+$/.test(count)) {
      throw new OptionError(`--pools needs NAME=N,... with names of ${Object.keys(POOLS).join(', ')}.`)
    }
    pools[name] = value
  }
  return pools
}

/**
 * Reads `--name value`, `--name=value` and flags.
 * @throws OptionError for anything else
 */
export function readOptions(args: readonly string[]): CliOptions {
  const options: CliOptions = { numbers: {}, texts: {}, flags: new Set(), pools: {}, help: false }
  const flags = new Set<Name>()
  const rest = args.flatMap((arg) => {
    const at = arg.startsWith('--') ? arg.indexOf('=') : -1
    return at === -1 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)]
  })
  while (rest.length > 0) {
    const name = rest.shift() ?? ''
    if (name === '--help' || name === '-h') return { ...options, help: true }
    if (!isName(name)) throw new OptionError(`unknown option ${name}.`)
    const rule: Rule = RULES[name]
    if (rule.kind === 'flag') {
      flags.add(name)
      continue
    }
    const text = rest.shift()
    if (rule.kind === 'number') options.numbers[name] = readNumber(name, rule, text)
    else if (text === undefined || text === '') throw new OptionError(`${name} needs ${rule.placeholder}.`)
    else options.texts[name] = text
  }
  const { '--pools': pools } = options.texts
  return { ...options, flags, pools: pools === undefined ? {} : readPools(pools) }
}
