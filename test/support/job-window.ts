// The jobs of a window with what activation joins to them: folders as destinations, and the questions that a person is asked.
import { Destinations } from '../../src/vscode/destination.ts'
import type { Submit } from '../../src/vscode/generate.ts'
import { JobDialogs } from '../../src/vscode/job-dialogs.ts'
import { WindowJobs, type WindowJobsServices } from '../../src/vscode/jobs.ts'

export class JobWindow extends WindowJobs {
  readonly dialogs: JobDialogs
  readonly submit: Submit

  constructor(services: WindowJobsServices) {
    super(services)
    const destinations = new Destinations(services)
    this.dialogs = new JobDialogs({ jobs: this.api, destinations, account: services.account })
    this.submit = async (requests, place) => this.api.start(requests, await destinations.of(place, requests))
  }
}
