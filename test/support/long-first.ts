// The order in which files of tests begin: the long ones first, so that none of them is left to run alone at the end. vitest
// orders by the time that files took before, which a fresh clone does not know, and by their size, which says nothing of
// a browser or of a service that is waited for.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Below `test/unit`, without their ending; the longest first, by a whole run on two cores. */
const LONG: readonly string[] = [
  'scenarios/webview/everyone',
  'scenarios/jobs/kill',
  'scenarios/jobs/faults',
  'scenarios/conformance/walk',
  'scenarios/conformance/random',
  'scenarios/webview/model/pictures-page',
  'scenarios/webview/studio/page',
  'webview/model/model-page',
  'scenarios/webview/studio/steps-page',
  'scenarios/webview/model/edit-page',
  'scenarios/sandbox/surfaces',
  'scenarios/webview/viewport/formats',
  'scenarios/jobs/disk',
  'scenarios/jobs/load',
  'scenarios/jobs/recover',
  'scenarios/jobs/sleep',
  'sandbox/work/convert-model',
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
