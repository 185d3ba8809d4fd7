// The pages of an installed extension: nothing in them needs the repository.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packedFile, packedReadme } from '../../../workbench/packed-readme.mjs'

const root = new URL('../../../', import.meta.url).pathname
const read = () => Uint8Array.of(1, 2, 3)

describe('a page without a repository', () => {
  it('carries small pictures in itself, and names what a link would lead to', () => {
    const text = 'A ![shot](media/studio.webp) and [docs/x.md](docs/x.md), [the web](https://x.test), [above](#top).'
    expect(packedReadme(text, read)).toBe(
      'A ![shot](data:image/jpeg;base64,AQID) and docs/x.md, [the web](https://x.test), [above](#top).',
    )
  })

  it('leaves out pictures that are too large to carry, and refuses unknown ones', () => {
    expect(packedReadme('a\n\n![s](media/steps.jpg)\n\nb', read)).toBe('a\n\nb')
    expect(() => packedReadme('![n](media/new.jpg)', read)).toThrow('media/new.jpg has no small picture')
  })

  it.each(['README.md', 'CHANGELOG.md'])('%s has no address of the repository left', (name) => {
    const text = packedFile(root, name)
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !/^(?:https:|#|data:image\/jpeg)/.test(link))).toEqual([])
    const { repository } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
    expect(text).not.toContain(repository.url.replace(/\.git$/, ''))
    // Four fifths of what the walkthrough's pictures may have.
    expect(text.length).toBeLessThan(160_000)
  })
})
