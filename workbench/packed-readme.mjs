// The README as the page of an installed extension shows it. That page has no other files and, as long as the repository is not
// public, nowhere to fetch them from: pictures come along as data, in the size of the walkthrough's, and what a link would
// lead to is named instead.
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** For each picture of the README a small one that ships anyway; undefined: the page does without. */
export const SMALL_PICTURES = Object.freeze({
  'media/studio.webp': 'media/walkthrough-studio.jpg',
  'media/studio.jpg': 'media/walkthrough-editor.jpg',
  'media/steps.jpg': undefined,
})

const isOwn = (/** @type {string} */ link) => !/^(?:\w+:|#)/.test(link)

/**
 * @param {string} text the README of the repository
 * @param {(path: string) => Uint8Array} read a file by its path in the repository
 * @returns {string} the same without any address of the repository
 */
export function packedReadme(text, read) {
  const picture = (/** @type {string} */ title, /** @type {string} */ link) => {
    /** @type {Record<string, string | undefined>} */
    const known = SMALL_PICTURES
    if (!Object.hasOwn(known, link)) throw new Error(`${link} has no small picture: see workbench/packed-readme.mjs.`)
    const small = known[link]
    if (small === undefined) return ''
    const kind = extname(small) === '.jpg' ? 'jpeg' : extname(small).slice(1)
    return `![${title}](data:image/${kind};base64,${Buffer.from(read(small)).toString('base64')})`
  }
  return text
    .replace(/!\[([^\]]*)\]\(([^)]+)\)/g, (all, title, link) => (isOwn(link) ? picture(title, link) : all))
    .replace(/(?<!!)\[([^\]]*)\]\(([^)]+)\)/g, (all, title, link) => (isOwn(link) ? title : all))
    .replace(/\n{3,}/g, '\n\n')
}

/** The same from a folder's files. @param {string} folder @param {string} name */
export const packedFile = (folder, name) =>
  packedReadme(readFileSync(join(folder, name), 'utf8'), (path) => readFileSync(join(folder, path)))
