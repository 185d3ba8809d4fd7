// Loading a model with three.js.

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

const THREE = 'three'
const LOADERS = 'three/addons/loaders'

/** The lines that give a loader its decoders. */
export function decoderLines(
  { facts, decoders, renderer }: CodeRequest,
  loader: string,
): { code: string[]; imports: Need[] } {
  const code: string[] = []
  const imports: Need[] = []
  if (facts.needs.includes('meshopt')) {
    imports.push({ name: 'MeshoptDecoder', from: 'three/addons/libs/meshopt_decoder.module.js' })
    code.push(`${loader}.setMeshoptDecoder(MeshoptDecoder);`)
  }
  if (facts.needs.includes('draco')) {
    imports.push({ name: 'DRACOLoader', from: `${LOADERS}/DRACOLoader.js` })
    code.push(`${loader}.setDRACOLoader(new DRACOLoader().setDecoderPath(${decoders.draco}));`)
  }
  if (facts.needs.includes('ktx2')) {
    imports.push({ name: 'KTX2Loader', from: `${LOADERS}/KTX2Loader.js` })
    code.push(
      `${loader}.setKTX2Loader(new KTX2Loader().setTranscoderPath(${decoders.basis}).detectSupport(${renderer}));`,
    )
  }
  return { code, imports }
}

/** Plays a clip and keeps it going by itself, so that it works in any loop. */
function playLines({ facts, name }: CodeRequest, root: string): string | undefined {
  const clip = firstClip(facts)
  if (clip === undefined) return undefined
  const mixer = `${name}Mixer`
  return lines(
    '',
    clipComment(facts),
    `const ${mixer} = new AnimationMixer(${root});`,
    `const ${name}Clip = AnimationClip.findByName(${name}.animations, ${quote(clip)});`,
    `if (${name}Clip) ${mixer}.clipAction(${name}Clip).play();`,
    `let ${name}Time = performance.now();`,
    'requestAnimationFrame(function update(now) {',
    '  // Or call this with the seconds of a frame in your own loop.',
    `  ${mixer}.update((now - ${name}Time) / 1000);`,
    `  ${name}Time = now;`,
    '  requestAnimationFrame(update);',
    '});',
  )
}

/** Many copies: of a still model by instancing its meshes, of one with clips by copies that share what they can. */
function copies(request: CodeRequest): { code: string; imports: Need[] } {
  const { name, facts, scene } = request
  const clip = firstClip(facts)
  if (clip !== undefined) {
    return {
      imports: [
        { name: 'clone', from: 'three/addons/utils/SkeletonUtils.js' },
        { name: 'AnimationMixer', from: THREE },
        { name: 'AnimationClip', from: THREE },
      ],
      code: lines(
        clipComment(facts),
        `const ${name}Clip = AnimationClip.findByName(${name}.animations, ${quote(clip)});`,
        `const ${name}Copies = Array.from({ length: 5 }, (_, index) => {`,
        '  // Geometry and materials are shared; each copy has a skeleton of its own.',
        `  const copy = clone(${name}.scene);`,
        '  copy.position.x = index * 2;',
        `  ${scene}.add(copy);`,
        '  const mixer = new AnimationMixer(copy);',
        `  if (${name}Clip) mixer.clipAction(${name}Clip).play();`,
        '  return { copy, mixer };',
        '});',
        `let ${name}Time = performance.now();`,
        'requestAnimationFrame(function update(now) {',
        `  for (const { mixer } of ${name}Copies) mixer.update((now - ${name}Time) / 1000);`,
        `  ${name}Time = now;`,
        '  requestAnimationFrame(update);',
        '});',
      ),
    }
  }
  return {
    imports: ['InstancedMesh', 'Matrix4', 'Mesh'].map((each) => ({ name: each, from: THREE })),
    code: lines(
      `const ${name}Places = Array.from({ length: 100 }, (_, index) =>`,
      '  new Matrix4().makeTranslation((index % 10) * 2, 0, Math.floor(index / 10) * 2),',
      ');',
      `${name}.scene.updateMatrixWorld(true);`,
      `const ${name}Parts${request.isTypeScript ? ': Mesh[]' : ''} = [];`,
      `${name}.scene.traverse((part) => {`,
      `  if (part instanceof Mesh) ${name}Parts.push(part);`,
      '});',
      '// One draw call for each part, however many copies.',
      `for (const part of ${name}Parts) {`,
      `  const copies = new InstancedMesh(part.geometry, part.material, ${name}Places.length);`,
      `  ${name}Places.forEach((place, index) => copies.setMatrixAt(index, place.clone().multiply(part.matrixWorld)));`,
      `  ${scene}.add(copies);`,
      '}',
    ),
  }
}

/** A body of Rapier in the shape of the model's collider. */
function collider(request: CodeRequest): { code: string; imports: Need[]; notes: Words[] } {
  const { name, facts, project } = request
  const rapier = project.dependencies.has('@dimforge/rapier3d') ? '@dimforge/rapier3d' : '@dimforge/rapier3d-compat'
  const node = facts.collider ?? ''
  return {
    imports: [
      { name: 'RAPIER', kind: 'default', from: rapier },
      { name: 'Mesh', from: THREE },
      { name: 'Vector3', from: THREE },
    ],
    code: lines(
      '',
      `// The collider is a node of the file: a shape for physics (world is your RAPIER.World), not to be seen.`,
      `const ${name}Shape = ${name}.scene.getObjectByName(${quote(node)});`,
      `if (${name}Shape instanceof Mesh) {`,
      `  ${name}Shape.visible = false;`,
      `  ${name}Shape.updateWorldMatrix(true, false);`,
      `  const points = ${name}Shape.geometry.getAttribute('position');`,
      '  const hull = new Float32Array(points.count * 3);',
      '  for (let index = 0; index < points.count; index++)',
      `    new Vector3().fromBufferAttribute(points, index).applyMatrix4(${name}Shape.matrixWorld).toArray(hull, index * 3);`,
      '  const shape = RAPIER.ColliderDesc.convexHull(hull);',
      '  if (shape) world.createCollider(shape, world.createRigidBody(RAPIER.RigidBodyDesc.fixed()));',
      '}',
    ),
    notes: project.dependencies.has(rapier) ? [] : [NO_RAPIER],
  }
}

const NO_RAPIER = phrase('This code needs Rapier: {0}', 'npm install @dimforge/rapier3d-compat')

/** The levels of a chain, each from its own distance on. */
function levels({ name, levelUrls, scene, canAwait }: CodeRequest): { code: string; imports: Need[] } {
  const all = [`${name}.scene`, ...levelUrls.map((_, index) => `level${index + 1}.scene`)]
  const loads = levelUrls.map(({ expression }, index) =>
    canAwait ? `const level${index + 1} = await loader.loadAsync(${expression});` : '',
  )
  return {
    imports: [{ name: 'LOD', from: THREE }, ...levelUrls.flatMap(needsOfUrl)],
    code: lines(
      ...loads.filter((line) => line !== ''),
      `const ${name}Levels = new LOD();`,
      '// The metres from the camera from which on each is shown.',
      ...all.map((root, index) => `${name}Levels.addLevel(${root}, ${index === 0 ? 0 : 10 * 2 ** (index - 1)});`),
      `${scene}.add(${name}Levels);`,
    ),
  }
}

/** Code for three.js; names are imported, or come from the global `THREE`. */
export function threeCode(request: CodeRequest): ModelCode {
  const { facts, url, variant, name, scene, canAwait } = request
  const imports: Need[] = [{ name: 'GLTFLoader', from: `${LOADERS}/GLTFLoader.js` }, ...needsOfUrl(url)]
  const notes: Words[] = []
  const wantsLevels = variant === 'levels' && request.levelUrls.length > 0
  const loader = facts.needs.length > 0 || wantsLevels ? 'loader' : undefined
  const decoders = decoderLines(request, 'loader')
  imports.push(...decoders.imports)
  const setUp = loader === undefined ? undefined : lines('const loader = new GLTFLoader();', ...decoders.code)
  const target = loader ?? 'new GLTFLoader()'
  const progress =
    variant === 'progress'
      ? `, ({ loaded, total }) => {\n  console.log(\`${name}: \${total > 0 ? Math.round((100 * loaded) / total) : '?'} %\`);\n}`
      : ''
  let use: string
  if (variant === 'copies') {
    const many = copies(request)
    imports.push(...many.imports)
    use = many.code
  } else if (wantsLevels) {
    const chain = levels(request)
    imports.push(...chain.imports)
    use = chain.code
  } else {
    use = `${scene}.add(${name}.scene);`
  }
  const play = variant === 'copies' || wantsLevels ? undefined : playLines(request, `${name}.scene`)
  if (play !== undefined) imports.push({ name: 'AnimationMixer', from: THREE }, { name: 'AnimationClip', from: THREE })
  const physics = variant === 'collider' ? collider(request) : undefined
  imports.push(...(physics?.imports ?? []))
  notes.push(...(physics?.notes ?? []))
  const rest = lines(use, play, physics?.code)
  if (canAwait) {
    const load = `const ${name} = await ${target}.loadAsync(${url.expression}${progress});`
    return { imports, text: lines(setUp, load, rest), notes }
  }
  if (wantsLevels) {
    const names = [name, ...request.levelUrls.map((_, index) => `level${index + 1}`)]
    const urls = [url, ...request.levelUrls].map(({ expression }) => `loader.loadAsync(${expression})`)
    const all = `Promise.all([${urls.join(', ')}]).then(([${names.join(', ')}]) => {`
    return { imports, text: lines(setUp, all, deeper(rest), '});'), notes }
  }
  const load = `${target}.loadAsync(${url.expression}${progress}).then((${name}) => {`
  return { imports, text: lines(setUp, load, deeper(rest), '});'), notes }
}
