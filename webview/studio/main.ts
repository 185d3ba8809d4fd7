// Entry of the studio page: finds the host's element, connects, and starts.
import './studio.css'
import { keepReadable } from '../contrast.ts'
import { connect } from './host.ts'
import { useStrings } from './l10n.ts'
import { Studio } from './studio.ts'

const app = document.getElementById('app')
if (app) {
  keepReadable(document)
  useStrings(app.dataset.strings, document.documentElement.lang)
  const studio = new Studio(app, connect())
  void studio.start()
}
