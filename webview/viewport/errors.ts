// What can go wrong while a model is brought to the screen: one factory per failure, each with a code, a sentence and a
// next step. The studio and the editor show these as they are, so no text of a library's or the browser's own error is
// ever part of one: those stay in `cause`, for the console.

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
      `${name} is not a glTF model.`,
      'Export or convert the model again, as GLB if you can choose.',
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
  /** What a reader of ours says of a file, in its own sentence and next step. */
  unreadable: (name: string, { code, message, nextStep }: { code: string; message: string; nextStep: string }) =>
    new ViewportError(`viewport.${code}`, `${name} cannot be shown. ${message}`, nextStep),
  /** Counts and references that cannot be true of the file. */
  refused: (name: string, { code, message }: { code: string; message: string }) =>
    new ViewportError(
      `viewport.${code}`,
      `${name} cannot be shown. ${message}`,
      'Export the model again, or download it again.',
    ),
  damaged: (name: string, cause: unknown) =>
    new ViewportError(
      'viewport.damaged',
      `${name} cannot be shown: its contents are damaged.`,
      'Download or export the model again.',
      cause,
    ),
  /** A file beside a .gltf without which nothing can be drawn. */
  missing: (name: string, file: string, cause?: unknown) =>
    new ViewportError(
      'viewport.missing',
      `${name} cannot be shown: ${file}, which belongs to it, could not be read.`,
      `Put ${file} where the model expects it, then load the model again.`,
      cause,
    ),
  /** @param needs what the file is compressed with, such as KTX2; nothing for a plain one */
  slow: (name: string, needs: readonly string[], seconds: number) =>
    new ViewportError(
      'viewport.slow',
      needs.length > 0
        ? `${name} could not be decoded within ${seconds} seconds (${needs.join(', ')}).`
        : `${name} could not be read within ${seconds} seconds.`,
      'Load it again when the machine is less busy. If that does not help, export the model again.',
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

/** How a load ends that was overtaken by a later one or called off; the same shape fetch uses. */
export function aborted(): DOMException {
  return new DOMException('The load was called off.', 'AbortError')
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
