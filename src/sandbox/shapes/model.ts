// From a drawing to a finished model: parts assembled, scaled, thinned to the limit asked for, textured.
import { boundsOf } from '../../mesh/geometry.ts'
import { type MeshData, triangleCount, withTangents } from '../modelling/mesh-data.ts'
import { simplifyTo } from '../modelling/simplify.ts'
import { assemble, layout } from './atlas.ts'
import { NOUNS } from './nouns.ts'
import { type Painted, paintAtlas } from './painting.ts'
import { drawPlaceholder } from './placeholder.ts'
import { readPrompt } from './prompt.ts'
import { Random } from './random.ts'
import { type Look, Sketch } from './sketch.ts'
import { restyled } from './styles.ts'

/** How a model is to be made: the service's parameters in the terms of src/sandbox. */
export interface ModelRequest {
  readonly modelSeed: number
  /** What the model is not to be like; takes colors, materials and traits out of the prompt. */
  readonly negativePrompt?: string
  readonly textureSeed: number
  /** Upper bound of the triangle count. */
  readonly faceLimit?: number
  /** Segments of round things relative to the standard model. */
  readonly fineness: number
  /** Texels of the base color's side; 0 for a model without textures. */
  readonly textureSide: number
  readonly pbr: boolean
  readonly style?: string
  /** Surfaces that count instead of what the prompt's adjectives say. */
  readonly look?: Partial<Pick<Look, 'main' | 'accent'>>
  /** Metres of the real thing instead of a unit size. */
  readonly autoSize: boolean
}

/** A mesh and its texture set. */
export interface Model {
  readonly name: string
  readonly mesh: MeshData
  readonly maps?: Painted
}

/** Fineness tried in turn when a face limit does not allow the one asked for. */
const COARSER = [1.4, 1, 0.7, 0.44, 0.3, 0.2]

/**
 * The model of a prompt. It stands on y = 0 about the Y axis, its front towards +z. With autoSize one unit is one
 * metre of the real thing (times the prompt's size words); otherwise the longest side measures one unit.
 */
export async function modelFromPrompt(prompt: string, request: ModelRequest): Promise<Model> {
  const reading = readPrompt(prompt, NOUNS, request.negativePrompt)
  const draw = (fineness: number) => {
    const sketch = new Sketch(new Random(`form/${request.modelSeed}`), fineness, { ...reading.look, ...request.look })
    if (reading.noun) reading.noun.draw(sketch)
    else drawPlaceholder(sketch, prompt)
    const [across, up] = reading.stretch
    if (across !== 1 || up !== 1) for (const part of sketch.parts) part.scale(across, up, across)
    return sketch
  }
  const wanted = reading.lowPoly ? Math.min(request.fineness, 0.44) : request.fineness
  const limit = request.faceLimit ?? Infinity
  const faces = (sketch: Sketch) => sketch.parts.reduce((sum, part) => sum + part.faces.length, 0)
  let sketch = draw(wanted)
  for (const fineness of COARSER) {
    if (faces(sketch) <= limit) break
    if (fineness < wanted) sketch = draw(fineness)
  }
  const materials = restyled(sketch.materials, request.style)
  const atlas = layout(sketch.parts, materials)
  const extent = boundsOf(sketch.parts.flatMap((part) => part.points.flat()))
  const size = Math.max(...[0, 1, 2].map((k) => (extent.max[k] ?? 0) - (extent.min[k] ?? 0)), 1e-6)
  const assembled = await assemble(sketch.parts, atlas, size, new Random(`uv/${request.textureSeed}`))
  const thinned = triangleCount(assembled) > limit ? await simplifyTo(assembled, limit) : assembled
  const mesh = grounded(thinned, request.autoSize ? reading.size : 1 / size)
  const name = reading.noun?.words[0] ?? 'placeholder'
  if (request.textureSide === 0) return { name, mesh }
  const maps = paintAtlas(atlas, request.textureSide, {
    pbr: request.pbr,
    seed: `paint/${request.textureSeed}`,
    wear: reading.wear,
  })
  return { name, mesh: request.pbr ? withTangents(mesh) : mesh, maps }
}

/** The mesh scaled, standing on y = 0, its box centred on the Y axis. */
export function grounded(mesh: MeshData, scale: number): MeshData {
  const { min, max } = boundsOf(mesh.positions)
  const origin = [(min[0] + max[0]) / 2, min[1], (min[2] + max[2]) / 2]
  return { ...mesh, positions: mesh.positions.map((value, i) => (value - (origin[i % 3] ?? 0)) * scale) }
}
