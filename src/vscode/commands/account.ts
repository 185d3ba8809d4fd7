// The commands for key, sandbox and balance.

import * as vscode from 'vscode'
import { type PanelCommand, REMEDY_TITLES } from '../../protocol/index.ts'
import { isOfNetwork } from '../../text/problem-codes.ts'
import { explainKey } from '../../tripo/key.ts'
import { toProblem } from '../../tripo/problem.ts'
import type { AccountService } from '../account.ts'
import { projectOfRoot } from '../game/projects.ts'
import { API_KEY_PAGE, BILLING_PAGE, COMMANDS, EXTENSION_ID, SETTINGS_SECTION } from '../names.ts'
import { editRecipes } from '../recipes.ts'
import { showProblem } from '../show-problem.ts'
import { editStyles } from '../styles.ts'
import { ask, notify, pick, showProgress, typeIn } from '../ui.ts'
import { formatBalance, formatNumber, said, saidOf } from '../words.ts'

/** Opens the page on which a person makes a key. */
export const openKeyPage = async (): Promise<boolean> => vscode.env.openExternal(vscode.Uri.parse(API_KEY_PAGE))

/** Asks for a key, checks it against the service, and stores it. Resolves true when a key is in place. */
export async function setApiKey(account: AccountService): Promise<boolean> {
  const { l10n } = vscode
  const typed = await typeIn({
    title: l10n.t('Tripo API key'),
    prompt: l10n.t(
      'It starts with tsk_ and is kept in the system’s secret storage. No key yet? The link above makes one.',
    ),
    placeHolder: 'tsk_…',
    password: true,
    help: { icon: 'link-external', title: l10n.t('Get a Key'), run: openKeyPage },
    validate: (text) => {
      const { key, problem } = explainKey(text)
      if (text === '' || !problem) return undefined
      return key ? { warning: said(problem) } : said(problem)
    },
  })
  if (typed === undefined) return false
  const { key, problem } = explainKey(typed)
  if (key === undefined) {
    void notify('error', said(problem ?? 'This is not an API key.'))
    return false
  }
  return checkAndStore(account, key)
}

async function checkAndStore(account: AccountService, key: string): Promise<boolean> {
  const { l10n } = vscode
  const checked = await showProgress(l10n.t('Checking the API key…'), { cancellable: false }, () => account.tryKey(key))
  if (!checked.ok) {
    const problem = toProblem(checked.error)
    if (!isOfNetwork(problem)) {
      await showProblem(problem)
      return false
    }
    const store = l10n.t('Store Anyway')
    const answer = await ask(
      'warning',
      l10n.t('The key could not be checked: {0}', saidOf(problem).sentence),
      l10n.t('It will be checked when the service can be reached.'),
      store,
    )
    if (answer !== store) return false
  }
  const stored = await account.useKey(key)
  const balance = checked.ok ? l10n.t('The balance is {0}.', formatBalance(checked.balance)) : ''
  if (stored.source === 'session') {
    void notify('warning', l10n.t('The API key is kept for this session only: {0}. {1}', stored.reason, balance).trim())
  } else {
    void notify('info', l10n.t('The API key is stored. {0}', balance).trim())
  }
  return true
}

async function removeApiKey(account: AccountService): Promise<void> {
  const { l10n } = vscode
  await account.removeKey()
  const left = await account.keySource()
  void notify(
    'info',
    left === 'environment'
      ? l10n.t('The stored API key is removed. TRIPO_API_KEY of the environment is used now.')
      : l10n.t('The API key is removed from this machine.'),
  )
}

/** `9,960 credits, 40 held`: the second part only while something is. */
const heldWords = (balance: string, frozen = 0) =>
  frozen > 0 ? vscode.l10n.t('{0}, {1} held', balance, formatNumber(Math.floor(frozen))) : balance

/** The engine of the first workspace folder in words; absent: no folder is open. */
async function engineOfWorkspace(): Promise<string | undefined> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri
  const [engine] = root?.scheme === 'file' ? (await projectOfRoot(root)).why : []
  return engine && said(engine)
}

/** The menu behind the status bar item. */
async function showMenu(account: AccountService): Promise<void> {
  const { l10n } = vscode
  const { mode, balance, frozen } = account.state
  const item = (icon: string, label: string, command: string, description?: string) => ({
    icon,
    label,
    description,
    command,
  })
  const remedy = (icon: string, command: PanelCommand, description?: string) =>
    item(icon, l10n.t(REMEDY_TITLES[command]), command, description)
  const items = [
    item('symbol-method', l10n.t('Open Studio'), COMMANDS.openStudio),
    ...(mode === 'none'
      ? []
      : [
          item(
            'refresh',
            l10n.t('Refresh Balance'),
            COMMANDS.refreshBalance,
            balance === undefined ? undefined : heldWords(formatBalance(balance), frozen),
          ),
        ]),
    mode === 'sandbox'
      ? remedy('beaker-stop', COMMANDS.leaveSandbox)
      : remedy('beaker', COMMANDS.useSandbox, l10n.t('free, no key, sample models')),
    remedy('key', COMMANDS.setApiKey),
    remedy('link-external', COMMANDS.openApiKeyPage),
    remedy('credit-card', COMMANDS.openBillingPage),
    remedy('gear', COMMANDS.openSettings),
    item('project', l10n.t('Show Project'), COMMANDS.showProject, await engineOfWorkspace()),
    item('output', l10n.t('Show Log'), COMMANDS.showLog),
  ]
  const picked = await pick(items, { title: 'Tripo' })
  if (picked) await vscode.commands.executeCommand(picked.command)
}

/** The commands of this file by name. */
export const accountCommands = (account: AccountService, log: { show(): void }) => ({
  [COMMANDS.setApiKey]: () => setApiKey(account),
  [COMMANDS.removeApiKey]: () => removeApiKey(account),
  [COMMANDS.openApiKeyPage]: async () => {
    await openKeyPage()
  },
  [COMMANDS.openBillingPage]: async () => {
    await vscode.env.openExternal(vscode.Uri.parse(BILLING_PAGE))
  },
  [COMMANDS.useSandbox]: async () => {
    await account.useSandbox(true)
    void notify(
      'info',
      vscode.l10n.t(
        'Sandbox on: sample models without a key, about 10 times faster than the service. No real credits.',
      ),
    )
  },
  [COMMANDS.leaveSandbox]: () => account.useSandbox(false),
  [COMMANDS.refreshBalance]: () => account.refresh({ isAsked: true }),
  /** @param group those of one group only: `spending` */
  [COMMANDS.openSettings]: async (group?: unknown) => {
    const query = `${SETTINGS_SECTION}.${typeof group === 'string' ? group : ''}`
    await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${EXTENSION_ID} ${query}`)
  },
  [COMMANDS.editStyles]: () => editStyles(),
  [COMMANDS.editRecipes]: () => editRecipes(),
  [COMMANDS.showMenu]: () => showMenu(account),
  [COMMANDS.showLog]: async () => log.show(),
})

/** Asks whose credits to use where there is neither key nor sandbox; undefined when it is called off. */
export async function askForAccount(): Promise<'sandbox' | 'key' | undefined> {
  const { l10n } = vscode
  const sandbox = l10n.t('Try the Sandbox')
  const key = l10n.t('Set API Key')
  const page = l10n.t('Get a Key')
  const answer = await ask(
    'info',
    l10n.t('Tripo needs an API key to make models.'),
    l10n.t(
      'Without one, the free sandbox makes sample models on this machine: no account, no credits, about 10 times faster than the service.',
    ),
    // In the order of the welcome view.
    ...[sandbox, key, page],
  )
  if (answer === sandbox) return 'sandbox'
  // Who comes back from the page has a key to paste.
  if (answer === page) await openKeyPage()
  return answer === page || answer === key ? 'key' : undefined
}
