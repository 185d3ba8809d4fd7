// Which command helps with which problem: one table for the button in the panel and the one in a notification.

import { literals } from '../text/index.ts'
import { isForbidden, isKeyProblem, isOfSettings, wantsCredits } from '../text/problem-codes.ts'
import type { PanelCommand } from './messages.ts'
import type { Problem } from './request.ts'

const REMEDIES: readonly (readonly [is: (problem: Problem) => boolean, command: PanelCommand])[] = [
  [isKeyProblem, 'tripo.setApiKey'],
  [wantsCredits, 'tripo.openBillingPage'],
  [isForbidden, 'tripo.openApiKeyPage'],
  [isOfSettings, 'tripo.openSettings'],
]

/** The command that takes a person to the way out, where there is one. */
export const remedyFor = (problem: Problem): PanelCommand | undefined => REMEDIES.find(([is]) => is(problem))?.[1]

/** What a command is called on every button and link, in English; the manifest says the same. */
export const REMEDY_TITLES: Readonly<Record<PanelCommand, string>> = literals({
  'tripo.openStudio': 'Open Studio',
  'tripo.setApiKey': 'Set API Key',
  'tripo.openApiKeyPage': 'Open API Key Page',
  'tripo.openBillingPage': 'Open Billing Page',
  'tripo.useSandbox': 'Use Sandbox',
  'tripo.leaveSandbox': 'Leave Sandbox',
  'tripo.refreshBalance': 'Refresh Balance',
  'tripo.openSettings': 'Open Settings',
  'tripo.editRecipes': 'Edit Recipes',
  'tripo.pasteRecipe': 'Paste Recipe',
  'tripo.editStyles': 'Edit Styles',
})

/** Whether a failure asks for the same once more, and doing so pays nothing twice: then there is a button for it. */
export const invitesAnotherTry = ({ nextStep, billed }: Problem): boolean =>
  billed === 'no' && /\btry again\b/i.test(nextStep)
