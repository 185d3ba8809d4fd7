// The README as the page of an installed extension shows it. That page has no other files, takes no pictures that come as data,
// and, as long as the repository is not public, has nowhere to fetch them from: pictures are left out, and what a link would
// lead to is named instead.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const isOwn = (/** @type {string} */ link) => !/^(?:\w+:|#)/.test(link)

/**
 * @param {string} text the README of the repository
 * @returns {string} the same without any address of the repository
 */
export const packedReadme = (text) =>
  text
    .replace(/!\[[^\]]*\]\(([^)]+)\)/g, (all, link) => (isOwn(link) ? '' : all))
    .replace(/(?<!!)\[([^\]]*)\]\(([^)]+)\)/g, (all, title, link) => (isOwn(link) ? title : all))
    .replace(/\n{3,}/g, '\n\n')

/** The same from a folder's file. @param {string} folder @param {string} name */
export const packedFile = (folder, name) => packedReadme(readFileSync(join(folder, name), 'utf8'))
