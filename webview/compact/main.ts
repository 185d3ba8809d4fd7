// Entry of the compact panel in the side bar: finds the host's element, connects, and starts.
import './compact.css'
import { keepReadable } from '../contrast.ts'
import { connect } from '../studio/host.ts'
import { useStrings } from '../studio/l10n.ts'
import { CompactPage } from './compact-page.ts'

const app = document.getElementById('app')
if (app) {
  keepReadable(document)
  useStrings(app.dataset.strings, document.documentElement.lang)
  void new CompactPage(app, connect()).start()
}
