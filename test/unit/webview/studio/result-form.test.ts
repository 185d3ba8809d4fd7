// The form about a finished result, in the page: opened by the host, priced, sent as steps on that task, left again; and a
// task's settings put back into its tab.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from './page/fixture.ts'

describe('the form about a result', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture
  const showForm = (form: unknown) =>
    fixture.page.evaluate((body) => {
      const { server } = window.fakeHost
      server.notify('showForm', JSON.parse(body))
    }, JSON.stringify(form))
  const jobOf = (title: string) =>
    fixture.page.locator('[data-testid=task]').filter({ hasText: title }).first().getAttribute('data-job')

  it('shows the whole form of the chosen step, asks its own price only, and starts on that task', async () => {
    await open('samples=1')
    await at('field-prompt').fill('something else')
    const jobId = await jobOf('a knight')
    await showForm({ onJob: jobId, requests: [] })
    await fixture.page.getByText('Continue with “a knight”').waitFor()
    expect(await at('field-prompt').first().isVisible()).toBe(false)
    await at('result-form').getByTestId('add-smart_lowpoly').click()
    await at('result-form').getByTestId('field-face_limit').fill('5,000')
    await fixture.page.getByText('Generate · 30 credits').waitFor()
    await at('generate').click()
    expect(await lastAsked('continueWith')).toEqual({
      jobId,
      steps: [{ capability: 'smart_lowpoly', params: { face_limit: 5000 } }],
    })
    // Started: the form that waited underneath is there again, with what it held.
    await at('result-form').waitFor({ state: 'hidden' })
    expect(await at('field-prompt').first().inputValue()).toBe('something else')
  })

  it('ends with what this machine does, free: after the steps, or at once where there is none', async () => {
    await open('samples=1')
    const jobId = await jobOf('a knight')
    await showForm({ onJob: jobId, requests: [] })
    const form = at('result-form')
    await form.getByTestId('add-local-step').click()
    await fixture.page.getByRole('menuitem', { name: 'Convert', exact: true }).click()
    await form.getByLabel('Format').selectOption('stl')
    await fixture.page.getByText('Generate · 0 credits').waitFor()
    await form.getByTestId('add-smart_lowpoly').click()
    await fixture.page.getByText('Generate · 30 credits').waitFor()
    await at('generate').click()
    const local = [{ tool: 'convert', options: { format: 'stl', fbxPreset: 'blender' } }]
    expect(await lastAsked('continueWith')).toMatchObject({ jobId, steps: [{ capability: 'smart_lowpoly' }], local })
    await form.waitFor({ state: 'hidden' })
    await showForm({ onJob: jobId, requests: [], local })
    await at('generate').click()
    await form.waitFor({ state: 'hidden' })
    expect(await lastAsked('continueWith')).toEqual({ jobId, steps: [], local })
  })

  it('says before it is paid what the model on the stage holds and the format does not', async () => {
    const extensions = { KHR_lights_punctual: { lights: [{ type: 'point' }] } }
    const cameras = [{ type: 'perspective', perspective: { yfov: 1, znear: 0.1 } }]
    const lit = { asset: { version: '2.0' }, extensionsUsed: Object.keys(extensions), extensions, cameras }
    await fixture.page.route('**/model.glb', (route) => route.fulfill({ json: lit }))
    await open('samples=1')
    const knight = fixture.page.locator('[data-testid=task]').filter({ hasText: 'a knight' }).first()
    await knight.click()
    await showForm({
      onJob: await knight.getAttribute('data-job'),
      requests: [{ capability: 'convert_model', params: { format: 'OBJ' }, images: {} }],
    })
    await at('result-form')
      .getByText('does not get all that the model holds: cameras and lights are left out.')
      .waitFor()
  })

  it('offers the steps when none was chosen, and can be left', async () => {
    await open('samples=1')
    await showForm({ onJob: await jobOf('a knight'), requests: [] })
    await at('result-form').waitFor()
    await at('generate').click()
    expect(await at('result-form').getByTestId('add-rig_model').isVisible()).toBe(true)
    await at('leave-result').click()
    await at('result-form').waitFor({ state: 'hidden' })
    expect(await at('tab-text_to_model').isVisible()).toBe(true)
  })

  it('puts a task’s prompt, parameters, image and steps back into the form', async () => {
    await open()
    await at('field-prompt').fill('to be replaced')
    await showForm({
      requests: [
        { capability: 'text_to_model', params: { prompt: 'a red barrel', face_limit: 4000 }, images: {} },
        { capability: 'convert_model', params: { format: 'STL' }, images: {} },
      ],
    })
    await fixture.page.waitForFunction(() => document.querySelector('textarea')?.value === 'a red barrel')
    expect(await at('field-face_limit').first().inputValue()).toMatch(/4,?000/)
    await at('step').first().waitFor()
    const image = { upload: 'file:///w/lamp.png', name: 'lamp.png', bytes: 900, webUri: '/icon.png' }
    await showForm({ requests: [{ capability: 'image_to_model', params: {}, images: { file: image } }] })
    await at('image-thumb').getByText('lamp.png').waitFor()
    expect(await at('step').count()).toBe(0)
  })
})
