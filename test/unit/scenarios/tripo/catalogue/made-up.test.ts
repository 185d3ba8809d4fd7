// A capability is described once: one that nobody has ever heard of, put into the list from one file, is found in the
// checks, in the estimate, by client and simulator, and in the documents. The form: scenarios/webview/studio/made-up-page.test.ts.
import { describe, expect, it, vi } from 'vitest'
import { AssetsFile } from '../../../../../src/assets-file/schema.ts'
import { encodePng } from '../../../../../src/mesh/images/png.ts'
import { createSimulator } from '../../../../../src/simulator/simulator.ts'
import { applicable, chainPrice, checkChain, slotOf } from '../../../../../src/tripo/catalogue/chain.ts'
import * as catalogue from '../../../../../src/tripo/catalogue/index.ts'
import { TripoClient } from '../../../../../src/tripo/client.ts'
import { methodName, optionName } from '../../../../../src/tripo/options.ts'
import { capabilitiesPage, clientPage } from '../../../../../workbench/docs-text.mjs'
import { glb, quickClock } from '../../../tripo/fakes.ts'
import { MADE_UP } from './made-up-capability.ts'

vi.mock('../../../../../src/tripo/catalogue/list.ts', async (original) => {
  const made = await import('./made-up-capability.ts')
  const { CATALOGUE } = await original<typeof import('../../../../../src/tripo/catalogue/list.ts')>()
  return { CATALOGUE: [made.MADE_UP, ...CATALOGUE] }
})

const v3 = { dialect: 'v3', now: 0 } as const
/** A picture file, which is uploaded first. */
const PICTURE_FILE = new Uint8Array(encodePng({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(200) }))
/** One that is there already. */
const PICTURE = { file_token: 'file_0123456789' }

describe('a capability from one file', () => {
  it('is found by its id and by both words of the wire', () => {
    for (const word of ['carve_relief', 'carve-relief']) expect(catalogue.capabilityOfType(word)).toBe(MADE_UP)
  })

  it('is checked, by its schema and by its rule', () => {
    const findings = (params: catalogue.Params) =>
      catalogue.checkRequest(MADE_UP, params, v3).findings.map(({ message }) => message)
    expect(findings({})).toEqual(['Choose a motif first.'])
    expect(findings({ file: PICTURE, depth: 12 })).toEqual(['Depth must lie between 1 and 9.'])
    expect(findings({ file: PICTURE, stone: 'slate', depth: 6 })).toEqual(['Slate breaks below four millimetres.'])
    expect(findings({ file: PICTURE, stone: 'slate', depth: 4 })).toEqual([])
  })

  it('is estimated, alone and in a chain, and follows what draws a picture', () => {
    const request = { capability: 'carve_relief', params: { file: PICTURE, depth: 3 } }
    expect(catalogue.estimate(MADE_UP, request.params).total).toBe(21)
    const chain = [request, { capability: 'convert_model', params: { format: 'USDZ' } }] as const
    expect(chainPrice(chain).total).toBe(26)
    const picture = { capability: 'text_to_image', params: { prompt: 'a lion' }, status: 'success' }
    expect(applicable(picture, v3).map(({ capability }) => capability.id)).toContain('carve_relief')
    const drawn = { capability: 'text_to_image', params: picture.params }
    expect(checkChain([drawn, { capability: 'carve_relief', params: {} }], v3).every(({ ok }) => ok)).toBe(true)
  })

  it.each(['v2', 'v3'] as const)('is made by the client and the simulator, %s', async (dialect) => {
    const jobs: unknown[] = []
    const simulator = createSimulator({
      timeScale: 1000,
      build: async ({ capability, params }) => {
        jobs.push([capability, params.depth, params.stone])
        return [{ kind: 'model', extension: 'glb', mediaType: 'model/gltf-binary', bytes: glb(4000) }]
      },
    })
    const client = new TripoClient({
      apiKey: 'tsk_made_up_0123456789',
      base: { dialect, region: 'custom', url: `http://127.0.0.1${dialect === 'v3' ? '/v3' : '/v2/openapi'}` },
      resources: {
        fetch: (url, init) => simulator.fetch(new Request(url, init)),
        clock: quickClock(50),
      },
    })
    await expect(client.create(MADE_UP, { image: PICTURE_FILE, depth: 20 })).rejects.toMatchObject({
      message: expect.stringContaining('Depth must lie between 1 and 9.'),
    })
    const before = (await client.getBalance()).balance
    const id = await client.create(MADE_UP, { image: PICTURE_FILE, depth: 3 })
    const task = await client.waitForTask(id)
    expect(task.status).toBe('success')
    expect(task.output.model).toMatch(/^http/)
    expect(before - (await client.getBalance()).balance).toBe(21)
    expect(jobs).toEqual([['carve_relief', 3, 'marble']])
    client.dispose()
    simulator.dispose()
  })

  it('is in the documents', () => {
    const kit = { ...catalogue, methodName, optionName, slotOf, AssetsFile }
    const page = clientPage(kit, new Map())
    expect(page).toContain('## carveRelief')
    expect(page).toContain('Credits: 14; ')
    expect(page).toContain("| `stone` | `'marble'`, `'slate'` | `'marble'` |")
    expect(capabilitiesPage(kit)).toMatch(/`carveRelief` .* studio .*`\/generation\/carve-relief`/)
  })
})
