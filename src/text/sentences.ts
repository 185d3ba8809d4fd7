// Joins sentences into one text, with the separator of the reader's language.

/** Chinese and Japanese put no space behind the full stop, which is as wide as a letter. */
const WITHOUT_SPACE = /^(zh|ja)\b/

/**
 * One text of whole sentences, already translated; what is empty or left out takes no room.
 * @param language of the reader, as VS Code names it
 */
export const joinSentences = (sentences: readonly (string | undefined | false)[], language: string): string =>
  sentences.filter(Boolean).join(WITHOUT_SPACE.test(language) ? '' : ' ')
