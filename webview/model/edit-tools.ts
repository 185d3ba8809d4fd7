// Editing in the model editor: keys over the picture become changes, which the host keeps as steps of VS Code's undo, and which
// come back as the list that the scene follows.
import type { Object3D } from 'three'
import { type Operation, readOperations } from '../../src/mesh/tools/operations.ts'
import { MOST_LETTERS, operatorOf, type TextureSlot } from '../../src/mesh/tools/operators.ts'
import type { EditedModel } from '../../src/protocol/model-editor.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { sayOf, t, together } from '../studio/l10n.ts'
import type { Action, Actions } from '../viewport/bindings.ts'
import { followsBones } from '../viewport/skins.ts'
import { ownName } from '../viewport/sources.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { AwaitedCopies } from './awaited-copies.ts'
import { deletionWords } from './deleted-bones.ts'
import { EditNote } from './edit-note.ts'
import { EditScene, placeOf } from './edit-scene.ts'
import type { TransformMode } from './edit-transform.ts'
import { countsOf, meshesIn } from './facts.ts'
import type { ClipChoice } from './operator-fields.ts'
import { OperatorTools } from './operator-tools.ts'
import { readOnlyAdvice } from './read-only.ts'
import { TransformTool } from './transform-tool.ts'

export interface EditParts {
  readonly host: Host
  readonly viewport: Viewport
  /** What is selected, in the order it was. */
  selected(): readonly Object3D[]
  select(objects: readonly Object3D[]): void
  /** Objects came, went or got other names. */
  changed(): void
  /** Objects follow the pointer. */
  moved(): void
  clips(): readonly ClipChoice[]
  /** The number of the clip that is shown. */
  clip(): number
}

/** What a model has been changed by. */
type Changes = Pick<EditedModel, 'isEditable' | 'readOnly' | 'operations' | 'lastTool'>

/** A part, and its number in the file. */
interface NumberedNode {
  object: Object3D
  number: number
}

export class EditTools {
  /** What is going on, over the picture. */
  readonly note = new EditNote()
  readonly #parts: EditParts
  readonly #transform: TransformTool
  #scene: EditScene | undefined
  /** What the file draws. */
  #loaded = countsOf([])
  #isEditable = false
  /** Why it is not. */
  #readOnly: EditedModel['readOnly']
  readonly #awaited = new AwaitedCopies()
  /** Changes that came while a transform runs. */
  #late: { operations: unknown } | undefined
  /** A file is on its way, of which changes speak that come now. */
  #isLoading = false
  #newer: Pick<Changes, 'operations' | 'lastTool'> | undefined
  /** Tools on the whole model. */
  readonly operators: OperatorTools

  constructor(parts: EditParts) {
    this.#parts = parts
    this.#transform = new TransformTool({
      viewport: parts.viewport,
      note: this.note,
      moved: () => parts.moved(),
      ended: (isMade) => this.#transformed(isMade),
    })
    this.operators = new OperatorTools({
      host: parts.host,
      mayEdit: () => this.#mayEdit(),
      selected: () => this.#nodes().map(({ number }) => number),
      ...{ clips: () => parts.clips(), clip: () => parts.clip() },
      showMessage: (text) => this.note.show(text),
      focus: () => parts.viewport.surface.focus(),
    })
    parts.host.rpc.on('modelEdited', ({ operations, lastTool }) => {
      if (this.#isLoading) {
        this.#newer = { operations, lastTool }
        return
      }
      this.#follow(operations)
      this.#followTool(lastTool)
    })
    parts.viewport.surface.addEventListener('keydown', (event) => this.#key(event), { capture: true })
  }

  get isEditable(): boolean {
    return this.#isEditable
  }

  /** Makes a change a step of the undo. */
  change(operation: Operation): void {
    this.#send([operation])
  }

  /** Puts a picture into a material, as a tool whose options say where. */
  async putTexture(material: number, slot: TextureSlot, picture: File | undefined): Promise<void> {
    const operator = operatorOf('texture')
    if (!operator || !this.#isEditable) return
    if (!picture) {
      this.note.show(t('Drop a PNG, JPEG, WebP or AVIF picture of this workspace, or one from outside VS Code.'))
      return
    }
    try {
      const { name } = await this.#parts.host.rpc.ask('keepPicture', { bytes: await picture.arrayBuffer() })
      await this.operators.run(operator, { material, slot, picture: name, name: stemOf(picture.name) })
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      this.note.show(together(sentence, nextStep))
    }
  }

  /** A file begins to be loaded, which `show` takes up. */
  begins(): void {
    this.#isLoading = true
    this.#newer = undefined
  }

  /** Takes up a model that was loaded, with what was changed before the page was opened again, and while it was loaded. */
  show(root: Object3D | undefined, changes: Changes): void {
    const { isEditable = false, readOnly, operations, lastTool } = { ...changes, ...this.#newer }
    this.#isLoading = false
    this.#newer = undefined
    this.#followTool(lastTool)
    this.#transform.forget()
    this.#late = undefined
    this.#awaited.forget()
    this.#isEditable = isEditable
    this.#readOnly = readOnly
    this.#scene = root && new EditScene(root)
    this.#loaded = countsOf(root ? meshesIn(root) : [])
    const list = readOperations(operations)
    if (list && list.length > 0) this.#follow(list)
  }

  #followTool(value: unknown): void {
    const [last] = readOperations([value]) ?? []
    this.operators.panel.follow(last?.kind === 'run' ? last : undefined)
  }

  #follow(value: unknown): void {
    // What is being moved stays the hand's: its end is sent, or this is taken up then.
    if (this.#transform.isRunning) {
      this.#late = { operations: value }
      return
    }
    const operations = readOperations(value)
    const scene = this.#scene
    if (!operations || !scene) return
    const selected = this.#parts.selected().map((object) => ({ object, node: scene.nodeOf(object) }))
    scene.show(operations)
    this.#recount()
    // Copies are made anew each time.
    const now = selected.flatMap(({ object, node }) =>
      node && scene.find(node.number) !== node.object ? (scene.find(node.number) ?? []) : object,
    )
    this.#parts.select(now)
    this.#parts.changed()
    this.#moveCopies(scene)
  }

  /** The picture's figures are those of the file as it was loaded. */
  #recount(): void {
    const { model, shown } = this.#parts.viewport
    const now = countsOf(model ? meshesIn(model.root) : [])
    const before = this.#loaded
    shown.changeCounts({
      ...{ triangles: now.triangles - before.triangles, vertices: now.vertices - before.vertices },
      storedTriangles: now.storedTriangles - before.storedTriangles,
    })
  }

  /** Copies lie where their originals do, so what follows is a move of them; Escape leaves them there. */
  #moveCopies(scene: EditScene): void {
    const arrived = this.#awaited.arrived((number) => scene.find(number))
    if (!arrived) return
    this.#parts.select(arrived.copies)
    if (!arrived.moves) return
    this.#transform.start('move', arrived.copies)
    for (const key of arrived.keys) this.#transform.takeKey(key)
  }

  /** The nodes that are selected, each once, none that lies in another. */
  #nodes(): NumberedNode[] {
    const all = this.#parts.selected().flatMap((object) => this.#scene?.nodeOf(object) ?? [])
    const unique = [...new Map(all.map((one) => [one.number, one])).values()]
    return unique.filter(({ object }) => !unique.some((other) => other.object !== object && isIn(object, other.object)))
  }

  #send(operations: readonly Operation[]): void {
    if (operations.length === 0) return
    // The options of a tool are those of the last step.
    this.operators.panel.forget()
    void this.#parts.host.rpc.ask('editModel', { operations }).catch(() => undefined)
  }

  /** What keys do with what is selected. */
  get actions(): Actions {
    const transform = (mode: TransformMode) =>
      this.#onSelected((nodes) =>
        this.#transform.start(
          mode,
          nodes.map(({ object }) => object),
        ),
      )
    return {
      ...{ move: transform('move'), turn: transform('turn'), scale: transform('scale') },
      remove: this.#onSelected((nodes) => this.#remove(nodes)),
      duplicate: this.#onSelected((nodes) => this.#duplicate(nodes)),
      rename: this.#onSelected((nodes) => void this.#rename(nodes.at(-1))),
      ...this.operators.actions,
    }
  }

  /** The same for a menu, in its order: a copy stays where it is, as the pointer is not on the picture. None where nothing can be changed. */
  get menuActions(): Actions {
    if (!this.#isEditable) return {}
    const { rename, remove, apply, join } = this.actions
    const duplicate = this.#onSelected((nodes) => this.#duplicate(nodes, false))
    const onParts = this.#nodes().length > 0 ? { rename, duplicate, remove } : {}
    return { ...onParts, join, apply }
  }

  /** The same for keys in the list of parts, where Ctrl+A selects all. */
  get listActions(): Actions {
    if (!this.#isEditable) return {}
    const { apply: _, ...all } = { ...this.operators.actions, ...this.menuActions }
    return all
  }

  /** Whether the file can be changed; where not, it says what leads to one that can be. */
  #mayEdit(): boolean {
    if (!this.#isEditable) this.note.show(readOnlyAdvice({ readOnly: this.#readOnly }))
    return this.#isEditable
  }

  #onSelected(run: (nodes: readonly NumberedNode[]) => void): Action {
    return {
      isOffered: () => this.#nodes().length > 0,
      run: () => {
        const nodes = this.#nodes()
        if (!this.#mayEdit()) return
        if (nodes.length === 0) this.note.show(t('Select a part first.'))
        else run(nodes)
      },
    }
  }

  /** All keys are a running transform's, and those of one that is about to begin. */
  #key(event: KeyboardEvent): void {
    if (!this.#transform.takeKey(event.key) && !this.#awaited.takesKey(event)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  #remove(nodes: readonly NumberedNode[]): void {
    const { model } = this.#parts.viewport
    const objects = nodes.map(({ object }) => object)
    const words = model ? deletionWords(model.root, objects, model.clips) : ''
    this.#send(nodes.map(({ number }) => ({ kind: 'delete', node: number })))
    if (words !== '') this.note.show(words)
  }

  /** A transform has ended: the places of what it moved are a change. */
  #transformed(isMade: boolean): void {
    const late = this.#late
    this.#late = undefined
    const moved = isMade ? this.#nodes().filter(({ object }) => !followsBones(object)) : []
    this.#send(moved.map(({ object, number }) => placeOf(object, number)))
    // The answer to what was sent holds all changes.
    if (late && moved.length === 0) this.#follow(late.operations)
  }

  #duplicate(nodes: readonly NumberedNode[], moves = true): void {
    const scene = this.#scene
    if (!scene) return
    const copies = nodes.map(({ object, number }) => ({ node: number, as: scene.freeNumber(scene.countNodes(object)) }))
    this.#awaited.begin(
      copies.map(({ as }) => as),
      moves,
    )
    this.#send(copies.map((copy) => ({ kind: 'duplicate', ...copy })))
  }

  async #rename(node: NumberedNode | undefined): Promise<void> {
    if (!node) return
    const before = ownName(node.object)
    const { name } = await this.#parts.host.rpc.ask('askName', { name: before }).catch(() => ({ name: undefined }))
    if (name === before) this.note.show(t('Nothing changed.'))
    else if (name) this.#send([{ kind: 'rename', node: node.number, name }])
  }
}

/** A file's name without its ending, as operations hold it. */
const stemOf = (name: string) => name.replace(/\.[^.]+$/, '').slice(0, MOST_LETTERS)

function isIn(object: Object3D, other: Object3D): boolean {
  for (let at = object.parent; at; at = at.parent) if (at === other) return true
  return false
}
