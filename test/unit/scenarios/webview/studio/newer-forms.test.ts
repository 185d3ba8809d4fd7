// What the service has since October 2026, in the studio page: cutting files into parts, splats that are no meshes, and
// drafts that name what is gone.
import { describe, expect, it } from 'vitest'
import { emptyDraft } from '../../../../../webview/studio/drafts.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('newer forms', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture
  const panel = () => fixture.page.locator('[role=tabpanel]:visible')
  const tab = (name: string) => fixture.page.getByRole('tab', { name, exact: true }).click()
  /** The page with a draft from earlier, on a day. */
  const openWith = async (draft: object, day?: string) => {
    if (day !== undefined) {
      await fixture.page.clock.setFixedTime(new Date(`${day}T12:00:00Z`))
      fixture.spend()
    }
    await open()
    await fixture.leave()
    await fixture.page.evaluate((state) => sessionStorage.setItem('state', JSON.stringify(state)), {
      draft: { ...emptyDraft(), ...draft },
      started: [],
    })
    await open()
  }

  it('cut a picture or a GLB into parts, each with its own files, words and price', async () => {
    await open()
    await tab('Segment')
    expect(await at('generate').textContent()).toBe('Generate · 85 credits')
    await panel().getByText('From Workspace…').click()
    await panel().getByText('workspace.png').waitFor()
    await panel().getByTestId('field-seg_type').getByText('Model').click()
    expect(await at('generate').textContent()).toBe('Generate · 55 credits')
    await panel().getByText('“workspace.png” is a picture. Remove it and choose a GLB.').waitFor()
    await panel().getByLabel('Remove Image').click()
    await panel().getByText('Drop a GLB of the explorer here').waitFor()
    await panel().getByText('From Disk…').click()
    expect(await lastAsked('pickImage')).toEqual({ from: 'disk', kind: 'model' })
    await panel().getByText('disk.glb').waitFor()
    await panel().getByTestId('field-granularity').getByText('Fine').click()
    await panel().getByTestId('advanced').click()
    await panel().getByTestId('field-transform').fill('1 0 0 0, 0 1 0 0, 0 0 1 0, 0 0')
    await panel().getByText('exactly 16 entries are needed, not 14').waitFor()
    await panel().getByTestId('field-transform').fill('1 0 0 0, 0 1 0 0, 0 0 1 0, 0 0 0 1')
    await at('steps').click()
    await fixture.page.getByText('Nothing can follow this step.').waitFor()
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({
      capability: 'smart_segment',
      params: {
        ...{ seg_type: 'model', granularity: 'fine', file: { upload: 'file:///w/disk.glb' } },
        transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
      },
    })
    expect(await fixture.axe()).toEqual([])
  })

  it('say of a splat that it is no mesh, and let nothing follow it', async () => {
    await open()
    await tab('Splat')
    await panel().getByText('not a mesh: it cannot be textured, rigged or converted').waitFor()
    await fixture.page.getByText('none can follow').waitFor()
    await at('steps').click()
    await fixture.page.getByText('Nothing can follow this step.').waitFor()
    expect(await at('add-step').isVisible()).toBe(false)
    await fixture.page.evaluate(() => {
      const file = { kind: 'splat', path: 'assets/fern.ply', uri: 'file:///w/assets/fern.ply', bytes: 70 } as const
      const job = { id: 'splat', capability: 'image_to_splat', params: {}, title: 'fern', phase: 'delivered' } as const
      const facts = { service: 'service', startedAt: 1, finishedAt: 2, estimate: 30, taskId: 't' } as const
      window.fakeHost.server.notify('jobs', { jobs: [{ ...job, ...facts, files: [file] }], removed: [] })
    })
    await at('task').click()
    await fixture.page.getByText('Gaussian splat, not a mesh').waitFor()
    expect(await at('action-continue').count()).toBe(0)
  })

  it('move a draft on from what is gone, with a word, and send what follows', async () => {
    const forms = { text_to_model: { prompt: 'a chair', model_version: 'Turbo-v1.0-20250506' } }
    await openWith({ forms })
    await panel().getByText('is not offered by API v3; v2.5 is chosen instead.').waitFor()
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({ params: { model_version: 'v2.5-20250123' } })
  })

  it('move the steps of a draft on, on the page’s own day', async () => {
    const step = { id: 'step-1', capability: 'rig_model', params: { model_version: 'v2.0-20250506' } }
    const draft = {
      forms: { text_to_model: { prompt: 'a knight' } },
      steps: [step],
      stepsOpen: true,
      openStep: 'step-1',
    }
    await openWith(draft, '2026-06-02')
    await fixture.page.getByText('v2.0 went on 1 June 2026; v2.5 is chosen instead.').locator('visible=true').waitFor()
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({ steps: [{ params: { model_version: 'v2.5-20260210' } }] })
  })

  it('say what a conversion leaves out, before it is paid for and in the details of its result', async () => {
    const step = { id: 'step-1', capability: 'convert_model', params: { format: 'STL' } }
    await openWith({ forms: { text_to_model: { prompt: 'a cup' } }, steps: [step], stepsOpen: true })
    await fixture.page.getByText('A file of STL holds the shape only: textures are left out.').waitFor()
    await fixture.page.evaluate(() => {
      const file = { kind: 'model', path: 'assets/cup.stl', uri: 'file:///w/assets/cup.stl', bytes: 70 } as const
      const job = { id: 'cup', capability: 'convert_model', params: { format: 'STL' }, title: 'cup' } as const
      const facts = { phase: 'delivered', service: 'service', startedAt: 1, estimate: 5 } as const
      window.fakeHost.server.notify('jobs', { jobs: [{ ...job, ...facts, files: [file] }], removed: [] })
    })
    await at('task').click()
    await fixture.page.getByText('without textures').waitFor()
  })
})
