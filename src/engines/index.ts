// What the other layers use of src/engines: the project that a file belongs to, and how its code names files.
export { BUNDLER_TITLES, type BundlerId, type Serving } from './bundler.ts'
export type { CodeStyle } from './code-style.ts'
export { ENGINE_TITLES, ENGINES, type EngineId, isEngine } from './engine.ts'
export { filesOf, type GameUrl, typeNameOf, type UrlImport, urlOf, variableOf } from './game-url.ts'
export { describeProject, findProject, type Project, type ProjectOptions } from './project.ts'
export {
  type Entry,
  folderOf,
  isBelow,
  joinPath,
  MOST_TEXT,
  nameOf,
  type ProjectFiles,
  relativePath,
} from './project-files.ts'
