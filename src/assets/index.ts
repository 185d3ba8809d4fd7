// What the other layers use of src/assets: names, folder, placement and provenance of results.
export { derivedSidecar } from './derive.ts'
export { recordEdits, recordedEdits } from './edits.ts'
export { AssetsError, placementProblem } from './errors.ts'
export type { AssetFiles } from './files.ts'
export { findFile, isThere } from './find.ts'
export { AUTO_FOLDER, assetsFolder, checkFolder, isInside } from './folder.ts'
export { gamePath } from './game-path.ts'
export {
  fileName,
  type Incoming,
  type Placed,
  type Placement,
  type PlacementResult,
  place,
} from './place.ts'
export {
  Provenance,
  type ProvenanceFacts as Origin,
  type RecordedEdits,
  readProvenance,
  withoutSecrets,
  writeProvenance,
} from './provenance.ts'
export { chooseRoot } from './root.ts'
export {
  findSidecar,
  folderOf,
  MOST_JSON,
  moveSidecar,
  moveSidecarOf,
  relativePath,
  resolvePath,
  SIDECAR,
  SIDECAR_FOLDER,
  SIDECAR_PLACES,
  type SidecarPlace,
  sidecarFolder,
  sidecarPaths,
} from './sidecar.ts'
export { isTemporaryBy, isTemporaryOf, type Owner, stagingName, temporaryName } from './temporary.ts'
