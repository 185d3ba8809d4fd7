// The run behind `npm run corpus -- FOLDER`: every model below a folder through the viewport and through src/mesh, in turn, each
// within its allowance, and a table of what happened.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { meshReader, type Reader, viewportReader } from './corpus/readers.ts'
import { differences, type Outcome } from './corpus/seen.ts'

const MODELS = /\.(glb|gltf|fbx|obj|stl|ply|3mf|usdz|usda|usdc|usd)$/i

export interface CorpusOptions {
  /** Absolute. */
  folder: string
  /** The bundle of corpus/mesh.ts. */
  program: string
  seconds: number
  megabytes: number
  say(line: string): void
}

/** What comes of a file: the readers' outcomes, and whether they see the same. */
interface Row {
  file: string
  viewport: Outcome
  mesh: Outcome
  disagreement: readonly string[]
}

const short = (outcome: Outcome): string =>
  outcome.kind === 'opened'
    ? `opened ${outcome.seen.triangles} tris ${outcome.seconds.toFixed(1)} s`
    : `${outcome.kind}${outcome.words === '' ? '' : `: ${outcome.words}`}`

async function row(file: string, name: string, viewport: Reader, mesh: Reader): Promise<Row> {
  const seen = await viewport.open(file)
  const read = await mesh.open(file)
  const disagreement = seen.kind === 'opened' && read.kind === 'opened' ? differences(seen.seen, read.seen) : []
  return { file: name, viewport: seen, mesh: read, disagreement }
}

/** @returns the exit code: 0 when nothing crashed, hung, took too much, or was seen differently */
export async function main({ folder, program, seconds, megabytes, say }: CorpusOptions): Promise<number> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => MODELS.test(name)).sort()
  const allowance = { milliseconds: seconds * 1000, bytes: megabytes * 2 ** 20 }
  const viewport = await viewportReader(folder, allowance)
  const mesh = meshReader(program, allowance)
  const rows: Row[] = []
  try {
    for (const name of files) {
      const made = await row(join(folder, name), relative('.', name), viewport, mesh)
      rows.push(made)
      say(`${made.file}\t${short(made.viewport)}\t${short(made.mesh)}\t${made.disagreement.join('; ')}`)
    }
  } finally {
    await Promise.all([viewport.stop(), mesh.stop()])
  }
  return conclude(rows, say)
}

const KINDS = ['opened', 'refused', 'crashed', 'hung', 'too large'] as const

function conclude(rows: readonly Row[], say: (line: string) => void): number {
  const count = (reader: 'viewport' | 'mesh') =>
    KINDS.map((kind) => `${kind} ${rows.filter((made) => made[reader].kind === kind).length}`).join(', ')
  const disagreements = rows.filter((made) => made.disagreement.length > 0).length
  say(`\n${rows.length} models`)
  say(`viewport: ${count('viewport')}`)
  say(`src/mesh: ${count('mesh')}`)
  say(`disagreements: ${disagreements}`)
  const isBad = ({ kind }: Outcome) => kind !== 'opened' && kind !== 'refused'
  const bad = rows.filter((made) => isBad(made.viewport) || isBad(made.mesh)).length
  say(JSON.stringify({ models: rows.length, disagreements, bad }))
  return disagreements + bad === 0 ? 0 : 1
}
