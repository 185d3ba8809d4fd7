// The free check before a rig: it runs automatically as soon as the step is added, says what the model is and which skeletons
// fit, and sets them in the step. If no skeleton fits it says so before anything is paid.
import type { RequestResult } from '../../src/protocol/messages.ts'
import { literals } from '../../src/text/index.ts'
import { type Params, RIG_TYPES, RIG_VERSIONS } from '../../src/tripo/catalogue/index.ts'
import { element, icon, linkButton, setAttribute, setText } from '../controls/index.ts'
import { withValue } from './drafts.ts'
import { t } from './l10n.ts'

export type RigFacts = RequestResult<'checkRig'>

export interface RigCheckHost {
  params(): Params
  change(params: Params): void
}

/** Asks for one model, and says which: the same model is asked for once. */
export interface RigAsking {
  /** The job whose model it is. */
  id: string
  ask(): Promise<RigFacts>
}

const KINDS: Readonly<Record<string, string>> = literals({
  biped: 'a figure on two legs',
  quadruped: 'an animal on four legs',
  hexapod: 'a creature with six legs',
  octopod: 'a creature with eight legs',
  avian: 'a bird',
  serpentine: 'a snake',
  aquatic: 'a fish',
})

const [OLD, ALL] = RIG_VERSIONS

/** Parameters that fit what was found, where the person has not chosen a creature already. */
export function fitted(params: Params, { riggable, rigType }: RigFacts): Params {
  if (!riggable || rigType === undefined || params.rig_type !== undefined) return params
  if (!RIG_TYPES.some((known) => known === rigType) || rigType === 'biped') return params
  const { model_version: version = OLD } = params
  return withValue(withValue(params, 'rig_type', rigType), 'model_version', version === OLD ? ALL : version)
}

export class RigCheck {
  readonly root: HTMLElement
  readonly #icon = icon('search')
  readonly #words = element('span')
  readonly #again: HTMLButtonElement
  #asked: string | undefined
  #asking: RigAsking | undefined

  readonly #host: RigCheckHost

  constructor(host: RigCheckHost) {
    this.#host = host
    this.#again = linkButton(t('Check Again'), () => this.#asking && this.#ask(this.#asking))
    this.root = element('div', 'rig-check', { role: 'status', 'data-testid': 'rig-check' })
    this.root.append(this.#icon, this.#words, this.#again)
    this.root.hidden = true
  }

  /** @param asking about what the step works on; undefined where that is not made yet */
  show(asking: RigAsking | undefined): void {
    this.root.hidden = asking === undefined
    this.#asking = asking
    if (asking && asking.id !== this.#asked) this.#ask(asking)
  }

  #ask(asking: RigAsking): void {
    this.#asked = asking.id
    this.#setState('loading', t('Checking for free which skeleton fits…'))
    asking.ask().then(
      (facts) => {
        if (this.#asked !== asking.id) return
        this.#found(facts)
        const next = fitted(this.#host.params(), facts)
        if (next !== this.#host.params()) this.#host.change(next)
      },
      () => {
        if (this.#asked === asking.id) this.#setState('warning', t('The free check did not answer.'), true)
      },
    )
  }

  #found({ riggable, rigType = '' }: RigFacts): void {
    const kind = KINDS[rigType]
    if (!riggable || kind === undefined) {
      this.#setState(
        'warning',
        t(
          'The check finds no creature in this model: rigging it would probably fail. A figure with its arms held away from its body works best.',
        ),
      )
    } else if (rigType === 'biped') this.#setState('pass', t('The check sees {0}: every rig version fits.', t(kind)))
    else this.#setState('pass', t('The check sees {0}: rig version v2.5 or newer fits.', t(kind)))
  }

  #setState(name: string, words: string, isOver = false): void {
    setAttribute(this.#icon, 'class', `codicon codicon-${name}${name === 'loading' ? ' codicon-modifier-spin' : ''}`)
    setAttribute(this.root, 'data-state', name)
    setText(this.#words, words)
    this.#again.hidden = !isOver
  }
}
