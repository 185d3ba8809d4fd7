// The stage shows what the details name: the model, its progress, or why there is neither and what it was to come from.
import { describe, expect, it } from 'vitest'
import type { JobFile, JobView } from '../../../../src/protocol/job.ts'
import { sceneOf } from '../../../../webview/studio/scene.ts'

const job = (part: Partial<JobView> = {}): JobView => ({
  ...{ id: 'j', capability: 'text_to_model', title: 'a robot', phase: 'delivered', startedAt: 1, service: 'sandbox' },
  ...{ estimate: 20, params: {}, files: [] },
  ...part,
})
const file = (path: string, kind = 'model'): JobFile => ({
  kind,
  path,
  uri: `file:///${path}`,
  webUri: `w:/${path}`,
  bytes: 9,
})

describe('sceneOf', () => {
  it.each(['glb', 'gltf', 'fbx', 'obj', 'stl', 'ply', '3mf', 'usdz', 'zip', 'GLB'])('shows a .%s', (ending) => {
    const path = `assets/robot.${ending}`
    expect(sceneOf(job({ files: [file(path)] }))).toEqual({ kind: 'model', url: `w:/${path}`, name: `robot.${ending}` })
  })

  it('takes the best of several models, and the model before a picture', () => {
    const files = [file('a.png', 'rendered_image'), file('base.glb', 'base_model'), file('pbr.glb', 'pbr_model')]
    expect(sceneOf(job({ files }))).toMatchObject({ name: 'pbr.glb' })
  })

  it('shows the picture of a job that makes pictures', () => {
    expect(sceneOf(job({ files: [file('a/b.webp', 'image')] }))).toEqual({
      ...{ kind: 'pictures', pictures: [{ url: 'w:/a/b.webp', name: 'b.webp' }] },
    })
    const views = ['front', 'left'].map((view) => file(`a/${view}.png`, `${view}_view`))
    expect(sceneOf(job({ files: views }))).toMatchObject({ pictures: [{ name: 'front.png' }, { name: 'left.png' }] })
  })

  it('gives the stage to the progress of what is being made, whatever stood there', () => {
    for (const phase of ['preparing', 'queued', 'generating', 'downloading'] as const) {
      expect(sceneOf(job({ phase }))).toEqual({ kind: 'wait' })
    }
    expect(sceneOf(undefined)).toEqual({ kind: 'nothing' })
  })

  it('says why there is no model, and what it comes from', () => {
    expect(sceneOf(job({ files: [file('a/robot.splat')] }))).toEqual({
      kind: 'reason',
      text: 'robot.splat is not a model that can be shown here',
      nextStep: 'a robot',
    })
    expect(sceneOf(job({ capability: 'check_riggable' }))).toMatchObject({ text: 'This result has no model' })
    expect(sceneOf(job({ phase: 'failed', capability: 'convert_model' }))).toEqual({
      kind: 'reason',
      text: 'Failed',
      nextStep: expect.stringContaining('a robot'),
    })
    const { webUri: _, ...unreachable } = file('a.glb')
    expect(sceneOf(job({ files: [unreachable] }))).toMatchObject({ kind: 'reason' })
  })
})
