// The list for code that an assets file has written: what it exports runs, and a file of somebody else is never taken for ours.
import { describe, expect, it } from 'vitest'
import { indexFiles, isGenerated } from '../../../src/assets-file/index-text.ts'

const models = [
  {
    name: 'knight',
    url: "'/models/knight.glb'",
    model: {
      size: [1, 1.80004, 0.5] as [number, number, number],
      triangles: 900,
      clips: [{ name: "kick 'n' run", seconds: 1 }],
    },
  },
  {
    name: 'oak-barrel',
    url: 'barrelUrl',
    imports: [{ name: 'barrelUrl', from: './a</script>\u2028.glb?url', isDefault: true }],
  },
]

describe('the list for code', () => {
  it('is typed, in TypeScript', () => {
    const [[path, text] = ['', '']] = indexFiles('src/assets.ts', models)
    expect(path).toBe('src/assets.ts')
    expect(isGenerated(text)).toBe(true)
    expect(text).toContain(
      "  'knight': { url: '/models/knight.glb', clips: ['kick \\'n\\' run'], size: [1, 1.8, 0.5], triangles: 900 },\n",
    )
    expect(text).toContain("import barrelUrl from './a\\u003c/script>\\u2028.glb?url'\n")
    expect(text).toContain('} as const')
  })

  it('is a module with its types beside it in JavaScript, which runs', async () => {
    const files = indexFiles('src/assets.js', models.slice(0, 1))
    expect([...files.keys()]).toEqual(['src/assets.js', 'src/assets.d.ts'])
    expect([...indexFiles('a.mjs', []).keys()]).toEqual(['a.mjs', 'a.d.mts'])
    const source = `data:text/javascript,${encodeURIComponent(files.get('src/assets.js') ?? '')}`
    const { assets } = await import(/* @vite-ignore */ source)
    expect(assets.knight.clips).toEqual(["kick 'n' run"])
    expect(assets.knight.url).toBe('/models/knight.glb')
    expect(files.get('src/assets.d.ts')).toContain("readonly clips: readonly ['kick \\'n\\' run']")
  })

  it('of nobody else is not taken for ours', () => expect(isGenerated('export const assets = {}')).toBe(false))
})
