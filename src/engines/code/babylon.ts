// Loading a model with Babylon.js, from modules or from its global scripts.
import { phrase, type Words } from '../../text/index.ts'
import type { Need } from './imports.ts'
import {
  type CodeRequest,
  clipComment,
  deeper,
  firstClip,
  lines,
  type ModelCode,
  needsOfUrl,
  quote,
} from './model-code.ts'

const CORE = '@babylonjs/core'
const NO_LOADERS = phrase('This code needs the loaders of Babylon.js: {0}', 'npm install @babylonjs/loaders')
const NO_HAVOK = phrase('This code needs physics in the scene: {0}', 'npm install @babylonjs/havok')

/** Lines that keep Babylon from fetching decoders from elsewhere. */
function decoderLines({ facts, decoders }: CodeRequest): { code: string[]; imports: Need[] } {
  const code: string[] = []
  const imports: Need[] = []
  if (facts.needs.includes('draco')) {
    imports.push({ name: 'DracoDecoder', from: `${CORE}/Meshes/Compression/dracoDecoder` })
    code.push(
      'DracoDecoder.DefaultConfiguration = {',
      `  wasmUrl: ${decoders.draco} + 'draco_wasm_wrapper.js',`,
      `  wasmBinaryUrl: ${decoders.draco} + 'draco_decoder.wasm',`,
      `  fallbackUrl: ${decoders.draco} + 'draco_decoder.js',`,
      '};',
    )
  }
  if (facts.needs.includes('meshopt')) {
    imports.push({ name: 'MeshoptCompression', from: `${CORE}/Meshes/Compression/meshoptCompression` })
    code.push(`MeshoptCompression.Configuration = { decoder: { url: ${decoders.meshopt} + 'meshopt_decoder.js' } };`)
  }
  if (facts.needs.includes('ktx2')) {
    imports.push({ name: 'KhronosTextureContainer2', from: `${CORE}/Misc/khronosTextureContainer2` })
    code.push(
      'KhronosTextureContainer2.URLConfig = {',
      '  ...KhronosTextureContainer2.URLConfig,',
      `  jsMSCTranscoder: ${decoders.basis} + 'msc_basis_transcoder.js',`,
      `  wasmMSCTranscoder: ${decoders.basis} + 'msc_basis_transcoder.wasm',`,
      '};',
    )
  }
  return { code, imports }
}

/** Code for Babylon.js. */
export function babylonCode(request: CodeRequest): ModelCode {
  const { project, facts, url, variant, name, scene, canAwait } = request
  const hasModules = project.dependencies.has(CORE)
  const loaders = hasModules ? '@babylonjs/loaders/dynamic' : 'babylonjs-loaders'
  const core = hasModules ? CORE : 'babylonjs'
  const imports: Need[] = [...needsOfUrl(url)]
  const notes: Words[] = []
  const decoders = decoderLines(request)
  imports.push(...decoders.imports.map((need) => (hasModules ? need : { ...need, from: core })))
  const before = [...decoders.code]
  if (hasModules) {
    imports.push({ name: 'registerBuiltInLoaders', from: loaders })
    before.unshift('registerBuiltInLoaders();')
  } else if (!project.isGlobal) imports.push({ from: loaders })
  if (
    !project.isGlobal &&
    !project.dependencies.has('@babylonjs/loaders') &&
    !project.dependencies.has('babylonjs-loaders')
  )
    notes.push(NO_LOADERS)
  const sceneLoader = hasModules ? `${CORE}/Loading/sceneLoader` : core
  const clip = firstClip(facts)
  const isMany = variant === 'copies'
  const call = isMany ? 'LoadAssetContainerAsync' : 'ImportMeshAsync'
  imports.push({ name: call, from: sceneLoader })
  const options =
    variant === 'progress'
      ? `, {\n  onProgress: ({ loaded, total }) => console.log(\`${name}: \${total > 0 ? Math.round((100 * loaded) / total) : '?'} %\`),\n}`
      : ''
  const load = `${call}(${url.expression}, ${scene}${options})`
  const use: string[] = []
  if (isMany) {
    use.push(
      ...(clip === undefined ? [] : [clipComment(facts)]),
      'for (let index = 0; index < 5; index++) {',
      '  // Geometry and materials are shared; skeletons and clips are each copy’s own.',
      `  const copy = ${name}.instantiateModelsToScene((source) => \`\${source} \${index}\`);`,
      '  for (const node of copy.rootNodes) if (node instanceof TransformNode) node.position.x = index * 2;',
      ...(clip === undefined
        ? []
        : [`  copy.animationGroups.find((group) => group.name.startsWith(${quote(clip)}))?.start(true);`]),
      '}',
    )
    imports.push({ name: 'TransformNode', from: hasModules ? `${CORE}/Meshes/transformNode` : core })
  } else if (clip !== undefined) {
    use.push(
      clipComment(facts),
      `for (const group of ${name}.animationGroups) group.stop();`,
      `${name}.animationGroups.find((group) => group.name === ${quote(clip)})?.start(true);`,
    )
  }
  if (variant === 'levels' && request.levelUrls.length > 0) {
    imports.push(
      { name: 'Mesh', from: hasModules ? `${CORE}/Meshes/mesh` : core },
      ...request.levelUrls.flatMap(needsOfUrl),
    )
    const all = request.levelUrls.map(
      ({ expression }, index) =>
        `ImportMeshAsync(${expression}, ${scene}).then((level) => addLevel(level.meshes, ${10 * 2 ** index}));`,
    )
    use.push(
      `// The metres from the camera from which on each level is shown.`,
      request.isTypeScript
        ? `const addLevel = (meshes: readonly object[], distance: number) => {`
        : 'const addLevel = (meshes, distance) => {',
      `  const finest = ${name}.meshes.filter((mesh) => mesh.getTotalVertices() > 0);`,
      '  const coarse = meshes.filter((mesh) => mesh instanceof Mesh && mesh.getTotalVertices() > 0);',
      '  for (const [index, mesh] of finest.entries()) {',
      '    const level = coarse[index];',
      '    if (mesh instanceof Mesh && level instanceof Mesh) mesh.addLODLevel(distance, level);',
      '  }',
      '};',
      ...all.map((line) => (canAwait ? `await ${line}` : `void ${line}`)),
    )
  }
  if (variant === 'collider') {
    imports.push(
      { name: 'PhysicsAggregate', from: hasModules ? `${CORE}/Physics/v2/physicsAggregate` : core },
      { name: 'PhysicsShapeType', from: hasModules ? `${CORE}/Physics/v2/IPhysicsEnginePlugin` : core },
    )
    use.push(
      '// The collider is a node of the file: a shape for physics (after scene.enablePhysics), not to be seen.',
      `const ${name}Shape = ${name}.meshes.find((mesh) => mesh.name === ${quote(facts.collider ?? '')});`,
      `if (${name}Shape) {`,
      `  ${name}Shape.isVisible = false;`,
      `  new PhysicsAggregate(${name}Shape, PhysicsShapeType.CONVEX_HULL, { mass: 0 }, ${scene});`,
      '}',
    )
    if (!project.dependencies.has('@babylonjs/havok')) notes.push(NO_HAVOK)
  }
  if (canAwait) return { imports, text: lines(...before, `const ${name} = await ${load};`, ...use), notes }
  if (use.length === 0) return { imports, text: lines(...before, `void ${load};`), notes }
  return { imports, text: lines(...before, `void ${load}.then((${name}) => {`, deeper(lines(...use)), '});'), notes }
}
