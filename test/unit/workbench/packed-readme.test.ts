// The pages of an installed extension: nothing in them needs the repository.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packedFile, packedReadme } from '../../../workbench/packed-readme.mjs'

const root = new URL('../../../', import.meta.url).pathname

describe('a page without a repository', () => {
  it('leaves out pictures that it cannot show, and names what a link would lead to', () => {
    const text = 'A\n\n![shot](media/studio.webp)\n\n[docs/x.md](docs/x.md), [the web](https://x.test), [above](#top).'
    expect(packedReadme(text)).toBe('A\n\ndocs/x.md, [the web](https://x.test), [above](#top).')
  })

  it.each(['README.md', 'CHANGELOG.md'])('%s has no address of the repository left', (name) => {
    const text = packedFile(root, name)
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !/^(?:https:|#)/.test(link))).toEqual([])
    const { repository } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
    expect(text).not.toContain(repository.url.replace(/\.git$/, ''))
  })
})
