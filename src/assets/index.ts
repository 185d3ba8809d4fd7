// The assets room: names, folder, placement and provenance of results.
export { AssetsError, placementProblem } from './errors.ts'
export { type AssetFiles, codeOf } from './files.ts'
export { findFile, isThere } from './find.ts'
export { AUTO_FOLDER, assetsFolder, checkFolder, isInside } from './folder.ts'
export { gamePath } from './game-path.ts'
export {
  type Incoming,
  type Placed,
  type Placement,
  type PlacementResult,
  place,
  SIDECAR,
} from './place.ts'
export { type Origin, Provenance, readProvenance, withoutSecrets, writeProvenance } from './provenance.ts'
export { chooseRoot } from './root.ts'
export { isTemporaryBy, isTemporaryOf, type Owner, stagingName, temporaryName } from './temporary.ts'
