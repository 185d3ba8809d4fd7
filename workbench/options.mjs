// Command line options of the workbench's programs: unknown ones are refused, --help prints what there is.
import { parseArgs } from 'node:util'

/**
 * @typedef {{ value?: string, help: string }} Option an option; `value` names its argument, absent for a switch
 */

/** A wrong command line; printed with the usage and exit code 2. */
export class UsageError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'UsageError'
  }
}

/**
 * The options of one program. With --help the usage is printed and the process ends.
 * @param {string} usage first line of the help, such as `npm start -- [options] [folder]`
 * @param {Record<string, Option>} options
 * @param {{ positionals?: boolean, args?: string[] }} [rules]
 */
export function readOptions(usage, options, rules = {}) {
  /** @type {Record<string, Option>} */
  const known = { ...options, help: { help: 'print this' } }
  const help = () => {
    const left = Object.entries(known).map(([name, option]) => `--${name}${option.value ? ` ${option.value}` : ''}`)
    const width = Math.max(...left.map((text) => text.length))
    const lines = Object.values(known).map((option, i) => `  ${(left[i] ?? '').padEnd(width)}  ${option.help}`)
    return `Usage: ${usage}\n${lines.join('\n')}\n`
  }
  /** @type {{ values: Record<string, string | boolean | undefined>, positionals: string[] }} */
  let parsed
  try {
    parsed = parseArgs({
      args: rules.args ?? process.argv.slice(2),
      allowPositionals: rules.positionals === true,
      options: Object.fromEntries(
        Object.entries(known).map(([name, option]) => [name, { type: option.value ? 'string' : 'boolean' }]),
      ),
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${help()}`)
  }
  if (parsed.values.help) {
    process.stdout.write(help())
    process.exit(0)
  }
  return {
    /** @param {string} name */
    text: (name) => {
      const value = parsed.values[name]
      return typeof value === 'string' ? value : undefined
    },
    /** @param {string} name */
    on: (name) => parsed.values[name] === true,
    positionals: parsed.positionals,
  }
}
