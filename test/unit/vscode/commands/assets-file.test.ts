// The assets file of a workspace that nobody trusts: it spends nothing, fetches nothing and writes nothing.
import { afterEach, expect, it } from 'vitest'
import { assetsFileCommands } from '../../../../src/vscode/commands/assets-file.ts'
import { COMMANDS } from '../../../../src/vscode/names.ts'
import { Uri, workspace } from '../../../support/vscode.ts'

afterEach(() => {
  workspace.isTrusted = true
})

const destination = { target: { folder: '/game', provenance: false }, service: 'service' } as const

/** The commands over services that only take note of being asked. */
function setUp() {
  const asked: string[] = []
  const note =
    <T>(name: string, answer: T) =>
    async () => {
      asked.push(name)
      return answer
    }
  const never = note<never[]>('start', [])
  const commands = assetsFileCommands({
    account: { choose: note('account', false), state: { mode: 'service' } },
    generation: { startAll: never },
    jobs: {
      ...{ resumeGroup: note('resume', undefined), addTask: note('fetch', 'id') },
      history: { search: note('history', []), deliverAgain: note('fetch', undefined) },
    },
    destinations: { of: note('of', destination), target: note('target', destination.target) },
    assetsFiles: {
      at: () => {
        throw new Error('no project is opened')
      },
      find: note('find', []),
      plan: note('plan', { models: [], findings: [], rows: [], lock: { lockVersion: 1, models: {} } }),
      settle: note('settle', undefined),
      buildLocal: note('local', undefined),
    },
  })
  return { commands, asked }
}

it.each([COMMANDS.buildAssets, COMMANDS.restoreAssets] as const)(
  '%s does nothing in a workspace that is not trusted, and says so',
  async (command) => {
    const { commands, asked } = setUp()
    const uri = Uri.parse('file:///game/tripo.assets.json')
    workspace.isTrusted = false
    await expect(commands[command](uri)).rejects.toMatchObject({ code: 'assets.untrusted' })
    expect(asked).toEqual([])
    // In one that is trusted it goes on to the account: the test could fail.
    workspace.isTrusted = true
    await commands[command](uri)
    expect(asked).toEqual(['account'])
  },
)
