// Commands of the local tools that change a model: whether its file is replaced, what becomes of the old one, and when it comes back.
import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/index.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { readMetres } from '../../../../src/vscode/commands/model-edits.ts'
import { COMMANDS } from '../../../../src/vscode/names.ts'
import { answers, executed } from '../../../support/vscode.ts'
import { cube, documentOf } from '../../mesh/tools/shapes.ts'
import { button, file, jobs, label, models, said, setUp, startAnew, written } from './tool-commands.ts'

beforeEach(startAnew)

describe('a tool that would not make a model better', () => {
  it('writes and replaces nothing, and says why', async () => {
    models.set('/game/cube.glb', await writeGlb(documentOf(cube()).document))
    answers.push(label('Web'), label('Replace the File'), button('Replace'))
    await setUp()[COMMANDS.optimiseModel](file('/game/cube.glb'))
    expect(said().at(-1)).toMatch(/^cube\.glb: It would not become smaller \(.*\): the file stays as it is\.$/)
    answers.push(() => '5000', label('New File'))
    await setUp()[COMMANDS.reduceTriangles](file('/game/cube.glb'))
    expect(said().at(-1)).toBe('cube.glb: It has 12 triangles only: the file stays as it is.')
    expect({ written, executed, kept: [...models.keys()].some((path) => path.startsWith('/kept')) }).toEqual({
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

  describe('put back', () => {
    const ring = '/game/ring.glb'
    const reduce = async (commands: ReturnType<typeof setUp>, ...more: ((rows: readonly unknown[]) => unknown)[]) => {
      answers.push(() => '50%', label('Replace the File'), button('Replace'), ...more)
      await commands[COMMANDS.reduceTriangles](file(ring))
    }
    /** Another program writes the file. */
    const write = async () => {
      const other = await writeGlb(documentOf(cube()).document)
      models.set(ring, other)
      return other
    }

    it('one after the other, without a question', async () => {
      const commands = setUp()
      const old = models.get(ring)
      await reduce(commands)
      const half = models.get(ring)
      await reduce(commands)
      await commands[COMMANDS.undoModelChange]()
      expect(models.get(ring)).toEqual(half)
      await commands[COMMANDS.undoModelChange]()
      expect(models.get(ring)).toEqual(old)
      expect(said().slice(-2)).toEqual(['ring.glb is as it was before.', 'ring.glb is as it was before.'])
      await commands[COMMANDS.undoModelChange]()
      expect(said().at(-1)).toBe('No model has been changed in this window.')
    })

    it('over somebody’s newer file after a yes only, which comes back then', async () => {
      const commands = setUp()
      const old = models.get(ring)
      await reduce(commands)
      const other = await write()
      await commands[COMMANDS.undoModelChange]()
      expect(said()).toContain('ring.glb was changed again since. Put the old file back?')
      expect(models.get(ring)).toEqual(other)
      answers.push(button('Put Back'))
      await commands[COMMANDS.undoModelChange]()
      expect(models.get(ring)).toEqual(old)
      await commands[COMMANDS.undoModelChange]()
      expect(models.get(ring)).toEqual(other)
    })

    it('by an old notification after a question, and once only', async () => {
      const commands = setUp()
      const old = models.get(ring)
      let press: (() => unknown) | undefined
      // A notification that is answered when the file has been changed by another tool.
      const late = (rows: readonly unknown[]) => new Promise((resolve) => (press = () => resolve(button('Undo')(rows))))
      const first = reduce(commands, late)
      await expect.poll(() => press).toBeDefined()
      await reduce(commands)
      const quarter = models.get(ring)
      press?.()
      await first
      expect(said()).toContain('ring.glb was changed again since. Put the old file back?')
      expect(models.get(ring)).toEqual(quarter)
      await commands[COMMANDS.undoModelChange]()
      await commands[COMMANDS.undoModelChange]()
      expect(models.get(ring)).toEqual(old)
    })

    it('not by a notification of what has been undone', async () => {
      const commands = setUp()
      const undone = async (rows: readonly unknown[]) => {
        await commands[COMMANDS.undoModelChange]()
        return button('Undo')(rows)
      }
      const old = models.get(ring)
      await reduce(commands, undone)
      expect(said().at(-1)).toBe('This change has been undone already.')
      expect(models.get(ring)).toEqual(old)
    })
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
    expect(['99999999999', '1000000 m', '1000001', '0.0000001 mm'].map(readMetres)).toEqual([
      ...[undefined, 1e6, undefined, undefined],
    ])
  })
})
