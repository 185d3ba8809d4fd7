// The order in which files of tests begin: the long ones first, so that none of them is left to run alone at the end. vitest
// orders by the time that files took before, which a fresh clone does not know, and by their size, which says nothing of
// a browser or of a service that is waited for.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Below `test/unit`, without their ending; by a whole run on two cores. Between those that draw in software stand others:
 * two of them side by side take more than twice as long.
 */
const LONG: readonly string[] = [
  'scenarios/webview/everyone',
  'scenarios/jobs/kill',
  'scenarios/jobs/faults',
  'scenarios/conformance/walk',
  'scenarios/conformance/random',
  'scenarios/webview/model/pictures-page',
  'scenarios/jobs/load',
  'scenarios/sandbox/surfaces',
  'webview/model/model-page',
  'scenarios/jobs/sleep',
  'scenarios/jobs/disk',
  'scenarios/webview/studio/page',
  'sandbox/work/convert-model',
  'scenarios/jobs/recover',
  'scenarios/webview/model/edit-page',
  'scenarios/webview/studio/steps-page',
  'scenarios/webview/viewport/batches',
  'scenarios/webview/viewport/formats',
  'scenarios/webview/viewport/damaged-gltf',
  'scenarios/webview/viewport/late-pictures',
]

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/unit/${name}.test.ts`))
      return at < 0 ? LONG.length : at
    }
    // A stable sort: the others stay as vitest has them.
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
