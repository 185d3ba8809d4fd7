// Known answers of the tools that change a whole model: size and axes, apply, colliders, levels, parts, clips.
import { Document, type Node } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { floatsOf } from '../../../../src/mesh/formats/floats.ts'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { surfaceOf } from '../../../../src/mesh/formats/surface.ts'
import { boundsOf } from '../../../../src/mesh/geometry.ts'
import { applyTransforms, countKept } from '../../../../src/mesh/tools/apply.ts'
import { loopClip, trimClip } from '../../../../src/mesh/tools/clips.ts'
import { addCollider, type ColliderShape } from '../../../../src/mesh/tools/collider.ts'
import { COLLIDER_NAME } from '../../../../src/mesh/tools/collider-name.ts'
import { convexHull } from '../../../../src/mesh/tools/convex-hull.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { sceneBounds } from '../../../../src/mesh/tools/scene.ts'
import { topologyOf } from '../../../../src/mesh/tools/topology.ts'
import { transformModel } from '../../../../src/mesh/tools/transform.ts'
import { both, cube, documentOf, glued } from '../../mesh/tools/shapes.ts'

const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 1e4) / 1e4 + 0)
const bounds = (document: Document) => {
  const { min, max } = sceneBounds(document)
  return [rounded(min), rounded(max)]
}

describe('transform', () => {
  it('gives a model its real height, standing on the ground', () => {
    const { document } = documentOf(cube(6, 3))
    transformModel(document, { height: 1.8, pivot: 'bottom' })
    expect(bounds(document)).toEqual([
      [-0.9, 0, -0.9],
      [0.9, 1.8, 0.9],
    ])
  })

  it('says that what is flat has no height to be changed, also where rounding leaves it some, and what is empty no size', () => {
    const flat = () => {
      const { document } = documentOf({ ...cube(), positions: cube().positions.map((v, i) => (i % 3 === 2 ? 0 : v)) })
      return document
    }
    // A turn in whole quarters leaves 1e-16 of a metre.
    for (const up of ['z', '-z'] as const)
      expect(() => transformModel(flat(), { up, height: 1.8 })).toThrow('The model is flat: it has no height.')
    const long = flat()
    transformModel(long, { up: 'z', longest: 4 })
    expect(bounds(long)[1]).toEqual([2, 0, 2])
    for (const size of [{ height: 1 }, { longest: 1 }])
      expect(() => transformModel(new Document(), size)).toThrow('The model has no size')
  })

  it('turns another axis up, and puts the origin where a node is', () => {
    const { document } = documentOf(cube())
    const [node] = document.getRoot().listNodes()
    node?.setScale([1, 2, 3])
    transformModel(document, { up: 'z' })
    expect(bounds(document)[1]).toEqual([0.5, 1.5, 1])
    for (const up of ['x', '-x', '-y', '-z'] as const) {
      const other = documentOf({
        ...cube(),
        positions: cube().positions.map(
          (value, i) => (value + 0.5) * (i % 3 === { x: 0, y: 1, z: 2 }[up.slice(-1)] ? 5 : 1),
        ),
      })
      transformModel(other.document, { up })
      const [min, max] = bounds(other.document)
      expect([up, (max?.[1] ?? 0) - (min?.[1] ?? 0), up.startsWith('-') ? min?.[1] : max?.[1]]).toEqual([
        up,
        5,
        up.startsWith('-') ? -5 : 5,
      ])
    }
    const moved = documentOf(cube(), 'wheel')
    moved.document.getRoot().listNodes()[0]?.setTranslation([4, 5, 6])
    transformModel(moved.document, { pivot: { node: 'wheel' } })
    expect(bounds(moved.document)[0]).toEqual([-0.5, -0.5, -0.5])
  })

  it('applies what nodes do to their points, mirrored ones facing outward still', () => {
    const { document, primitive } = documentOf(cube(6, 1))
    const [node] = document.getRoot().listNodes()
    node?.setTranslation([1, 0, 0]).setScale([-2, 1, 1])
    const before = bounds(document)
    expect(applyTransforms(document)).toBe(1)
    expect(bounds(document)).toEqual(before)
    expect(node?.getScale()).toEqual([1, 1, 1])
    const [own] = node?.getMesh()?.listPrimitives() ?? []
    expect(own).not.toBe(primitive)
    expect(signedVolume(own ?? primitive)).toBeCloseTo(2, 4)
  })

  it('applies them to morph targets, whose directions do not grow with the points, also where a clip moves their weights', () => {
    const { document, primitive } = documentOf(cube())
    const [node] = document.getRoot().listNodes()
    const count = primitive.getAttribute('POSITION')?.getCount() ?? 0
    const vectors = (...vector: number[]) =>
      document
        .createAccessor()
        .setType(vector.length === 4 ? 'VEC4' : 'VEC3')
        .setArray(new Float32Array(Array.from({ length: count }, () => vector).flat()))
    // From up to the side, as a target that turns its faces does.
    const target = document.createPrimitiveTarget().setAttribute('POSITION', vectors(0, 1, 0))
    target.setAttribute('NORMAL', vectors(1, -1, 0)).setAttribute('TANGENT', vectors(0, -1, 1))
    primitive
      .setAttribute('NORMAL', vectors(0, 1, 0))
      .setAttribute('TANGENT', vectors(0, 1, 0, 1))
      .addTarget(target)
    const sampler = document
      .createAnimationSampler()
      .setInput(vectors(0, 0, 0))
      .setOutput(vectors(0, 0, 0))
    const channel = document.createAnimationChannel().setTargetPath('weights').setSampler(sampler)
    if (node) document.createAnimation().addSampler(sampler).addChannel(channel.setTargetNode(node))
    // A quarter turn about Z, hundredfold: up becomes left.
    node?.setRotation([0, 0, Math.SQRT1_2, Math.SQRT1_2]).setScale([100, 100, 100])
    expect(applyTransforms(document)).toBe(1)
    const [own] = node?.getMesh()?.listPrimitives() ?? []
    const [moved] = own?.listTargets() ?? []
    const first = (semantic: string) =>
      [...(moved?.getAttribute(semantic)?.getArray() ?? [])].slice(0, 3).map((value) => Number(value.toFixed(4)) + 0)
    expect(first('POSITION')).toEqual([-100, 0, 0])
    expect(first('NORMAL')).toEqual([1, 1, 0])
    expect(first('TANGENT')).toEqual([1, 0, 1])
  })

  it('leaves nodes that a clip moves, and what they lie in', () => {
    const { document, node } = moving()
    const above = document.createNode('above').setTranslation([1, 0, 0]).addChild(node)
    document.getRoot().getDefaultScene()?.addChild(above)
    expect(applyTransforms(document)).toBe(0)
    expect(countKept(document)).toBe(1)
    expect(above.getTranslation()).toEqual([1, 0, 0])
  })
})

/** The volume that a primitive encloses. */
function signedVolume(primitive: Parameters<typeof surfaceOf>[0]): number {
  const surface = surfaceOf(primitive)
  if (!surface) return 0
  let sum = 0
  const p = (corner: number) => [...surface.positions.subarray(corner * 3, corner * 3 + 3)]
  for (let i = 0; i < surface.corners.length; i += 3) {
    const [[ax = 0, ay = 0, az = 0], [bx = 0, by = 0, bz = 0], [cx = 0, cy = 0, cz = 0]] = [
      ...[p(surface.corners[i] ?? 0), p(surface.corners[i + 1] ?? 0), p(surface.corners[i + 2] ?? 0)],
    ] as const
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
  }
  return sum / 6
}

describe('collider', () => {
  it('is closed, faces outward and holds every point, whatever its shape', async () => {
    for (const shape of ['box', 'sphere', 'capsule', 'hull'] as ColliderShape[]) {
      const { document } = documentOf(both(cube(), glued(12, 12, 'plain')))
      const measures = await addCollider(document, { shape })
      const node = document
        .getRoot()
        .listNodes()
        .find((one) => one.getName() === COLLIDER_NAME)
      const surface = node
        ?.getMesh()
        ?.listPrimitives()
        .map((one) => surfaceOf(one))[0]
      if (!surface || !measures) throw new Error('a collider was expected')
      expect(topologyOf([surface])).toMatchObject({ isWatertight: true, genus: 0, windingEdges: 0 })
      expect(node?.getExtras()['collider']).toEqual(measures)
      const { min, max } = boundsOf(surface.positions)
      const whole = sceneBounds(documentOf(both(cube(), glued(12, 12, 'plain'))).document)
      for (const k of [0, 1, 2] as const) {
        expect(min[k]).toBeLessThanOrEqual(whole.min[k] + 1e-4)
        expect(max[k]).toBeGreaterThanOrEqual(whole.max[k] - 1e-4)
      }
    }
  })

  it('of a cube is eight corners, and keeps to a limit', () => {
    const hull = convexHull(cube().positions)
    expect([hull?.positions.length, hull?.indices.length]).toEqual([24, 36])
    expect((convexHull(glued(60, 60, 'plain').positions, 32)?.positions.length ?? 999) / 3).toBeLessThanOrEqual(32)
    expect(convexHull(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]))).toBeUndefined()
  })

  it('can be a file of its own', async () => {
    const bytes = await writeGlb(documentOf(cube()).document)
    const { files, collider } = await runTool({ tool: 'collider', options: { shape: 'sphere', as: 'file' }, bytes })
    expect(collider?.radius).toBeCloseTo(Math.sqrt(0.75), 5)
    const back = await readModel(files[0]?.bytes ?? new Uint8Array())
    expect(
      back
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toEqual([COLLIDER_NAME])
  })
})

describe('levels and parts', () => {
  it('have fewer and fewer triangles, each for farther away', async () => {
    const bytes = await writeGlb(documentOf(glued(40, 40, 'plain')).document)
    const { files, levels = [] } = await runTool({ tool: 'lod', options: {}, bytes, name: 'ring' })
    expect(files.map(({ path }) => path)).toEqual(['ring_LOD0.glb', 'ring_LOD1.glb', 'ring_LOD2.glb', 'ring_LOD3.glb'])
    expect(levels[0]).toMatchObject({ triangles: 3200, error: 0, distance: 0 })
    for (const [i, share] of [0.5, 0.25, 0.1].entries()) {
      expect(levels[i + 1]?.triangles).toBeLessThanOrEqual(3200 * share)
      expect(levels[i + 1]?.distance).toBeGreaterThan(levels[i]?.distance ?? 0)
    }
  })

  it('stop at an error bound', async () => {
    const bytes = await writeGlb(documentOf(glued(60, 60, 'plain')).document)
    const run = async (millimetres: number) => runTool({ tool: 'simplify', options: { millimetres }, bytes })
    const [fine, coarse] = [await run(5), await run(50)]
    expect(fine.error).toBeLessThanOrEqual(0.005)
    expect(coarse.error).toBeLessThanOrEqual(0.05)
    expect(coarse.after?.triangles ?? 0).toBeLessThan(fine.after?.triangles ?? 0)
    expect(fine.after?.triangles ?? 0).toBeLessThan(7200)
  })

  it('become files of their own', async () => {
    const { document } = documentOf(cube(), 'a/b')
    document
      .getRoot()
      .getDefaultScene()
      ?.addChild(document.createNode('a/b').setMesh(document.getRoot().listMeshes()[0] ?? null))
    const { files } = await runTool({ tool: 'split', options: { by: 'part' }, bytes: await writeGlb(document) })
    expect(files.map(({ path }) => path)).toEqual(['a_b.glb', 'a_b-2.glb'])
    const back = await readModel(files[1]?.bytes ?? new Uint8Array())
    expect(back.getRoot().listMeshes().length).toBe(1)
  })
})

/** A node that moves from 0 to 1 in a second, then back to 0.5 in another. */
function moving(): { document: Document; node: Node } {
  const document = new Document()
  const buffer = document.createBuffer()
  const values = (array: number[], type: 'SCALAR' | 'VEC3') =>
    document.createAccessor().setType(type).setArray(new Float32Array(array)).setBuffer(buffer)
  const node = document.createNode('mover')
  document.getRoot().setDefaultScene(document.createScene().addChild(node))
  const sampler = document
    .createAnimationSampler()
    .setInput(values([0, 1, 2], 'SCALAR'))
    .setOutput(values([0, 0, 0, 1, 0, 0, 0.5, 0, 0], 'VEC3'))
  const channel = document.createAnimationChannel().setSampler(sampler).setTargetNode(node).setTargetPath('translation')
  document.createAnimation('go').addSampler(sampler).addChannel(channel)
  return { document, node }
}

describe('clips', () => {
  const keys = (document: Document) => {
    const sampler = document.getRoot().listAnimations()[0]?.listChannels()[0]?.getSampler()
    const [input, output] = [sampler?.getInput(), sampler?.getOutput()]
    return [input ? [...floatsOf(input)] : [], output ? [...floatsOf(output)].filter((_, i) => i % 3 === 0) : []]
  }

  it('are cut with the values that they have there', () => {
    const { document } = moving()
    const [clip] = document.getRoot().listAnimations()
    if (clip) trimClip(document, clip, 0.5, 1.5)
    expect(keys(document)).toEqual([
      [0, 0.5, 1],
      [0.5, 1, 0.75],
    ])
  })

  it('end as they begin', () => {
    const { document } = moving()
    const [clip] = document.getRoot().listAnimations()
    if (clip) loopClip(document, clip)
    expect(keys(document)[1]).toEqual([0, 1, 0])
  })
})
