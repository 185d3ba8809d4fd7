// Draws a large model by fewer triangles while the camera moves, where a whole picture of it takes too long to be called motion:
// without a graphics card a model of three million triangles takes a second. Who looks from one place sees the whole model. The
// few triangles are found in a worker, the first time that they are wanted.
import { BufferAttribute, BufferGeometry, type Camera, Mesh } from 'three'
import { Check } from 'typebox/schema'
import { hasWires, measuresGeometry, type Shading } from './material-overrides.ts'
import type { Model } from './model.ts'
import { buffersOf, isStill, stateOf, triangleCount, trianglesOf } from './still-geometry.ts'
import { ask } from './workers/ask.ts'
import { CoarseIndex, type CoarseIndexTask } from './workers/messages.ts'
import { startWorker } from './workers/start.ts'

/** Milliseconds that a whole picture may take before fewer triangles are wanted. */
const SLOW = 100
/** Milliseconds that a picture should take while the camera moves. */
const AIM = 50
/** Milliseconds between looks whether a picture is done. */
const LOOK = 25
/** Milliseconds after which a camera that did not move stands still. */
const REST = 300
/** Triangles of a mesh that stays as it is. */
const FEW = 5000
/** The share of a model's triangles that is left, at most; and how many are, at least, to still look like it. */
const [MOST, LEAST] = [0.5, 60_000]
/** A coarse picture that takes more than this share of a whole one is no gain. */
const NO_GAIN = 0.7

export interface MovingDetailParts {
  /** Where the page's files beside its bundles are, with a slash at its end. */
  base: string
  /** Asks for a picture. */
  changed(): void
  /** Whether the GPU is not done with the last picture. */
  isBusy(): boolean
}

/** The few triangles of a geometry, over its own vertices. */
interface Coarse {
  geometry: BufferGeometry
  /** Of the geometry that it stands for. */
  state: string
}

export class MovingDetail {
  readonly #parts: MovingDetailParts
  #model: Model | undefined
  #coarse = new Map<BufferGeometry, Coarse>()
  #building: AbortController | undefined
  /** Of the camera at the last picture. */
  #pose: readonly number[] = []
  /** What the last picture was: by few triangles; after the camera had moved, so that nothing had to be sent to the GPU first. */
  #last = { isCoarse: false, isMoved: false }
  /** Milliseconds of the last whole picture, where that is known. */
  #whole = 0
  #isNoGain = false
  #resting: ReturnType<typeof setTimeout> | undefined
  #watching: ReturnType<typeof setTimeout> | undefined

  constructor(parts: MovingDetailParts) {
    this.#parts = parts
  }

  /** What is drawn from now on; what was made for the model before is freed. */
  set model(model: Model | undefined) {
    this.#stop()
    this.#model = model
    // The first picture sends the model to the GPU.
    this.#pose = []
    this.#whole = 0
    this.#isNoGain = false
  }

  /** Whether the last picture was drawn by few triangles. */
  get isCoarse(): boolean {
    return this.#last.isCoarse
  }

  /** Draws a picture, by few triangles where the camera has moved since the last one and that is worth it. */
  draw(camera: Camera, shading: Shading, draw: () => void): void {
    const isMoved = this.#hasMoved(camera)
    const swapped = isMoved && this.#isWanted(shading) ? this.#swap() : []
    const isCoarse = swapped.length > 0
    this.#last = { isCoarse, isMoved }
    clearTimeout(this.#resting)
    clearTimeout(this.#watching)
    try {
      draw()
    } finally {
      for (const [mesh, geometry] of swapped) mesh.geometry = geometry
    }
    if (isCoarse) this.#resting = setTimeout(this.#parts.changed, REST)
    if (this.#model?.isHeavy && (isMoved || this.#whole > SLOW)) this.#watch()
  }

  /** The last picture is done. @param milliseconds that it took */
  took(milliseconds: number): void {
    const { isCoarse, isMoved } = this.#last
    if (isCoarse) this.#isNoGain ||= milliseconds > NO_GAIN * this.#whole
    else if (isMoved || this.#whole > SLOW) {
      this.#whole = milliseconds
      if (milliseconds > SLOW && this.#model?.isHeavy && !this.#isNoGain) void this.#build()
    }
  }

  /**
   * Looks when a picture is done. By a timer, since a browser whose GPU is busy asks for the next frame only after that; where
   * the page is put together in software it stands still until then, and so does the timer.
   */
  #watch(began = performance.now()): void {
    this.#watching = setTimeout(() => {
      if (this.#parts.isBusy()) this.#watch(began)
      else this.took(performance.now() - began)
    }, LOOK)
  }

  dispose(): void {
    this.model = undefined
  }

  /** Edges are drawn of all triangles, and densities told of each. */
  #isWanted(shading: Shading): boolean {
    return this.#whole > SLOW && !this.#isNoGain && !hasWires(shading) && !measuresGeometry(shading)
  }

  #hasMoved(camera: Camera): boolean {
    camera.updateMatrixWorld()
    const pose = [...camera.matrixWorld.elements, ...camera.projectionMatrix.elements]
    const hasMoved = this.#pose.length > 0 && pose.some((one, at) => one !== this.#pose[at])
    this.#pose = pose
    return hasMoved
  }

  /** Lays the few triangles over those meshes that have them. @returns what they had */
  #swap(): [Mesh, BufferGeometry][] {
    const swapped: [Mesh, BufferGeometry][] = []
    if (this.#coarse.size === 0) return swapped
    this.#model?.root.traverseVisible((object) => {
      if (!(object instanceof Mesh)) return
      const { geometry } = object
      const coarse = this.#coarse.get(geometry)
      if (!coarse) return
      if (coarse.state !== stateOf(geometry)) {
        free(coarse)
        this.#coarse.delete(geometry)
        return
      }
      swapped.push([object, geometry])
      object.geometry = coarse.geometry
    })
    return swapped
  }

  async #build(): Promise<void> {
    const model = this.#model
    if (!model || this.#building) return
    const building = new AbortController()
    this.#building = building
    let worker: Worker | undefined
    try {
      const wanted = this.#wanted(model)
      if (wanted.length > 0) worker = await startWorker(this.#parts.base, 'triangles')
      for (const [id, [geometry, triangles]] of wanted.entries()) {
        if (!worker || building.signal.aborted) return
        const state = stateOf(geometry)
        const task: CoarseIndexTask = { id, wanted: triangles, ...trianglesOf(geometry) }
        const accept = (said: unknown) => (Check(CoarseIndex, said) ? said : undefined)
        const answer = await ask(worker, { task, transfer: buffersOf(task) }, accept, building.signal)
        if (!answer || building.signal.aborted) return
        this.#coarse.set(geometry, { geometry: coarseOf(geometry, answer.index), state })
      }
    } catch {
      // Without the worker each picture is a whole one, as before.
      this.#isNoGain = true
    } finally {
      worker?.terminate()
      if (this.#building === building) this.#building = undefined
    }
  }

  /** The geometries that are worth it and have none yet, and how many triangles each should have. */
  #wanted({ root }: Model): [BufferGeometry, number][] {
    const geometries = new Map<BufferGeometry, number>()
    let all = 0
    root.traverseVisible((object) => {
      if (!(object instanceof Mesh)) return
      const triangles = triangleCount(object.geometry)
      all += triangles
      if (triangles >= FEW && isStill(object)) geometries.set(object.geometry, triangles)
    })
    const share = Math.min(MOST, Math.max(LEAST / all, AIM / this.#whole))
    return [...geometries]
      .filter(([geometry]) => !this.#coarse.has(geometry))
      .map(([geometry, triangles]) => [geometry, share * triangles])
  }

  #stop(): void {
    clearTimeout(this.#resting)
    clearTimeout(this.#watching)
    this.#building?.abort()
    this.#building = undefined
    for (const coarse of this.#coarse.values()) free(coarse)
    this.#coarse.clear()
  }
}

/** The same vertices, of which the GPU has one copy, with other triangles. */
function coarseOf(geometry: BufferGeometry, index: Uint32Array<ArrayBuffer>): BufferGeometry {
  const coarse = new BufferGeometry().setIndex(new BufferAttribute(index, 1))
  for (const [name, attribute] of Object.entries(geometry.attributes)) coarse.setAttribute(name, attribute)
  coarse.boundingBox = geometry.boundingBox
  coarse.boundingSphere = geometry.boundingSphere
  return coarse
}

/** A geometry takes its vertices with it from the GPU; these are another's. */
function free({ geometry }: Coarse): void {
  for (const name of Object.keys(geometry.attributes)) geometry.deleteAttribute(name)
  geometry.dispose()
}
