// Loading a model with React Three Fiber and drei, in the browser and in Expo: a component with its own hooks.
import { phrase, type Words } from '../../text/index.ts'
import { typeNameOf } from '../game-url.ts'
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
  unionOf,
} from './model-code.ts'

const NO_DREI = phrase('This code needs drei: {0}', 'npm install @react-three/drei')

/** An address as useGLTF takes it: what Metro's `require` gives has no type, with which its result would have none either. */
const typed = (expression: string, { isTypeScript }: CodeRequest): string =>
  isTypeScript && expression.startsWith('require(') ? `${expression} as string` : expression

/** The arguments of useGLTF that keep it from fetching decoders from elsewhere. */
function loadArguments(request: CodeRequest): { text: string; hasLoader: boolean } {
  const { facts, decoders } = request
  const { needs } = facts
  const url = typed(request.url.expression, request)
  const hasLoader = needs.includes('ktx2')
  if (!needs.includes('draco') && !hasLoader) return { text: url, hasLoader }
  const draco = needs.includes('draco') ? decoders.draco : 'false'
  return { text: `${url}, ${draco}${hasLoader ? ', true, withTextures' : ''}`, hasLoader }
}

/** Code for React Three Fiber. */
export function fiberCode(request: CodeRequest): ModelCode {
  const { project, facts, url, variant, isTypeScript, name } = request
  const isNative = project.engine === 'expo'
  const drei = isNative ? '@react-three/drei/native' : '@react-three/drei'
  const component = typeNameOf(name)
  const imports: Need[] = [{ name: 'useGLTF', from: drei }, ...needsOfUrl(url)]
  const notes: Words[] = project.dependencies.has('@react-three/drei') ? [] : [NO_DREI]
  const clip = firstClip(facts)
  const isMany = variant === 'copies'
  const isChain = variant === 'levels' && request.levelUrls.length > 0
  const isBody = variant === 'collider'
  const before: string[] = []
  const body: string[] = []
  const { text: args, hasLoader } = loadArguments(request)
  if (hasLoader) {
    imports.push(
      { name: 'KTX2Loader', from: 'three/addons/loaders/KTX2Loader.js' },
      { name: 'useThree', from: '@react-three/fiber' },
    )
    body.push('const renderer = useThree((state) => state.gl);')
    body.push(
      `const withTextures = (loader${isTypeScript ? ': { setKTX2Loader(textures: KTX2Loader): unknown }' : ''}) => {`,
      `  loader.setKTX2Loader(new KTX2Loader().setTranscoderPath(${request.decoders.basis}).detectSupport(renderer));`,
      '};',
    )
  }
  const wantsGroup = clip !== undefined && !isChain
  const parts = ['scene', wantsGroup && 'animations'].filter(Boolean).join(', ')
  body.push(`const { ${parts} } = useGLTF(${args});`)
  if (isMany || clip !== undefined) {
    imports.push({ name: 'useMemo', from: 'react' })
    if (clip === undefined)
      body.push(
        '// Each copy has nodes of its own; geometry and materials are shared.',
        'const copy = useMemo(() => scene.clone(), [scene]);',
      )
    else {
      imports.push({ name: 'clone', from: 'three/addons/utils/SkeletonUtils.js' })
      body.push(
        '// Each copy has a skeleton of its own; geometry and materials are shared.',
        'const copy = useMemo(() => clone(scene), [scene]);',
      )
    }
  }
  const root = isMany || clip !== undefined ? 'copy' : 'scene'
  const props = isTypeScript ? `${component}Props` : undefined
  if (wantsGroup) {
    imports.push({ name: 'useAnimations', from: drei }, { name: 'useEffect', from: 'react' })
    body.push(
      `const { actions, ref } = useAnimations(animations);`,
      'useEffect(() => {',
      '  const action = actions[clip];',
      '  action?.reset().fadeIn(0.2).play();',
      '  return () => void action?.fadeOut(0.2);',
      '}, [actions, clip]);',
    )
  }
  if (isTypeScript) {
    imports.push({ name: 'ThreeElements', kind: 'type', from: '@react-three/fiber' })
    const base = "Omit<ThreeElements['group'], 'ref'>"
    if (clip === undefined) before.push(`type ${component}Props = ${base};`, '')
    else
      before.push(
        `export type ${component}Clip = ${unionOf(facts.clips)};`,
        `type ${component}Props = ${base} & { clip?: ${component}Clip };`,
        '',
      )
  }
  const group = wantsGroup ? '<group ref={ref} {...props}>' : '<group {...props}>'
  let inner = `<primitive object={${root}} />`
  if (isChain) {
    imports.push({ name: 'Detailed', from: drei }, ...request.levelUrls.flatMap(needsOfUrl))
    for (const [index, level] of request.levelUrls.entries())
      body.push(`const level${index + 1} = useGLTF(${typed(level.expression, request)});`)
    const distances = [0, ...request.levelUrls.map((_, index) => 10 * 2 ** index)]
    inner = lines(
      `<Detailed distances={[${distances.join(', ')}]}>`,
      `  <primitive object={${root}} />`,
      ...request.levelUrls.map((_, index) => `  <primitive object={level${index + 1}.scene} />`),
      '</Detailed>',
    )
  }
  if (isBody) {
    imports.push(
      { name: 'MeshCollider', from: '@react-three/rapier' },
      { name: 'RigidBody', from: '@react-three/rapier' },
    )
    if (!project.dependencies.has('@react-three/rapier'))
      notes.push(phrase('This code needs Rapier: {0}', 'npm install @react-three/rapier'))
    body.push(
      `// The collider is a node of the file: a shape for physics, not to be seen.`,
      `const shape = ${root}.getObjectByName(${quote(facts.collider ?? '')});`,
      'if (shape) shape.visible = false;',
    )
    inner = lines(
      '<RigidBody type="fixed" colliders={false} includeInvisible>',
      `  <primitive object={${root}} />`,
      '  {shape && (',
      '    <MeshCollider type="hull">',
      '      <primitive object={shape} />',
      '    </MeshCollider>',
      '  )}',
      '</RigidBody>',
    )
  }
  const propsType = props === undefined ? '' : `: ${props}`
  const argument = clip === undefined ? `props${propsType}` : `{ clip = ${quote(clip)}, ...props }${propsType}`
  const declarations = lines(
    clip === undefined ? undefined : clipComment(facts),
    ...before,
    `export function ${component}(${argument}) {`,
    ...body.map((line) => `  ${line}`),
    '  return (',
    `    ${group}`,
    deeper(inner, '      '),
    '    </group>',
    '  );',
    '}',
    hasLoader ? undefined : `\nuseGLTF.preload(${args});`,
  )
  const tags = isMany
    ? lines(
        '{Array.from({ length: 5 }, (_, index) => (',
        `  <${component} key={index} position={[index * 2, 0, 0]} />`,
        '))}',
      )
    : variant === 'progress'
      ? `<Suspense fallback={<${component}Progress />}>\n  <${component} />\n</Suspense>`
      : `<${component} />`
  if (variant === 'progress') {
    imports.push({ name: 'Suspense', from: 'react' }, { name: 'Html', from: drei }, { name: 'useProgress', from: drei })
    const progress = lines(
      '',
      `function ${component}Progress() {`,
      '  const { progress } = useProgress();',
      '  return <Html center>{Math.round(progress)} %</Html>;',
      '}',
    )
    return { imports, text: tags, isMarkup: true, declarations: `${declarations}\n${progress}`, notes }
  }
  return { imports, text: tags, isMarkup: true, declarations, notes }
}
