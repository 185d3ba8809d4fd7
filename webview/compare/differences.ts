// The differences between two models as rows of a table: counts, size, memory and materials. Pure functions.
import { Box3, type Material, type Object3D, Vector3 } from 'three'
import { meshesIn, sizeWords, textureMemory, texturesOf } from '../model/facts.ts'
import type { ModelStatistics } from '../viewport/statistics.ts'

/** What is compared of one model. */
export interface Summary {
  statistics: ModelStatistics
  /** Width, height, depth in metres. */
  size: readonly [number, number, number]
  drawCalls: number
  /** Bytes of GPU memory. */
  textureBytes: number
  materials: readonly string[]
  clips: readonly string[]
}

export interface DifferenceRow {
  label: string
  first: string
  second: string
  isDifferent: boolean
}

type Say = (text: string, ...values: (string | number)[]) => string
type Figure = (value: number, digits?: number) => string

/** @param ownOf the file's materials of a mesh, whatever it is drawn with now */
export function summaryOf(
  root: Object3D,
  clips: readonly string[],
  statistics: ModelStatistics,
  ownOf: (mesh: ReturnType<typeof meshesIn>[number]) => Material | Material[],
): Summary {
  const size = new Box3().setFromObject(root).getSize(new Vector3())
  const used = meshesIn(root).map((mesh) => [ownOf(mesh)].flat())
  const materials = [...new Set(used.flat())]
  const textures = new Set(materials.flatMap((material) => texturesOf(material).map(([, texture]) => texture)))
  return {
    statistics,
    size: [size.x, size.y, size.z],
    drawCalls: used.reduce((sum, list) => sum + list.length, 0),
    textureBytes: [...textures].reduce((sum, texture) => sum + textureMemory(texture), 0),
    // What a file without materials is drawn with is none of its own.
    materials: statistics.materials === 0 ? [] : materials.map(({ name }) => name).sort(),
    clips: [...clips].sort(),
  }
}

/** Names of a list with those that only one of two has; `–` for none. */
const names = (list: readonly string[], say: Say): string =>
  list.length === 0 ? '–' : list.map((name) => (name === '' ? say('without a name') : name)).join(', ')

/** The rows in a fixed order, those that differ marked. */
export function differences(first: Summary, second: Summary, say: Say, figure: Figure): DifferenceRow[] {
  const row = (label: string, write: (one: Summary) => string): DifferenceRow => {
    const [a, b] = [write(first), write(second)]
    return { label, first: a, second: b, isDifferent: a !== b }
  }
  const count = (label: string, of: (one: Summary) => number, digits = 0) =>
    row(label, (one) => figure(of(one), digits))
  return [
    count(say('Triangles'), ({ statistics }) => statistics.triangles),
    count(say('Vertices'), ({ statistics }) => statistics.vertices),
    row(say('Width, height, depth (m)'), ({ size }) => size.map((value) => figure(value, 3)).join(', ')),
    row(say('File size'), ({ statistics }) => sizeWords(statistics.bytes, say, figure)),
    count(say('Draw calls'), ({ drawCalls }) => drawCalls),
    count(say('Textures'), ({ statistics }) => statistics.textures),
    row(say('Texture memory'), ({ textureBytes }) => sizeWords(textureBytes, say, figure)),
    row(say('Materials'), ({ materials }) => names(materials, say)),
    row(say('Clips'), ({ clips }) => names(clips, say)),
  ]
}
