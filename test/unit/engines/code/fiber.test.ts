// Inserting a model into a game of React Three Fiber: components, their hooks and imports.
import { describe, expect, test } from 'vitest'
import { insert, WALKS } from './insert.ts'

describe('React Three Fiber', () => {
  const dependencies = { three: '1', '@react-three/fiber': '9', '@react-three/drei': '10' }
  const source = `import { Canvas } from '@react-three/fiber';

export default function App() {
  return (
    <Canvas>
      |
      <ambientLight />
    </Canvas>
  );
}
`
  test('the tag stands at the cursor and the component behind the file', async () => {
    const { text } = await insert({ dependencies, path: 'src/App.tsx', source, json: WALKS })
    expect(text).toContain('    <Canvas>\n      <OakBarrel />\n      <ambientLight />')
    expect(text).toContain("import { Canvas, type ThreeElements } from '@react-three/fiber';")
    expect(text).toContain("export type OakBarrelClip = 'walk' | 'idle';")
    expect(text).toContain("useGLTF.preload('/models/oak-barrel.glb');")
    expect((await insert({ dependencies, path: 'src/App.jsx', source, json: WALKS })).text).not.toContain('type ')
  })
  test('outside of tags a person is told where it goes', async () => {
    const { text, notes } = await insert({ dependencies, path: 'src/App.jsx', source: '|' })
    expect(text).toContain('export function OakBarrel(props) {')
    expect(notes).toEqual(['Where the model is to stand, inside <Canvas>, write <OakBarrel />.'])
  })
  test('a component file has its own imports', async () => {
    const { text, file } = await insert({
      dependencies,
      path: 'src/App.tsx',
      source,
      json: WALKS,
      variant: 'component',
    })
    expect(text).toBe(source.replace('|', ''))
    expect(file?.path).toBe('src/OakBarrel.tsx')
    expect(file?.text).toMatch(/^import \{ useGLTF, useAnimations \} from '@react-three\/drei';\n/)
  })
  test('Draco comes from the project, not from another host', async () => {
    const { text } = await insert({
      dependencies,
      path: 'src/App.tsx',
      source,
      json: { extensionsUsed: ['KHR_draco_mesh_compression'] },
    })
    expect(text).toContain("useGLTF('/models/oak-barrel.glb', '/draco/')")
  })
  test('Expo asks for the file by its bundler', async () => {
    const { text } = await insert({
      dependencies: { expo: '54', '@react-three/fiber': '9', '@react-three/drei': '10', three: '1' },
      path: 'App.tsx',
      source: source.replace('/fiber', '/fiber/native'),
    })
    expect(text).toContain("useGLTF(require('./public/models/oak-barrel.glb') as string)")
    expect(text).toContain("from '@react-three/drei/native'")
  })
})
