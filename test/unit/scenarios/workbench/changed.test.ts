// What `npm test -- --changed` runs for which change.
import { expect, it } from 'vitest'
import { changedSince, chooseFor } from '../../../../workbench/suites/changed.mjs'

const LAYERS = 'test/unit/scenarios/layers.test.ts'

it.each<[string, string[], ReturnType<typeof chooseFor>]>([
  ['nothing', [], { unit: 'none', alsoConcerned: [] }],
  ['words', ['README.md', 'docs/client.md'], { unit: 'none', alsoConcerned: [] }],
  ['a source', ['src/jobs/adopt.ts'], { unit: ['src/jobs/adopt.ts', LAYERS], alsoConcerned: ['host', 'e2e'] }],
  ['a unit test', [LAYERS], { unit: [LAYERS], alsoConcerned: [] }],
  ['a host test', ['test/host/a.ts'], { unit: ['test/host/a.ts', LAYERS], alsoConcerned: ['host'] }],
  ['an e2e test', ['test/e2e/a.spec.ts'], { unit: ['test/e2e/a.spec.ts', LAYERS], alsoConcerned: ['e2e'] }],
  ['the manifest', ['package.json', 'src/a.ts'], { unit: 'all', alsoConcerned: ['host', 'e2e'] }],
  ["vitest's settings", ['test/vitest.config.ts'], { unit: 'all', alsoConcerned: [] }],
])('%s', (_, files, choice) => expect(chooseFor(files)).toEqual(choice))

it('says why a ref that git does not know cannot be compared', async () => {
  await expect(changedSince('no-such-ref')).rejects.toThrow('"no-such-ref" could not be compared')
})
