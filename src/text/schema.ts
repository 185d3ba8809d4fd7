// The run-time schema of phrases; separate from the functions that create them, since schemas take time to load.
import * as Type from 'typebox'
import type { Phrase } from './index.ts'

/** A phrase where data is checked at run time: in problems that are stored and sent. */
export const PhraseSchema = Type.Unsafe<Phrase>(
  Type.Cyclic(
    {
      Phrase: Type.Object({
        text: Type.String(),
        values: Type.Array(
          Type.Union([
            Type.String(),
            Type.Number(),
            Type.Ref('Phrase'),
            Type.Object({ figure: Type.Number() }),
            Type.Object({ day: Type.String() }),
            Type.Object({ all: Type.Array(Type.Ref('Phrase')) }),
          ]),
        ),
      }),
    },
    'Phrase',
  ),
)

/** A literal or a phrase where data is checked at run time. */
export const WordsSchema = Type.Union([Type.String(), PhraseSchema])
