// Entry of the page that compares two models: finds the host's element, connects, and starts.
import './compare.css'
import { keepReadable } from '../contrast.ts'
import { connect } from '../studio/host.ts'
import { useStrings } from '../studio/l10n.ts'
import { ComparePage } from './compare-page.ts'

const app = document.getElementById('app')
if (app) {
  keepReadable(document)
  useStrings(app.dataset.strings, document.documentElement.lang)
  void new ComparePage(app, connect(), app.dataset.decoders ?? '').start()
}
