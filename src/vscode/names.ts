// The names that code and manifest share: commands, settings, views, context keys. A test compares them with
// package.json, so that the two cannot diverge.

/** Beside the commands of a job's actions, which the table in protocol/actions.ts names. */
export const COMMANDS = {
  openStudio: 'tripo.openStudio',
  generateFromText: 'tripo.generateFromText',
  generateFromImage: 'tripo.generateFromImage',
  generateFromClipboard: 'tripo.generateFromClipboard',
  generateFromViews: 'tripo.generateFromViews',
  makePicture: 'tripo.makePicture',
  makeModel: 'tripo.makeModel',
  makeModelFromViews: 'tripo.makeModelFromViews',
  setApiKey: 'tripo.setApiKey',
  removeApiKey: 'tripo.removeApiKey',
  openApiKeyPage: 'tripo.openApiKeyPage',
  openBillingPage: 'tripo.openBillingPage',
  useSandbox: 'tripo.useSandbox',
  leaveSandbox: 'tripo.leaveSandbox',
  refreshBalance: 'tripo.refreshBalance',
  openSettings: 'tripo.openSettings',
  editStyles: 'tripo.editStyles',
  editRecipes: 'tripo.editRecipes',
  pasteRecipe: 'tripo.pasteRecipe',
  showMenu: 'tripo.showMenu',
  showLog: 'tripo.showLog',
  addTask: 'tripo.addTask',
  generateBatch: 'tripo.generateBatch',
  searchHistory: 'tripo.searchHistory',
  showUsage: 'tripo.showUsage',
  clearFinished: 'tripo.clearFinished',
  filterTasks: 'tripo.filterTasks',
  clearTaskFilter: 'tripo.clearTaskFilter',
  showFamilies: 'tripo.showFamilies',
  showDays: 'tripo.showDays',
  continueModel: 'tripo.continueModel',
  openInModelEditor: 'tripo.openInModelEditor',
  compareModels: 'tripo.compareModels',
  compareWithCommit: 'tripo.compareWithCommit',
  convertModel: 'tripo.convertModel',
  inspectModel: 'tripo.inspectModel',
  checkModel: 'tripo.checkModel',
  checkAllModels: 'tripo.checkAllModels',
  showFinding: 'tripo.showFinding',
  reduceTriangles: 'tripo.reduceTriangles',
  optimiseModel: 'tripo.optimiseModel',
  repairModel: 'tripo.repairModel',
  transformModel: 'tripo.transformModel',
  makeCollider: 'tripo.makeCollider',
  makeLevels: 'tripo.makeLevels',
  splitModel: 'tripo.splitModel',
  mergeModels: 'tripo.mergeModels',
  undoModelChange: 'tripo.undoModelChange',
  applyLastEdits: 'tripo.applyLastEdits',
  insertCode: 'tripo.insertCode',
  generateAt: 'tripo.generateAt',
  showProject: 'tripo.showProject',
  generateWithRecipe: 'tripo.generateWithRecipe',
  buildAssets: 'tripo.buildAssets',
  restoreAssets: 'tripo.restoreAssets',
} as const

export const SETTINGS = {
  apiVersion: 'apiVersion',
  region: 'region',
  baseUrl: 'baseUrl',
  defaultModelVersion: 'defaults.modelVersion',
  defaultParameters: 'defaults.parameters',
  assetsFolder: 'assetsFolder',
  formats: 'formats',
  localSteps: 'localSteps',
  engine: 'engine',
  provenance: 'provenance',
  provenanceFolder: 'provenanceFolder',
  asciiNames: 'naming.ascii',
  namePattern: 'naming.pattern',
  notifications: 'notifications',
  dailyLimit: 'spending.dailyLimit',
  confirmAbove: 'spending.confirmAbove',
  askAbove: 'viewer.askAbove',
  keys: 'keys',
  scroll: 'viewer.scroll',
  budgets: 'budgets',
  validate: 'validate',
  styles: 'styles',
  recipes: 'recipes',
} as const
export const SETTINGS_SECTION = 'tripo'

export const VIEWS = {
  compact: 'tripo.compact',
  tasks: 'tripo.tasks',
  studio: 'tripo.studio',
  history: 'tripo.history',
  modelEditor: 'tripo.modelEditor',
  compare: 'tripo.compare',
} as const

/** Context keys for `when` clauses of the manifest. */
export const CONTEXT = {
  mode: 'tripo.mode',
  /** Whether the tasks are shown as families. */
  families: 'tripo.tasks.families',
  filtered: 'tripo.tasks.filtered',
} as const

/** Where a person makes a key (docs/protocol.md#bases-and-keys). */
export const API_KEY_PAGE = 'https://developers.tripo3d.ai/'

/**
 * Where a person adds credits to the API account; those of the website do not count. No official page names the address;
 * other clients lead there, and tell its rate of 100 credits a dollar, which the service's price list has, too.
 */
export const BILLING_PAGE = 'https://platform.tripo3d.ai/billing'

/** The extension, as VS Code names it. */
export const EXTENSION_ID = 'tripo-studio.tripo-studio'

/** The environment variable that holds a key when none is stored. */
export const KEY_VARIABLE = 'TRIPO_API_KEY'
