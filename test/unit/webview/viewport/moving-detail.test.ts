// A large model is drawn by fewer triangles while the camera moves, where a whole picture takes long. What it takes is told here:
// how quick the machine is does not matter.
import { Document } from '@gltf-transform/core'
import { beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { sharedBrowser } from '../../../support/shared-browser.ts'
import { useViewportPage } from './page/fixture.ts'

/** Squares along the side of the model. */
const SIDE = 80

/** A wave of two triangles a square. */
async function wave(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const [places, corners]: [number[], number[]] = [[], []]
  for (let row = 0; row <= SIDE; row++)
    for (let column = 0; column <= SIDE; column++) {
      const [u, v] = [column / SIDE, row / SIDE]
      places.push(u - 0.5, v - 0.5, Math.sin(u * 9) * Math.cos(v * 7) * 0.1)
      if (row === SIDE || column === SIDE) continue
      const at = row * (SIDE + 1) + column
      corners.push(at, at + 1, at + SIDE + 2, at, at + SIDE + 2, at + SIDE + 1)
    }
  const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', Float32Array.from(places)))
    .setIndices(accessor('SCALAR', Uint32Array.from(corners)))
    .setMaterial(document.createMaterial('Wave').setDoubleSided(true))
  document.createScene().addChild(document.createNode('Wave').setMesh(document.createMesh().addPrimitive(primitive)))
  return writeGlb(document)
}

const page = useViewportPage({ browser: sharedBrowser, viewport: { width: 160, height: 120 } })
beforeAll(async () => {
  page.put('wave.glb', await wave())
  await page.page.evaluate(`(async () => {
    await viewport.load({ url: '/models/wave.glb', name: 'wave.glb' })
    const { stage, camera } = viewport
    const place = { ...viewport.place }
    window.asked = 0
    window.detail = new MovingDetail({ base: '/decoders/', changed: () => asked++, isBusy: () => true })
    detail.model = { ...viewport.model, isHeavy: true }
    // Triangles of a picture after a turn.
    window.drawn = (turn, shading = 'rendered') => {
      viewport.place = { ...place, azimuth: place.azimuth + turn }
      detail.draw(viewport.camera, shading, () => {
        stage.renderer.info.reset()
        stage.renderer.render(stage.scene, viewport.camera)
      })
      return stage.renderer.info.render.triangles
    }
    window.geometries = () => stage.renderer.info.memory.geometries
  })()`)
}, 240_000)

const ask = <T>(code: string) => page.page.evaluate<T>(code)
const ALL = 2 * SIDE * SIDE

/** Turns until few triangles are drawn. */
async function coarse(): Promise<number> {
  let turn = 0.01
  const next = () => {
    turn += 0.01
    return ask<number>(`drawn(${turn})`)
  }
  await expect.poll(next).toBeLessThan(0.75 * ALL)
  return next()
}

it('draws few triangles only while the camera moves, and asks for the whole picture after that', async () => {
  expect(await ask('drawn(0)')).toBeGreaterThanOrEqual(ALL)
  expect(await ask('drawn(0.01)')).toBeGreaterThanOrEqual(ALL)
  // Quick enough.
  await ask('detail.took(60)')
  expect(await ask('drawn(0.02)')).toBeGreaterThanOrEqual(ALL)
  await ask('detail.took(1000)')
  const few = await coarse()
  expect(few).toBeGreaterThan(ALL / 8)
  await expect.poll(() => ask('asked')).toBeGreaterThan(0)
  // The same pose again.
  expect(await ask('(() => { drawn(2); return drawn(2) })()')).toBeGreaterThanOrEqual(ALL)
  // Edges are those of all triangles.
  expect(await ask(`drawn(2.1, 'shadedWire')`)).toBeGreaterThanOrEqual(ALL)
  // Not to the last one: the viewport draws, too, and its shadow on the ground comes when it does.
  expect(await ask('drawn(2.2)')).toBeLessThan(0.75 * ALL)

  // A whole picture turns out to be quick now.
  await ask('drawn(2.2)')
  await ask('detail.took(0)')
  expect(await ask('drawn(2.3)')).toBeGreaterThanOrEqual(ALL)
})

it('draws all triangles again where few are no quicker, and of a mesh that was changed', async () => {
  await ask('detail.took(1000)')
  expect(await ask('drawn(3)')).toBeLessThan(0.75 * ALL)
  await ask(
    'viewport.model.root.traverse((object) => { if (object.isMesh) object.geometry.attributes.position.version++ })',
  )
  expect(await ask('drawn(3.1)')).toBeGreaterThanOrEqual(ALL)
  await ask('detail.took(1000)')
  await coarse()
  await ask('detail.took(900)')
  expect(await ask('drawn(3.2)')).toBeGreaterThanOrEqual(ALL)
})

it('leaves nothing on the GPU', async () => {
  // At once: the viewport draws, too, whenever it comes to it.
  const [held, left] = await ask<[number, number]>(`(() => {
    const held = geometries()
    detail.model = undefined
    return [held, geometries()]
  })()`)
  expect(left).toBe(held - 1)
  // The vertices are still there, and drawn.
  expect(await ask('drawn(4)')).toBeGreaterThanOrEqual(ALL)
  expect(await ask('stageError()')).toBe(0)
})
