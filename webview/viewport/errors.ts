// Errors while a model is loaded and displayed: one factory each, with a code, a sentence and a next step. The studio and the
// editor show these texts as they are, so they never contain the text of a library's or the browser's error: those stay in
// `cause`, for the console.
import { figure, type Phrase, part, phrase, type Words } from '../../src/text/index.ts'
import type { ViewportErrorCode } from '../../src/text/problem-codes.ts'
import { ProblemError } from '../../src/text/problem-error.ts'

export class ViewportError extends ProblemError<ViewportErrorCode> {
  override readonly name = 'ViewportError'
}

export const errors = {
  unreachable: (name: string, cause: unknown) =>
    new ViewportError(
      'viewport.unreachable',
      phrase('{0} could not be read.', name),
      'Check that the file is still there, then load it again.',
      { cause },
    ),
  status: (name: string, status: number) =>
    new ViewportError(
      'viewport.status',
      phrase('{0} could not be read (status {1}).', name, status),
      'Check that the file is still there, then load it again.',
    ),
  notGltf: (name: string, cause?: unknown) =>
    new ViewportError(
      'viewport.notGltf',
      phrase('{0} is not a glTF model.', name),
      'Export or convert the model again, as GLB if you can choose.',
      { cause },
    ),
  truncated: (name: string, expected: number, actual: number) =>
    new ViewportError(
      'viewport.truncated',
      phrase('{0} is incomplete: it has {1} of {2} bytes.', name, figure(actual), figure(expected)),
      'Download the model again.',
    ),
  oldVersion: (name: string, version: string) =>
    new ViewportError(
      'viewport.oldVersion',
      phrase('{0} is glTF {1}, and the viewport shows glTF 2.0.', name, version),
      'Export or convert the model as glTF 2.0.',
    ),
  /** What a reader of ours says of a file, in its own sentence and next step. */
  unreadable: (name: string, { code, sentence, nextStep }: { code: string; sentence: Words; nextStep: Words }) =>
    new ViewportError(`viewport.${code}`, phrase('{0} cannot be shown. {1}', name, part(sentence)), nextStep),
  /** Counts and references that cannot be true of the file. */
  refused: (name: string, { code, message, phrase: words }: { code: string; message: string; phrase?: Phrase }) =>
    new ViewportError(
      `viewport.${code}`,
      phrase('{0} cannot be shown. {1}', name, words ?? phrase(message)),
      'Export the model again, or download it again.',
    ),
  damaged: (name: string, cause: unknown) =>
    new ViewportError(
      'viewport.damaged',
      phrase('{0} cannot be shown: its contents are damaged.', name),
      'Download or export the model again.',
      { cause },
    ),
  /** A file beside a .gltf without which nothing can be drawn. */
  missing: (name: string, file: string, cause?: unknown) =>
    new ViewportError(
      'viewport.missing',
      phrase('{0} cannot be shown: {1}, which belongs to it, could not be read.', name, file),
      phrase('Put {0} where the model expects it, then load the model again.', file),
      { cause },
    ),
  /** One that a .gltf names outside its folder, of whose name there is none in it. */
  elsewhere: (name: string, address: string, file: string, cause?: unknown) =>
    new ViewportError(
      'viewport.missing',
      phrase(
        '{0} cannot be shown: it names “{1}”, and only files in its own folder are read.',
        name,
        shortened(address),
      ),
      phrase('Put {0} beside the model, then load the model again.', file),
      { cause },
    ),
  /** @param needs what the file is compressed with, such as KTX2; nothing for a plain one */
  slow: (name: string, needs: readonly string[], seconds: number) =>
    new ViewportError(
      'viewport.slow',
      needs.length > 0
        ? phrase('{0} could not be decoded within {1} seconds ({2}).', name, seconds, needs.join(', '))
        : phrase('{0} could not be read within {1} seconds.', name, seconds),
      'Load it again when the machine is less busy. If that does not help, export the model again.',
    ),
  /** The shape is shown. @param needs what its pictures are compressed with */
  noPictures: (name: string, needs: readonly string[]) =>
    new ViewportError(
      'viewport.slow',
      needs.length > 0
        ? phrase(
            'The textures of {0} did not arrive, and nobody waits for them any more ({1}).',
            name,
            needs.join(', '),
          )
        : phrase('The textures of {0} did not arrive, and nobody waits for them any more.', name),
      'Load it again when the machine is less busy. If that does not help, export the model again.',
    ),
  decoder: (name: string, decoder: string, cause: unknown) =>
    new ViewportError(
      'viewport.decoder',
      phrase('{0} needs the {1} decoder, which could not be started.', name, decoder),
      'Reload the window. If that does not help, reinstall the extension.',
      { cause },
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

/** An address as short as a sentence bears. */
export const shortened = (address: string): string => (address.length > 80 ? `${address.slice(0, 79)}…` : address)
