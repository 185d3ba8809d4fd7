// The commands that open the two parts of the history page.
import { COMMANDS } from '../names.ts'
import type { HistoryPanels } from '../views/history-panel.ts'

/** The commands of this file by name. */
export const historyCommands = (panels: Pick<HistoryPanels, 'show'>) => ({
  [COMMANDS.searchHistory]: async () => panels.show('history'),
  [COMMANDS.showUsage]: async () => panels.show('usage'),
})
