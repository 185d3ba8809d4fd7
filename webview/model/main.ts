// Entry of the model editor's page: finds the host's element, connects, and starts.
import './model.css'
import { keepReadable } from '../contrast.ts'
import { connect } from '../studio/host.ts'
import { useStrings } from '../studio/l10n.ts'
import { ModelPage } from './model-page.ts'

const app = document.getElementById('app')
if (app) {
  keepReadable(document)
  useStrings(app.dataset.strings, document.documentElement.lang)
  void new ModelPage(app, connect(), app.dataset.decoders ?? '').start()
}
