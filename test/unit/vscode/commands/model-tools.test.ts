// Commands of the local tools: what a person is told and asked before a file is written, and what happens to the others.
import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import type { ToolJob } from '../../../../src/mesh/tools/job.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import type { ResultFile } from '../../../../src/platform/files-beside.ts'
import { modelEditCommands, readMetres } from '../../../../src/vscode/commands/model-edits.ts'
import { modelToolCommands, readTarget } from '../../../../src/vscode/commands/model-tools.ts'
import { LocalTools } from '../../../../src/vscode/local-tools.ts'
import { COMMANDS } from '../../../../src/vscode/names.ts'
import { Cancelled } from '../../../../src/vscode/show-problem.ts'
import { ModelReports } from '../../../../src/vscode/views/model-reports.ts'
import { answers, diagnostics, documents, executed, progresses, settings, shown, Uri } from '../../../support/vscode.ts'
import { riggedModel } from '../../mesh/formats/sample.ts'
import { cube, documentOf, glued } from '../../mesh/tools/shapes.ts'

const models = new Map<string, Uint8Array>()
const written: { folder: string; files: readonly ResultFile[]; own?: string }[] = []
const jobs: ToolJob[] = []

/** The commands over real tools, without a thread or a disk. */
const compared: unknown[][] = []

function setUp(run: (job: ToolJob, signal?: AbortSignal) => ReturnType<typeof runTool> = (job) => runTool(job)) {
  const localTools = new LocalTools({
    tools: {
      run: (job, signal) => {
        jobs.push(job)
        return run(job, signal)
      },
      dispose() {},
    },
    // A copy, as of a disk: a tool empties what it was given.
    read: async (path) => ({ bytes: models.get(path)?.slice() ?? new Uint8Array(), files: new Map() }),
    put: async (folder, files, own) => {
      written.push({ folder, files, ...(own !== undefined && { own }) })
      return `${folder}/${files[0]?.path}`
    },
    replace: async (path, bytes) => {
      const backup = `/kept${path}`
      models.set(backup, models.get(path) ?? new Uint8Array())
      models.set(path, bytes)
      return backup
    },
    stamp: async (path) => Buffer.from(models.get(path) ?? []).toString('latin1'),
    restore: async (path, backup) => void models.set(path, models.get(backup) ?? new Uint8Array()),
    log: { error() {} },
  })
  const services = {
    localTools,
    reports: new ModelReports(),
    comparisons: { show: (...sides: unknown[]) => compared.push(sides) },
  }
  return { ...modelToolCommands(services), ...modelEditCommands(services) }
}

const label = (wanted: string) => (rows: readonly unknown[]) =>
  rows.find((row) => row instanceof Object && 'label' in row && row.label === wanted)
const button = (title: string) => (rows: readonly unknown[]) =>
  rows.find((row) => row instanceof Object && 'title' in row && row.title === title)
/** What a problem is called, which is a link to its place. */
const codeOf = ({ code }: { code?: unknown }) => (code instanceof Object && 'value' in code ? code.value : code)
const said = () => shown.map(({ text }) => text)
const file = (path: string) => vscode.Uri.file(path)

beforeEach(async () => {
  for (const list of [answers, shown, executed, written, jobs, progresses]) list.length = 0
  diagnostics.clear()
  settings.clear()
  models.set('/game/hero.glb', await writeGlb(riggedModel()))
  models.set('/game/ring.glb', await writeGlb(documentOf(glued(20, 20, 'plain')).document))
  models.set('/game/open.glb', await writeGlb(documentOf(cube(5)).document))
  models.set('/game/bad.glb', new TextEncoder().encode('glTF nothing'))
})

describe('Convert Model To…', () => {
  it('says what is lost before anything is written, and writes after a yes', async () => {
    answers.push(label('STL'), label('3D Printing'), (offered) => {
      expect(written).toEqual([])
      return button('Convert')(offered)
    })
    await setUp()[COMMANDS.convertModel](file('/game/hero.glb'))
    expect(said().join('\n')).toContain("STL cannot hold the model's animations: left out.")
    expect(written.map(({ folder, files }) => [folder, files[0]?.path])).toEqual([['/game', 'hero.stl']])
    expect(executed[0]).toEqual(['vscode.openWith', file('/game/hero.stl')])
    // Slicers read an STL in millimeters.
    expect(jobs.at(-1)).toMatchObject({ tool: 'convert', options: { format: 'stl', inMillimetres: true } })
  })

  it('writes nothing when the person does not agree', async () => {
    answers.push(label('STL'), label('3D Printing'))
    await expect(setUp()[COMMANDS.convertModel](file('/game/hero.glb'))).rejects.toThrow(Cancelled)
    expect(written).toEqual([])
  })

  it('asks for the program that reads the FBX, and writes for it', async () => {
    answers.push(label('FBX'), label('Unreal Engine'))
    await setUp()[COMMANDS.convertModel](file('/game/ring.glb'))
    expect(jobs.at(-1)).toMatchObject({ tool: 'convert', options: { format: 'fbx', fbxPreset: 'bake_scale' } })
    expect(written[0]?.files[0]?.path).toBe('ring.fbx')
  })

  it('takes all selected files, and goes on after one that is damaged', async () => {
    answers.push(label('GLB'))
    const all = ['/game/bad.glb', '/game/ring.glb', '/game/open.glb', '/game/notes.txt'].map(file)
    await setUp()[COMMANDS.convertModel](all[0], all)
    expect(written.map(({ files }) => files[0]?.path)).toEqual(['ring.glb', 'open.glb'])
    expect(said()).toContain('2 models are written, each beside its source.')
    expect(said().some((text) => text.startsWith('bad.glb: '))).toBe(true)
  })

  it('stops at once when it is called off, and writes nothing', async () => {
    answers.push(label('GLB'))
    const hangs = (_job: ToolJob, signal?: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
        progresses[0]?.cancel()
      })
    const all = [file('/game/ring.glb'), file('/game/open.glb')]
    await expect(setUp(hangs)[COMMANDS.convertModel](all[0], all)).rejects.toThrow(Cancelled)
    expect(jobs).toHaveLength(1)
    expect(written).toEqual([])
  })
})

describe('several files, called off after the first', () => {
  /** Works on the first file, and is called off during the second. */
  const second = (job: ToolJob, signal?: AbortSignal) => {
    if (jobs.length === 1) return runTool(job)
    return new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason))
      progresses[0]?.cancel()
    })
  }
  const all = ['/game/ring.glb', '/game/open.glb', '/game/hero.glb'].map(file)

  it('leave the first result and nothing else, and say so', async () => {
    answers.push(() => '50%', label('New File'))
    await setUp(second)[COMMANDS.reduceTriangles](all[0], all)
    expect(written.map(({ files }) => files[0]?.path)).toEqual(['ring-reduced.glb'])
    expect(jobs).toHaveLength(2)
    expect(said().join('\n')).toMatch(
      /^Canceled after 1 of 3 models\. ring-reduced\.glb is written: 400 instead of 800/m,
    )
    expect(executed).toEqual([])
  })

  it('put back what was replaced until then', async () => {
    const old = models.get('/game/ring.glb')
    answers.push(() => '50%', label('Replace the File'), button('Replace'), button('Undo'))
    await setUp(second)[COMMANDS.reduceTriangles](all[0], all)
    expect(said().at(-1)).toBe('ring.glb is as it was before.')
    expect(models.get('/game/ring.glb')).toEqual(old)
  })

  it('tell what was found until then, and which failed', async () => {
    await setUp(second)[COMMANDS.checkModel](all[0], all)
    expect(said().join('\n')).toMatch(/^Canceled after 1 of 3 models\. \d+ findings? in ring\.glb/m)
    jobs.length = 0
    progresses.length = 0
    const bad = [file('/game/bad.glb'), file('/game/open.glb')]
    answers.push(() => '50%', label('New File'))
    await expect(setUp(second)[COMMANDS.reduceTriangles](bad[0], bad)).rejects.toThrow(Cancelled)
    expect(said().join('\n')).toMatch(/^bad\.glb: /m)
  })

  it('convert nothing while what would be lost is looked for', async () => {
    answers.push(label('STL'), label('3D Printing'))
    await expect(setUp(second)[COMMANDS.convertModel](all[0], all)).rejects.toThrow(Cancelled)
    expect(written).toEqual([])
  })
})

describe('Inspect Model', () => {
  it('opens a report', async () => {
    await setUp()[COMMANDS.inspectModel](file('/game/ring.glb'))
    const [command, uri] = executed.at(-1) ?? []
    expect(command).toBe('vscode.open')
    expect(String(uri)).toBe('tripo-report:///game/ring.glb.txt')
    const text = uri instanceof Uri ? documents.get('tripo-report')?.(uri) : ''
    expect(text).toMatch(/Triangles +800\n/)
  })
})

describe('Check Model', () => {
  it('puts what it finds into the Problems panel, limits of the project among it', async () => {
    settings.set('tripo.budgets', { '**/*.glb': { triangles: 100 } })
    await setUp()[COMMANDS.checkModel](file('/game/ring.glb'))
    const found = diagnostics.get(String(file('/game/ring.glb'))) ?? []
    expect(found.map(codeOf)).toContain('budget.triangles')
    expect(found[0]).toMatchObject({ message: 'The model has 800 triangles; the budget is 100.', severity: 0 })
  })

  it('takes away what it said before', async () => {
    const { [COMMANDS.checkModel]: check } = setUp()
    await check(file('/game/open.glb'))
    const key = String(file('/game/open.glb'))
    expect((diagnostics.get(key) ?? []).map(codeOf)).toContain('mesh.holes')
    models.set('/game/open.glb', await writeGlb(documentOf(cube()).document))
    await check(file('/game/open.glb'))
    expect((diagnostics.get(key) ?? []).map(codeOf)).not.toContain('mesh.holes')
  })
})

describe('Reduce Triangles…', () => {
  it('asks for a target, writes beside the source and says what became of it', async () => {
    answers.push(() => '200', label('New File'), button('Before and After'))
    await setUp()[COMMANDS.reduceTriangles](file('/game/ring.glb'))
    expect(written[0]?.files[0]?.path).toBe('ring-reduced.glb')
    expect(said().some((text) => /^ring-reduced\.glb is written: \d+ instead of 800 triangles/.test(text))).toBe(true)
    expect(executed.at(-1)?.[0]).toBe('vscode.open')
  })

  it('show the model before and after, with how far it moved', async () => {
    answers.push(() => '50%', label('New File'), button('Compare'))
    await setUp()[COMMANDS.reduceTriangles](file('/game/ring.glb'))
    expect(compared.at(-1)).toEqual([
      { uri: file('/game/ring.glb'), label: 'ring.glb' },
      {
        uri: file('/game/ring-reduced.glb'),
        label: expect.stringMatching(/^ring-reduced\.glb, off by [\d.]+ mm at most$/),
      },
    ])
  })

  it.each([
    ['5000', { triangles: 5000 }],
    ['5,000', { triangles: 5000 }],
    [' 50 % ', { ratio: 0.5 }],
    ['100%', { ratio: 1 }],
    ['0', undefined],
    ['0%', undefined],
    ['101%', undefined],
    ['-3', undefined],
    ['half', undefined],
    ['', undefined],
  ])('reads “%s”', (text, options) => expect(readTarget(text)).toEqual(options))
})

describe('Optimize for Web…', () => {
  it('writes a smaller GLB of another name', async () => {
    answers.push(label('Web'), label('New File'))
    await setUp()[COMMANDS.optimiseModel](file('/game/ring.glb'))
    const [result] = written[0]?.files ?? []
    expect(result?.path).toBe('ring-optimised.glb')
    expect(result?.bytes.length).toBeLessThan((models.get('/game/ring.glb')?.length ?? 0) / 2)
  })
})

describe('a tool that would not make a model better', () => {
  it('writes and replaces nothing, and says why', async () => {
    models.set('/game/cube.glb', await writeGlb(documentOf(cube()).document))
    answers.push(label('Web'), label('Replace the File'), button('Replace'))
    await setUp()[COMMANDS.optimiseModel](file('/game/cube.glb'))
    expect(said().at(-1)).toMatch(/^cube\.glb: It would not become smaller \(.*\): the file stays as it is\.$/)
    answers.push(() => '5000', label('New File'))
    await setUp()[COMMANDS.reduceTriangles](file('/game/cube.glb'))
    expect(said().at(-1)).toBe('cube.glb: It has 12 triangles only: the file stays as it is.')
    expect({ written, executed, kept: models.has('/kept/game/cube.glb') }).toEqual({
      written: [],
      executed: [],
      kept: false,
    })
  })
})

describe('Repair Model…', () => {
  const all = (rows: readonly unknown[]) => rows
  it('puts the result in the place of the file after a yes, and the old one back', async () => {
    const old = models.get('/game/open.glb')
    answers.push(all, label('Replace the File'), button('Replace'), button('Undo'))
    await setUp()[COMMANDS.repairModel](file('/game/open.glb'))
    expect(written).toEqual([])
    expect(jobs[0]).toMatchObject({ tool: 'repair' })
    expect(said().join('\n')).toContain('Replace open.glb?')
    expect(said().at(-1)).toBe('open.glb is as it was before.')
    expect(models.get('/game/open.glb')).toEqual(old)
  })

  it('leaves a file that another program writes meanwhile, and says so', async () => {
    const other = await writeGlb(documentOf(cube()).document)
    const commands = setUp(async (job) => {
      const result = await runTool(job)
      models.set('/game/ring.glb', other)
      return result
    })
    answers.push(() => '50%', label('Replace the File'), button('Replace'))
    await commands[COMMANDS.reduceTriangles](file('/game/ring.glb'))
    expect(models.get('/game/ring.glb')).toEqual(other)
    expect(said().join('\n')).toContain('changed by another program')
  })

  it('works on what another tool makes of the same file at the same time', async () => {
    const commands = setUp()
    const old = models.get('/game/ring.glb')
    answers.push(
      () => '50%',
      () => '50%',
      label('Replace the File'),
      label('Replace the File'),
    )
    answers.push(button('Replace'), button('Replace'))
    const both = [1, 2].map(() => commands[COMMANDS.reduceTriangles](file('/game/ring.glb')))
    await Promise.all(both)
    const counts = said().flatMap((text) => /: ([\d,]+) instead of ([\d,]+) triangles/.exec(text)?.slice(1) ?? [])
    expect(counts).toHaveLength(4)
    expect(counts[2] === counts[1] || counts[3] === counts[0]).toBe(true)
    expect(models.get('/game/ring.glb')).not.toEqual(old)
  })

  it('puts several into the places of their files, and all of them back at once', async () => {
    const old = [models.get('/game/open.glb'), models.get('/game/ring.glb')]
    const broken = () => undefined
    answers.push(() => '50%', label('Replace the File'), button('Replace'), broken, button('Undo'))
    const both = ['/game/open.glb', '/game/bad.glb', '/game/ring.glb'].map(file)
    await setUp()[COMMANDS.reduceTriangles](both[0], both)
    expect(said()).toContain('2 models are replaced; the old files are kept.')
    expect(said().at(-1)).toBe('2 models are as they were before.')
    expect([models.get('/game/open.glb'), models.get('/game/ring.glb')]).toEqual(old)
  })

  it('does not ask for the place of a file that no result can take', async () => {
    models.set('/game/flat.obj', new TextEncoder().encode('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'))
    answers.push(() => '50%')
    await setUp()[COMMANDS.reduceTriangles](file('/game/flat.obj'))
    expect(written.map(({ files }) => files[0]?.path)).toEqual(['flat-reduced.obj'])
    expect(said().join('\n')).not.toContain('Replace')
  })

  it('tells of several which are written and how many need no change', async () => {
    models.set('/game/clean.glb', await writeGlb(documentOf(cube()).document))
    answers.push((rows) => rows.filter((_, i) => i === 3), label('New File'))
    const three = ['/game/open.glb', '/game/clean.glb', '/game/ring.glb'].map(file)
    await setUp()[COMMANDS.repairModel](three[0], three)
    expect(said()).toContain('open-repaired.glb is written. 2 models need no change.')
  })

  it('says that packed geometry is written unpacked', async () => {
    models.set('/game/packed.glb', new Uint8Array(await readFile('test/fixtures/models/meshopt.glb')))
    answers.push(label('Stand on the Ground'), label('New File'))
    await setUp()[COMMANDS.transformModel](file('/game/packed.glb'))
    const told = said().find((text) => text.startsWith('packed-transformed.glb is written'))
    expect(told).toMatch(/ unpacked, so that the file grows: (EXT|KHR)_meshopt_compression\.$/)
  })

  it('writes beside the source, and nothing where nothing is wrong', async () => {
    const names = (rows: readonly unknown[]) => rows.filter((row) => label('Names')([row]))
    answers.push(names, label('New File'))
    await setUp()[COMMANDS.repairModel](file('/game/open.glb'))
    expect(said().at(-1)).toBe('Nothing was found that needs a change.')
    answers.push(all, label('New File'))
    await setUp()[COMMANDS.repairModel](file('/game/open.glb'))
    expect(written.map(({ files }) => files[0]?.path)).toEqual(['open-repaired.glb'])
  })
})

describe('other changes', () => {
  it('give a real height, colliders, levels and parts', async () => {
    answers.push(label('Real Height'), () => '40 cm', label('New File'))
    await setUp()[COMMANDS.transformModel](file('/game/ring.glb'))
    expect(jobs[0]).toMatchObject({ options: { height: 0.4, pivot: 'bottom' } })
    answers.push(label('Capsule'), label('File of Its Own'))
    await setUp()[COMMANDS.makeCollider](file('/game/ring.glb'))
    answers.push(label('A File for Each Level'))
    await setUp()[COMMANDS.makeLevels](file('/game/ring.glb'))
    expect(said().join('\n')).toContain('4 files are written into')
    answers.push(label('By Part'))
    await setUp()[COMMANDS.splitModel](file('/game/ring.glb'))
    expect(written.map(({ files }) => files[0]?.path)).toEqual([
      ...['ring-transformed.glb', 'ring-collider.glb', 'ring_LOD0.glb', 'shape.glb'],
    ])
    expect(written.flatMap(({ own }) => own ?? [])).toEqual(['ring-lod', 'ring-parts'])
  })

  it('read lengths with their units', () => {
    expect(['1.8', '180 cm', '5 mm', '1,8 m', '0', 'big'].map(readMetres)).toEqual([
      ...[1.8, 1.8, 0.005, 1.8, undefined, undefined],
    ])
  })
})
