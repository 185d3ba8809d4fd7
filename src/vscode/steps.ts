// What a person does with steps outside the form: resuming a chain or batch from where it stopped, and making something
// of a finished task. Each shows its cost, and the balance, before anything is sent.
import * as vscode from 'vscode'
import type { GroupSummary } from '../jobs/index.ts'
import { type Account, type JobView, nextSteps, type RequestStep } from '../protocol/index.ts'
import { checkStep, sourceAfter } from '../tripo/catalogue/chain.ts'
import {
  type Capability,
  estimate,
  type Field,
  fieldsOf,
  findCapability,
  MAX_ANIMATIONS,
  type Params,
  presetLabel,
  presetsFor,
  type SourceTask,
} from '../tripo/catalogue/index.ts'
import { checkFailed, invalid } from '../tripo/failures.ts'
import { costWords } from './cost.ts'
import { ask, pick, pickMany } from './ui.ts'

export interface StepServices {
  account: { readonly state: Account; readonly dialect: 'v2' | 'v3' }
  jobs: {
    get(id: string): JobView | undefined
    groupOf(id: string): GroupSummary
    resumeGroup(id: string): Promise<void>
    continueWith(id: string, step: RequestStep): Promise<string>
  }
}

/** Parameters that must be chosen before a step can begin: required ones, and a list of animations. */
const toAsk = (capability: Capability): readonly Field[] =>
  fieldsOf(capability).filter(
    ({ name, required, ui, schema }) =>
      name !== capability.source?.field && (required || (ui.widget === 'animations' && schema.type === 'array')),
  )

export class Steps {
  constructor(private readonly services: StepServices) {}

  /** Goes on with a chain or batch from where it stopped, after saying what the rest costs. */
  async resume(id: string): Promise<void> {
    const { l10n } = vscode
    const { jobs, account } = this.services
    const job = jobs.get(id)
    if (!job) return
    const { kind, of, delivered, leftCost, left } = jobs.groupOf(id)
    const { cost, left: balance } = costWords(account.state, leftCost, job.service)
    const title = findCapability(job.capability)?.title ?? job.capability
    const question =
      kind === 'chain'
        ? l10n.t('Resume from “{0}” for {1}?', title, cost)
        : l10n.t('Send the {0} requests that are left for {1}?', left, cost)
    const kept =
      kind === 'chain'
        ? l10n.t('{0} of {1} steps are done; their results stay and are not paid again.', delivered, of)
        : l10n.t('{0} of {1} are done and stay.', delivered, of)
    const resume = l10n.t('Resume')
    const detail = [kept, balance].filter(Boolean).join(' ')
    const answer = await ask('info', question, detail, resume)
    if (answer === resume) await jobs.resumeGroup(id)
  }

  /** Asks what to make of a finished task's result, shows the cost, and starts it. @returns the new job's id */
  async continueFrom(id: string): Promise<string | undefined> {
    const { l10n } = vscode
    const { jobs, account } = this.services
    const job = jobs.get(id)
    if (!job) return undefined
    const offered = nextSteps(job)
    if (offered.length === 0) {
      const sentence = l10n.t('Nothing further can be made of this task.')
      throw invalid('steps.none', sentence, l10n.t('Choose a finished task that made a model.'))
    }
    const picked = await pick(
      offered.map((capability) => ({
        icon: capability.icon,
        label: l10n.t(capability.title),
        description: this.priceOf(capability, job),
        detail: l10n.t(capability.summary),
        capability,
      })),
      {
        title: l10n.t('Continue with “{0}”', job.title),
        placeHolder: l10n.t('What to make of it'),
        matchOnDetail: true,
      },
    )
    if (!picked) return undefined
    const { capability } = picked
    const source = sourceAfter(job)
    const params = await this.ask(capability, source)
    if (!params) return undefined
    const step = { capability: capability.id, params }
    const { ok, findings } = checkStep(step, source, { dialect: account.dialect })
    if (!ok) throw checkFailed(findings)
    const { cost, left } = costWords(account.state, estimate(capability, params).total, job.service)
    const go = { icon: 'sparkle', label: l10n.t('Start'), description: cost, detail: left }
    const title = l10n.t('{0}: “{1}”', l10n.t(capability.title), job.title)
    const answer = await pick([go], { title, placeHolder: l10n.t('This costs {0}', cost) })
    return answer && jobs.continueWith(id, step)
  }

  /** The price before anything is chosen. */
  private priceOf(capability: Capability, { service }: JobView): string {
    const { l10n } = vscode
    const { cost } = costWords(this.services.account.state, estimate(capability, {}).total, service)
    return toAsk(capability).length > 0 ? l10n.t('from {0}', cost) : cost
  }

  /** Asks for what a step cannot do without; undefined when called off. */
  private async ask(capability: Capability, source: SourceTask): Promise<Params | undefined> {
    let params: Params = {}
    for (const field of toAsk(capability)) {
      const value = field.schema.enum
        ? await this.askValue(capability, field, source, params)
        : await askAnimations(source)
      if (value === undefined) return undefined
      params = { ...params, [field.name]: value }
    }
    return params
  }

  /** One of a list; what the source cannot become is not offered. */
  private async askValue(capability: Capability, { name, schema, ui }: Field, source: SourceTask, params: Params) {
    const { dialect } = this.services.account
    const items = (schema.enum ?? []).flatMap((value) => {
      const step = { capability: capability.id, params: { ...params, [name]: value } }
      const { findings } = checkStep(step, source, { dialect })
      if (findings.some(({ field, severity }) => field === name && severity === 'error')) return []
      const words = ui.values?.[String(value)]
      return [{ label: words?.title ?? String(value), description: words?.help ?? '', value }]
    })
    const title = vscode.l10n.t('{0}: {1}', vscode.l10n.t(capability.title), vscode.l10n.t(ui.title))
    return (await pick(items, { title, placeHolder: ui.help }))?.value
  }
}

/** Animations that fit the rig; undefined when called off, and none is not a choice. */
async function askAnimations(rig: SourceTask): Promise<readonly string[] | undefined> {
  const { l10n } = vscode
  const items = presetsFor(rig).map((preset) => ({ label: presetLabel(preset), preset }))
  const picked = await pickMany(items, {
    title: l10n.t('Animations'),
    placeHolder: l10n.t('Up to {0}; each is charged', MAX_ANIMATIONS),
  })
  const presets = picked?.map(({ preset }) => preset) ?? []
  return presets.length > 0 ? presets : undefined
}
