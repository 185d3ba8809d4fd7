// What can go wrong while a model is brought to the screen: one factory per failure, each with a code, a sentence and a
// next step. Later the studio and the editor show these as they are.

export class ViewportError extends Error {
  override readonly name = 'ViewportError'
  readonly code: string
  readonly nextStep: string

  constructor(code: string, sentence: string, nextStep: string, cause?: unknown) {
    super(sentence, { cause })
    this.code = code
    this.nextStep = nextStep
  }
}

export const errors = {
  unreachable: (name: string, cause: unknown) =>
    new ViewportError(
      'viewport.unreachable',
      `${name} could not be read.`,
      'Check that the file is still there, then load it again.',
      cause,
    ),
  status: (name: string, status: number) =>
    new ViewportError(
      'viewport.status',
      `${name} could not be read (status ${status}).`,
      'Check that the file is still there, then load it again.',
    ),
  notGltf: (name: string, cause?: unknown) =>
    new ViewportError(
      'viewport.notGltf',
      `${name} is not a glTF or FBX model.`,
      'The viewport shows .glb, .gltf and .fbx files. Convert other formats first.',
      cause,
    ),
  truncated: (name: string, expected: number, actual: number) =>
    new ViewportError(
      'viewport.truncated',
      `${name} is incomplete: it has ${actual} of ${expected} bytes.`,
      'Download the model again.',
    ),
  oldVersion: (name: string, version: string) =>
    new ViewportError(
      'viewport.oldVersion',
      `${name} is glTF ${version}, and the viewport shows glTF 2.0.`,
      'Export or convert the model as glTF 2.0.',
    ),
  damaged: (name: string, cause: unknown) =>
    new ViewportError(
      'viewport.damaged',
      `${name} cannot be shown: ${reason(cause)}.`,
      'Download or export the model again.',
      cause,
    ),
  decoder: (name: string, decoder: string, cause: unknown) =>
    new ViewportError(
      'viewport.decoder',
      `${name} needs the ${decoder} decoder, which could not be started.`,
      'Reload the window. If that does not help, reinstall the extension.',
      cause,
    ),
  nothingDrawn: () =>
    new ViewportError(
      'viewport.nothingDrawn',
      'There is no picture to capture.',
      'Turn on hardware acceleration, then open the viewport again.',
    ),
}

/** A library's message without its own name in front and a full stop of its own. */
function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message.replace(/^THREE\.\w+: /, '').replace(/[.\s]+$/, '') : ''
  return text === '' ? 'its contents are damaged' : text
}

/** How a load ends that was overtaken by a later one or called off; the same shape fetch uses. */
export function aborted(): DOMException {
  return new DOMException('The load was called off.', 'AbortError')
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
