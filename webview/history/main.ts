// Entry of the page of history and usage: finds the host's element, connects, and starts.
import './history.css'
import { keepReadable } from '../contrast.ts'
import { connect } from '../studio/host.ts'
import { useStrings } from '../studio/l10n.ts'
import { HistoryPage } from './history.ts'

const app = document.getElementById('app')
if (app) {
  keepReadable(document)
  useStrings(app.dataset.strings, document.documentElement.lang)
  void new HistoryPage(app, connect()).start()
}
