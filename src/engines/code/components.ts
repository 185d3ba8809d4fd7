// Components that load a model in Threlte, TresJS and Angular Three: in a separate file, because their hooks work only inside the
// canvas.
import { phrase, type Words } from '../../text/index.ts'
import { typeNameOf } from '../game-url.ts'
import type { Need } from './imports.ts'
import {
  type CodeRequest,
  clipComment,
  firstClip,
  lines,
  type ModelCode,
  needsOfUrl,
  quote,
  unionOf,
} from './model-code.ts'

const importLine = ({ name, kind, from }: Need): string =>
  `import ${kind === 'default' ? name : `{ ${name} }`} from ${quote(from)};`

/** Threlte 8 (Svelte 5). */
export function threlteCode(request: CodeRequest): ModelCode {
  const { project, facts, url, isTypeScript, variant, decoders } = request
  const component = typeNameOf(request.name)
  const clip = firstClip(facts)
  const { needs } = facts
  const hooks = [
    needs.includes('draco') && `const dracoLoader = useDraco(${decoders.draco});`,
    needs.includes('meshopt') && 'const meshoptDecoder = useMeshopt();',
    needs.includes('ktx2') && `const ktx2Loader = useKtx2(${decoders.basis});`,
  ].filter((line) => line !== false)
  const options = [
    needs.includes('draco') && 'dracoLoader',
    needs.includes('meshopt') && 'meshoptDecoder',
    needs.includes('ktx2') && 'ktx2Loader',
  ].filter(Boolean)
  const load = `useGltf(${url.expression}${options.length > 0 ? `, { ${options.join(', ')} }` : ''})`
  const names = [
    'useGltf',
    clip !== undefined && 'useGltfAnimations',
    needs.includes('draco') && 'useDraco',
    needs.includes('meshopt') && 'useMeshopt',
    needs.includes('ktx2') && 'useKtx2',
  ].filter(Boolean)
  const types = isTypeScript ? ' lang="ts"' : ''
  const clipProp = isTypeScript
    ? `let { clip = ${quote(clip ?? '')}, ...props }: Props & { clip?: ${unionOf(facts.clips)} } = $props();`
    : `let { clip = ${quote(clip ?? '')}, ...props } = $props();`
  const plainProp = isTypeScript ? 'let props: Props = $props();' : 'let props = $props();'
  const text = lines(
    `<script${types}>`,
    `  import { T${isTypeScript ? ', type Props as PropsOf' : ''} } from '@threlte/core';`,
    `  import { ${names.join(', ')} } from '@threlte/extras';`,
    isTypeScript && "  import type { Object3D } from 'three';",
    "  import { clone } from 'three/addons/utils/SkeletonUtils.js';",
    ...needsOfUrl(url).map((need) => `  ${importLine(need)}`),
    '',
    isTypeScript && '  type Props = PropsOf<Object3D>;',
    clip !== undefined && `  ${clipComment(facts)}`,
    `  ${clip === undefined ? plainProp : clipProp}`,
    ...hooks.map((line) => `  ${line}`),
    `  const model = ${load};`,
    // `useGltf` loads a file once for all components, and an object stands at one place only.
    '  // A copy of its own: the component can be used more than once.',
    '  const scene = $derived($model && clone($model.scene));',
    clip !== undefined && '  const { actions } = useGltfAnimations(() => $model, () => scene);',
    clip !== undefined && '  $effect(() => {',
    clip !== undefined && '    const action = $actions[clip];',
    clip !== undefined && '    action?.reset().fadeIn(0.2).play();',
    clip !== undefined && '    return () => void action?.fadeOut(0.2);',
    clip !== undefined && '  });',
    '</script>',
    '',
    '{#if scene}',
    '  <T is={scene} {...props} />',
    '{/if}',
    '',
  )
  const notes: Words[] = project.dependencies.has('@threlte/extras')
    ? []
    : [phrase('This code needs the extras of Threlte: {0}', 'npm install @threlte/extras')]
  const tag =
    variant === 'copies'
      ? lines('{#each { length: 5 } as _, index}', `  <${component} position.x={index * 2} />`, '{/each}')
      : `<${component} />`
  return {
    imports: [],
    text: tag,
    isMarkup: true,
    component: { name: `${component}.svelte`, text, need: { name: component, kind: 'default' } },
    notes,
  }
}

/** TresJS with cientos 5 (Vue 3). */
export function tresCode(request: CodeRequest): ModelCode {
  const { project, facts, url, isTypeScript, variant, decoders } = request
  const component = typeNameOf(request.name)
  const clip = firstClip(facts)
  const { needs } = facts
  const isBare = needs.includes('meshopt') || needs.includes('ktx2')
  const notes: Words[] = project.dependencies.has('@tresjs/cientos')
    ? []
    : [phrase('This code needs cientos of TresJS: {0}', 'npm install @tresjs/cientos')]
  const draco = needs.includes('draco') ? `{ draco: true, decoderPath: ${decoders.draco} }` : '{ draco: false }'
  const extensions = [
    needs.includes('meshopt') && '    loader.setMeshoptDecoder(MeshoptDecoder);',
    needs.includes('draco') && `    loader.setDRACOLoader(new DRACOLoader().setDecoderPath(${decoders.draco}));`,
    needs.includes('ktx2') &&
      `    loader.setKTX2Loader(new KTX2Loader().setTranscoderPath(${decoders.basis}).detectSupport(renderer.instance));`,
  ]
  const typed = isTypeScript ? ': GLTFLoader' : ''
  const load = isBare
    ? lines(
        needs.includes('ktx2') && 'const { renderer } = useTresContext();',
        `const { state } = useLoader(GLTFLoader, ${url.expression}, {`,
        `  extensions: (loader${typed}) => {`,
        ...extensions,
        '  },',
        '});',
      )
    : `const { state } = useGLTF(${url.expression}, ${draco});`
  const fromCientos = [!isBare && 'useGLTF', clip !== undefined && 'useAnimations'].filter(Boolean)
  const fromCore = [isBare && 'useLoader', isBare && needs.includes('ktx2') && 'useTresContext'].filter(Boolean)
  const props = isTypeScript
    ? `const props = withDefaults(defineProps<{ clip?: ${unionOf(facts.clips)} }>(), { clip: ${quote(clip ?? '')} });`
    : `const props = defineProps({ clip: { type: String, default: ${quote(clip ?? '')} } });`
  const text = lines(
    `<script setup${isTypeScript ? ' lang="ts"' : ''}>`,
    clip !== undefined && "import { computed, watchEffect } from 'vue';",
    fromCientos.length > 0 && `import { ${fromCientos.join(', ')} } from '@tresjs/cientos';`,
    fromCore.length > 0 && `import { ${fromCore.join(', ')} } from '@tresjs/core';`,
    isBare && "import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';",
    needs.includes('meshopt') && "import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';",
    isBare && needs.includes('draco') && "import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js';",
    needs.includes('ktx2') && "import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';",
    ...needsOfUrl(url).map(importLine),
    '',
    clip !== undefined && clipComment(facts),
    clip !== undefined && props,
    load,
    clip !== undefined && 'const clips = computed(() => state.value?.animations ?? []);',
    clip !== undefined && 'const root = computed(() => state.value?.scene);',
    clip !== undefined && 'const { actions } = useAnimations(clips, root);',
    clip !== undefined && 'watchEffect((stop) => {',
    clip !== undefined && '  const action = actions[props.clip];',
    clip !== undefined && '  action?.reset().fadeIn(0.2).play();',
    clip !== undefined && '  stop(() => action?.fadeOut(0.2));',
    clip !== undefined && '});',
    '</script>',
    '',
    '<template>',
    '  <primitive v-if="state" :object="state.scene" />',
    '</template>',
    '',
  )
  const tag =
    variant === 'copies'
      ? `<TresGroup v-for="index in 5" :key="index" :position="[(index - 1) * 2, 0, 0]">\n  <${component} />\n</TresGroup>`
      : `<${component} />`
  return {
    imports: [],
    text: tag,
    isMarkup: true,
    component: { name: `${component}.vue`, text, need: { name: component, kind: 'default' } },
    notes,
  }
}

/** Angular Three 4. */
export function angularCode(request: CodeRequest): ModelCode {
  const { facts, url } = request
  const component = typeNameOf(request.name)
  const selector = `app-${component.replace(/[A-Z]/g, (letter, at: number) => (at > 0 ? '-' : '') + letter.toLowerCase())}`
  const clip = firstClip(facts)
  const text = lines(
    `import { ChangeDetectionStrategy, Component, CUSTOM_ELEMENTS_SCHEMA${clip === undefined ? '' : ', effect, input'} } from '@angular/core';`,
    "import { NgtArgs } from 'angular-three';",
    "import { gltfResource } from 'angular-three-soba/loaders';",
    clip !== undefined && "import { animations } from 'angular-three-soba/misc';",
    '',
    '@Component({',
    `  selector: ${quote(selector)},`,
    '  template: `',
    '    @if (model.value(); as gltf) {',
    '      <ngt-primitive *args="[gltf.scene]" />',
    '    }',
    '  `,',
    '  imports: [NgtArgs],',
    '  schemas: [CUSTOM_ELEMENTS_SCHEMA],',
    '  changeDetection: ChangeDetectionStrategy.OnPush,',
    '})',
    `export class ${component} {`,
    `  protected readonly model = gltfResource(() => ${url.expression});`,
    clip !== undefined && `  ${clipComment(facts)}`,
    clip !== undefined && `  readonly clip = input<${unionOf(facts.clips)}>(${quote(clip)});`,
    clip !== undefined && '  readonly #animations = animations(this.model.value, this.model.scene);',
    clip !== undefined && '',
    clip !== undefined && '  constructor() {',
    clip !== undefined && '    effect((onCleanup) => {',
    clip !== undefined && '      if (!this.#animations.isReady) return;',
    clip !== undefined && '      const action = this.#animations.actions[this.clip()];',
    clip !== undefined && '      action?.reset().fadeIn(0.2).play();',
    clip !== undefined && '      onCleanup(() => void action?.fadeOut(0.2));',
    clip !== undefined && '    });',
    clip !== undefined && '  }',
    '}',
    '',
  )
  return {
    imports: [],
    text: `<${selector} />`,
    isMarkup: true,
    component: { name: `${selector.slice('app-'.length)}.ts`, text, need: { name: component } },
    notes: [phrase('Name the component in the imports of the one whose template shows it.')],
  }
}
