// The path that a person pastes into the game's code.
import { describe, expect, it } from 'vitest'
import { gamePath } from '../../../src/assets/index.ts'

describe('the path by which a game loads a file', () => {
  it.each([
    ['public/assets/chair.glb', '/assets/chair.glb'],
    ['packages/game/public/chair.glb', '/chair.glb'],
    ['static/models/chair.glb', '/models/chair.glb'],
    ['assets/chair.glb', 'assets/chair.glb'],
    ['assets\\props\\chair.glb', 'assets/props/chair.glb'],
    // A file, not a folder, of that name; and a folder whose name only begins so.
    ['assets/public', 'assets/public'],
    ['publicity/chair.glb', 'publicity/chair.glb'],
    // What is served at the root is a folder of that name inside it, too.
    ['public/static/chair.glb', '/static/chair.glb'],
    ['/tmp/elsewhere/public/chair.glb', '/tmp/elsewhere/public/chair.glb'],
    ['C:\\models\\chair.glb', 'C:\\models\\chair.glb'],
  ])('of %s is %s', (path, expected) => expect(gamePath(path)).toBe(expected))

  it.each([
    ['src/assets/models/chair.glb', 'assets/models/chair.glb'],
    ['apps/game/src/assets/chair.glb', 'assets/chair.glb'],
    ['public/models/chair.glb', '/models/chair.glb'],
    ['assets/chair.glb', 'assets/chair.glb'],
    ['src/assets', 'src/assets'],
  ])('of %s in a project of Angular is %s', (path, expected) => expect(gamePath(path, true)).toBe(expected))

  it('of src/assets is the path in the workspace anywhere else: bundlers import it from there', () => {
    expect(gamePath('src/assets/chair.glb')).toBe('src/assets/chair.glb')
  })
})
