// Commands of the local tools that leave a model as it is: what a person is told and asked before a file is written beside it.
import { beforeEach, describe, expect, it } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import type { ToolJob } from '../../../../src/mesh/tools/job.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import type { JobView } from '../../../../src/protocol/job.ts'
import { readTarget } from '../../../../src/vscode/commands/model-tools.ts'
import { COMMANDS } from '../../../../src/vscode/names.ts'
import { Cancelled } from '../../../../src/vscode/show-problem.ts'
import { answers, diagnostics, documents, executed, progresses, settings, Uri } from '../../../support/vscode.ts'
import { cube, documentOf } from '../../mesh/tools/shapes.ts'
import {
  button,
  codeOf,
  compared,
  file,
  jobs,
  label,
  models,
  said,
  setUp,
  startAnew,
  tasks,
  written,
} from './tool-commands.ts'

beforeEach(startAnew)

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

describe('from a menu of tasks', () => {
  const task = (name: string, part: Partial<JobView> = {}): JobView => ({
    ...{ id: name, capability: 'text_to_model', title: name, phase: 'delivered', startedAt: 0, service: 'service' },
    ...{ estimate: 20, params: {}, files: [{ kind: 'model', path: name, uri: `file:///game/${name}`, bytes: 1 }] },
    ...part,
  })
  const node = (job: JobView) => ({ kind: 'job', job })
  const readNames = () => jobs.map(({ name }) => name)

  it('takes the models of the rows that were clicked or selected, and of a chain its result', async () => {
    const chain = (index: number) => ({ group: { id: 'g', kind: 'chain', index, of: 2 } }) as const
    const [ring = task(''), open = task(''), hero = task('')] = [
      task('ring.glb'),
      task('open.glb', chain(0)),
      task('hero.glb', chain(1)),
    ]
    tasks.push(ring, open, hero)
    const { [COMMANDS.reduceTriangles]: reduce } = setUp()
    answers.push(() => '50%', label('New File'))
    await reduce(node(ring), undefined)
    expect(readNames()).toEqual(['ring-reduced'])
    answers.push(() => '50%', label('New File'))
    await reduce(node(ring), [node(ring), { kind: 'chain', id: 'g', jobs: [open, hero] }])
    expect(readNames()).toEqual(['ring-reduced', 'ring-reduced', 'hero-reduced'])
  })

  it('takes those of cards of the page', async () => {
    tasks.push(task('ring.glb'), task('open.glb'))
    answers.push(() => '50%', label('New File'))
    await setUp()[COMMANDS.reduceTriangles]({ webview: 'studio', tripoJobs: ['ring.glb', 'open.glb'] })
    expect(readNames()).toEqual(['ring-reduced', 'open-reduced'])
  })

  it('works on nothing else when the task is gone', async () => {
    await expect(setUp()[COMMANDS.convertModel](node(task('ring.glb')))).rejects.toThrow(Cancelled)
    expect([said(), jobs]).toEqual([['The file is gone.'], []])
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
    ["1'234 567", { triangles: 1_234_567 }],
    // Where a comma is the decimal sign.
    ['1,5', undefined],
    ['0', undefined],
    ['0%', undefined],
    ['101%', undefined],
    ['-3', undefined],
    ['99999999999', undefined],
    ['99999999999 mm', undefined],
    ['0.0000001%', undefined],
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
