// Loading a model with PlayCanvas, and the tags of A-Frame and <model-viewer>.
import { phrase, type Words } from '../../text/index.ts'
import { type CodeRequest, clipComment, firstClip, lines, type ModelCode, needsOfUrl, quote } from './model-code.ts'

/** PlayCanvas, without its editor. */
export function playcanvasCode(request: CodeRequest): ModelCode {
  const { facts, url, name, scene, decoders, variant } = request
  const clip = firstClip(facts)
  const at = clip === undefined ? 0 : facts.clips.indexOf(clip)
  const imports = [...needsOfUrl(url)]
  const notes: Words[] = []
  const before: string[] = []
  if (facts.needs.includes('draco')) {
    imports.push({ name: 'WasmModule', from: 'playcanvas' })
    before.push(
      "WasmModule.setConfig('DracoDecoderModule', {",
      `  glueUrl: ${decoders.draco} + 'draco_wasm_wrapper.js',`,
      `  wasmUrl: ${decoders.draco} + 'draco_decoder.wasm',`,
      `  fallbackUrl: ${decoders.draco} + 'draco_decoder.js',`,
      '});',
    )
  }
  if (facts.needs.includes('ktx2')) {
    imports.push({ name: 'basisInitialize', from: 'playcanvas' })
    before.push(
      'basisInitialize({',
      `  glueUrl: ${decoders.basis} + 'basis_transcoder.js',`,
      `  wasmUrl: ${decoders.basis} + 'basis_transcoder.wasm',`,
      `  fallbackUrl: ${decoders.basis} + 'basis_transcoder.js',`,
      '});',
    )
  }
  if (facts.needs.includes('meshopt'))
    notes.push(
      phrase('PlayCanvas may not read models that are compressed with meshopt. Convert this one without compression.'),
    )
  const many = variant === 'copies'
  const play = request.isTypeScript
    ? [
        `const track = container.animations[${at}]?.resource;`,
        `if (track instanceof AnimTrack) entity.anim?.assignAnimation(${quote(clip ?? '')}, track);`,
      ]
    : [`entity.anim.assignAnimation(${quote(clip ?? '')}, container.animations[${at}].resource);`]
  if (clip !== undefined && request.isTypeScript) imports.push({ name: 'AnimTrack', from: 'playcanvas' })
  const start = [
    `const entity = container.instantiateRenderEntity();`,
    `${scene}.root.addChild(entity);`,
    ...(many ? ['entity.setLocalPosition(index * 2, 0, 0);'] : []),
    ...(clip === undefined ? [] : [clipComment(facts), "entity.addComponent('anim', { activate: true });", ...play]),
  ]
  const body = many ? ['for (let index = 0; index < 5; index++) {', ...start.map((line) => `  ${line}`), '}'] : start
  const text = lines(
    ...before,
    `${scene}.assets.loadFromUrl(${url.expression}, 'container', (error, asset) => {`,
    '  const container = asset?.resource;',
    `  if (error || !container) throw new Error(\`${name}: \${error}\`);`,
    ...body.map((line) => `  ${line}`),
    '});',
  )
  return { imports, text, notes }
}

const attribute = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;')

/** A-Frame: a tag. */
export function aframeCode({ facts, url, decoders, variant, project }: CodeRequest): ModelCode {
  const clip = firstClip(facts)
  const play = clip === undefined ? '' : ` animation-mixer="clip: ${attribute(clip)}"`
  const one = (place: string) =>
    `<a-entity gltf-model="url(${attribute(url.address)})" position="${place}"${play}></a-entity>`
  const places = variant === 'copies' ? ['-2 0 -5', '0 0 -5', '2 0 -5'] : ['0 0 -5']
  const paths = [
    facts.needs.includes('draco') && `dracoDecoderPath: ${bare(decoders.draco)}`,
    facts.needs.includes('meshopt') && `meshoptDecoderPath: ${bare(decoders.meshopt)}meshopt_decoder.js`,
    facts.needs.includes('ktx2') && `basisTranscoderPath: ${bare(decoders.basis)}`,
  ].filter((path) => path !== false)
  const notes: Words[] = []
  if (clip !== undefined && !project.dependencies.has('aframe-extras'))
    notes.push(phrase('Clips are played by aframe-extras: add its script to the page.'))
  return {
    imports: [],
    isMarkup: true,
    text: lines(
      paths.length > 0 && `<!-- On <a-scene>: gltf-model="${attribute(paths.join('; '))}" -->`,
      clip !== undefined && `<!-- Clips: ${facts.clips.join(', ').replace(/--+>?/g, '-')} -->`,
      ...places.map(one),
    ),
    notes,
  }
}

const bare = (expression: string) => expression.replace(/^'|'$/g, '')

/** <model-viewer>: a tag. */
export function modelViewerCode({ facts, url, decoders, name }: CodeRequest): ModelCode {
  const clip = firstClip(facts)
  const play = clip === undefined ? '' : ` animation-name="${attribute(clip)}" autoplay`
  const locations = [
    facts.needs.includes('draco') && `ModelViewerElement.dracoDecoderLocation = ${decoders.draco};`,
    facts.needs.includes('meshopt') &&
      `ModelViewerElement.meshoptDecoderLocation = ${decoders.meshopt} + 'meshopt_decoder.js';`,
    facts.needs.includes('ktx2') && `ModelViewerElement.ktx2TranscoderLocation = ${decoders.basis};`,
  ].filter((line) => line !== false)
  return {
    imports: [],
    isMarkup: true,
    text: lines(
      clip !== undefined && `<!-- Clips: ${facts.clips.join(', ').replace(/--+>?/g, '-')} -->`,
      locations.length > 0 &&
        lines(
          '<script type="module">',
          "  const ModelViewerElement = await customElements.whenDefined('model-viewer');",
          ...locations.map((line) => `  ${line}`),
          '</script>',
        ),
      `<model-viewer src="${attribute(url.address)}" alt="${attribute(name)}" camera-controls${play}></model-viewer>`,
    ),
  }
}
