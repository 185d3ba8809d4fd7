// Copies of the example game to work in; the one in workbench/game stays as it is.
import { cpSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { gameTemplate } from './paths.mjs'

/** Copies the example game, without what its own tools made. @param {string} target a folder, made when missing @returns {string} its absolute path */
export function copyGame(target) {
  cpSync(gameTemplate, target, {
    recursive: true,
    filter: (file) => !['node_modules', 'dist'].includes(basename(file)),
  })
  return resolve(target)
}

/** The folder for a person's work: the given one, filled with the example when it does not exist, or a temporary copy that stays. @param {string} [folder] */
export function gameWorkspace(folder) {
  if (folder && existsSync(folder)) return resolve(folder)
  return copyGame(folder ?? join(mkdtempSync(join(tmpdir(), 'tripo-game-')), 'lantern-grove'))
}
