// The model formats and what their files are called: plain data, so that the host can know them without loading a reader.

/** `usdz` stands for all of USD: packages, and layers on their own in text or binary form. */
export type ModelFormat = 'glb' | 'gltf' | 'obj' | 'stl' | 'fbx' | '3mf' | 'usdz' | 'ply'

/** How files of each format are called when they are written. */
export const FORMAT_EXTENSIONS: Readonly<Record<ModelFormat, string>> = {
  glb: '.glb',
  gltf: '.gltf',
  obj: '.obj',
  stl: '.stl',
  fbx: '.fbx',
  '3mf': '.3mf',
  usdz: '.usdz',
  ply: '.ply',
}

/** All endings under which models that can be read are found, without a dot. */
export const MODEL_ENDINGS: readonly string[] = [
  ...Object.values(FORMAT_EXTENSIONS).map((extension) => extension.slice(1)),
  ...['usda', 'usdc', 'usd'],
]

/** Whether a path ends as those of models do. */
export const isModelPath = (path: string): boolean =>
  MODEL_ENDINGS.includes((/\.([^./\\]+)$/.exec(path)?.[1] ?? '').toLowerCase())

/** The format that a file's name promises; layers of USD are one with packages. */
export function formatOfPath(path: string): ModelFormat | undefined {
  const ending = (/\.([^./\\]+)$/.exec(path)?.[1] ?? '').toLowerCase()
  if (/^usd[ac]?$/.test(ending)) return 'usdz'
  const formats: readonly ModelFormat[] = ['glb', 'gltf', 'obj', 'stl', 'fbx', '3mf', 'usdz', 'ply']
  return formats.find((format) => FORMAT_EXTENSIONS[format] === `.${ending}`)
}
