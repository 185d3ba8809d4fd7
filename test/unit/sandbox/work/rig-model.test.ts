// Skeletons: their joints and weights, and clips that move the mesh as their names say.
import { AnimationMixer, SkinnedMesh, Vector3 } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { readGlb } from '../../../../src/mesh/formats/gltf.ts'
import { readModel } from '../../../../src/mesh/formats/read-model.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { boundsOf } from '../../../../src/mesh/geometry.ts'
import { bipedStance } from '../../../../src/sandbox/work/motion/biped.ts'
import { BIPED_CLIPS } from '../../../../src/sandbox/work/motion/clips.ts'
import { pose } from '../../../../src/sandbox/work/motion/layers.ts'
import { Puppet } from '../../../../src/sandbox/work/motion/puppet.ts'
import { retargetAnimation } from '../../../../src/sandbox/work/retarget-animation.ts'
import { rigModel } from '../../../../src/sandbox/work/rig-model.ts'
import type { WorkSource } from '../../../../src/simulator/work.ts'
import { ANIMATION_PRESETS, presetRigType } from '../../../../src/tripo/catalogue/animations.ts'
import { asSource, farthest, faultsOf, fileOf, posedAt, positionsOf, sourceOf } from './support.ts'

const PLAIN = { texture: false, pbr: false, model_version: 'P1-20260311' }
const rig = async (source: WorkSource, params: Record<string, unknown> = {}) =>
  fileOf(await rigModel({ capability: 'rig_model', params, inputs: {}, source }), 'model')
const animate = async (source: WorkSource, params: Record<string, unknown>) =>
  fileOf(await retargetAnimation({ capability: 'retarget_animation', params, inputs: {}, source }), 'model')

/** Milliseconds that a loaded machine may take. */
const SLOW = 120_000

let person: WorkSource
let rigged: WorkSource
beforeAll(async () => {
  person = await sourceOf('person', PLAIN)
  rigged = asSource('rig_model', await rig(person))
}, SLOW)

describe('rig_model', () => {
  it('gives a biped forty-one joints by Tripo’s names, inside the body', async () => {
    const document = await readGlb(rigged.bytes)
    const joints = document.getRoot().listSkins()[0]?.listJoints() ?? []
    const names = joints.map((joint) => joint.getName())
    expect(names).toHaveLength(41)
    expect(names).toEqual(expect.arrayContaining(['Hip', 'L_Thigh', 'L_Calf', 'R_Upperarm', 'Head']))
    const at = (name: string) => joints[names.indexOf(name)]?.getWorldTranslation() ?? [0, 0, 0]
    expect(at('Head')[1]).toBeGreaterThan(at('Hip')[1] + 0.25)
    expect(at('L_Hand')[0]).toBeGreaterThan(0.1)
    expect(at('L_Hand')[0]).toBeCloseTo(-at('R_Hand')[0], 5)
    expect(at('L_Foot')[1]).toBeLessThan(0.12)
    expect(at('L_Thigh')[1]).toBeGreaterThan(at('L_Calf')[1])
  })

  it('leaves the mesh where it was, with whole weights, and is valid', async () => {
    expect(await faultsOf(rigged.bytes)).toEqual([])
    const before = positionsOf(placedMeshes(await readGlb(person.bytes)))
    const document = await readGlb(rigged.bytes)
    expect(farthest(before, positionsOf(placedMeshes(document)))).toBeLessThan(1e-4)
    const weights = document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('WEIGHTS_0')?.getArray() ?? []
    for (let i = 0; i < weights.length; i += 4)
      expect((weights[i] ?? 0) + (weights[i + 1] ?? 0) + (weights[i + 2] ?? 0) + (weights[i + 3] ?? 0)).toBeCloseTo(
        1,
        4,
      )
  })

  it('follows arms that are straight out', async () => {
    const document = await readGlb((await rig(await sourceOf('a person in t-pose', PLAIN))).bytes)
    const joints = document.getRoot().listSkins()[0]?.listJoints() ?? []
    const at = (name: string) => joints.find((joint) => joint.getName() === name)?.getWorldTranslation() ?? [0, 0, 0]
    const [shoulder, hand] = [at('L_Upperarm'), at('L_Hand')]
    expect(hand[0]).toBeGreaterThan(0.3)
    expect(Math.abs(hand[1] - shoulder[1])).toBeLessThan(0.06)
  })

  it('names bones as Mixamo does', async () => {
    const document = await readGlb((await rig(person, { spec: 'mixamo' })).bytes)
    const names =
      document
        .getRoot()
        .listSkins()[0]
        ?.listJoints()
        .map((joint) => joint.getName()) ?? []
    expect(names[0]).toBe('mixamorig:Hips')
    expect(names).toEqual(expect.arrayContaining(['mixamorig:LeftUpLeg', 'mixamorig:RightForeArm', 'mixamorig:Head']))
    expect(names.every((name) => name.startsWith('mixamorig:'))).toBe(true)
  })

  it('writes FBX with the same joints', async () => {
    const file = await rig(person, { out_format: 'fbx' })
    expect(file.extension).toBe('fbx')
    const skin = (await readModel(file.bytes)).getRoot().listSkins()[0]
    expect(skin?.listJoints().map((joint) => joint.getName())).toEqual(expect.arrayContaining(['Hip', 'L_Thigh']))
  })

  it('gives the same bytes again', async () => {
    // toEqual takes seconds for as many bytes.
    expect(Buffer.compare((await rig(person)).bytes, rigged.bytes)).toBe(0)
  })

  it.each([
    ['dog', 'quadruped', 'L_FrontThigh', 'preset:quadruped:walk'],
    ['ant', 'hexapod', 'L_Leg3_01', 'preset:hexapod:walk'],
    ['spider', 'octopod', 'R_Leg4_03', 'preset:octopod:walk'],
    ['snake', 'serpentine', 'Spine11', 'preset:serpentine:march'],
    ['fish', 'aquatic', 'Tail02', 'preset:aquatic:march'],
    ['bird', 'avian', 'L_Wing03', 'preset:walk'],
  ])('rigs a %s as %s, which then goes', async (word, type, joint, preset) => {
    const file = await rig(await sourceOf(word, PLAIN), { rig_type: type, model_version: 'v2.5-20260210' })
    expect(await faultsOf(file.bytes)).toEqual([])
    const moving = await animate(asSource('rig_model', file), { animation: preset, animate_in_place: true })
    expect(await faultsOf(moving.bytes)).toEqual([])
    const document = await readGlb(moving.bytes)
    expect(
      document
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toContain(joint)
    expect(farthest(posedAt(document, preset, 0), posedAt(document, preset, 0.5))).toBeGreaterThan(0.02)
  })
})

describe('retarget_animation', () => {
  it('puts several clips into one file, named like the presets', async () => {
    const animations = ['preset:walk', 'preset:jump', 'preset:biped:dance_03']
    const file = await animate(rigged, { animations })
    expect(await faultsOf(file.bytes)).toEqual([])
    const document = await readGlb(file.bytes)
    expect(
      document
        .getRoot()
        .listAnimations()
        .map((clip) => clip.getName()),
    ).toEqual(animations)
    for (const clip of animations)
      expect(farthest(posedAt(document, clip, 0), posedAt(document, clip, 0.45))).toBeGreaterThan(0.05)
  })

  it('moves in three.js too', async () => {
    const { bytes } = await animate(rigged, { animation: 'preset:biped:cheer' })
    const gltf = await new GLTFLoader().parseAsync(bytes.slice().buffer, '')
    const skins: SkinnedMesh[] = []
    gltf.scene.traverse((object) => {
      if (object instanceof SkinnedMesh) skins.push(object)
    })
    const [skin] = skins
    const [clip] = gltf.animations
    if (!skin || !clip) throw new Error('no skinned mesh or clip')
    expect(clip.name).toBe('preset:biped:cheer')
    const mixer = new AnimationMixer(gltf.scene)
    mixer.clipAction(clip).play()
    const at = (time: number) => {
      mixer.setTime(time)
      gltf.scene.updateMatrixWorld(true)
      const places: number[] = []
      for (let i = 0; i < skin.geometry.getAttribute('position').count; i += 7)
        places.push(...skin.getVertexPosition(i, new Vector3()).toArray())
      return new Float32Array(places)
    }
    expect(farthest(at(0), at(clip.duration * 0.4))).toBeGreaterThan(0.05)
  })

  it('walks ahead, or on the spot', async () => {
    const ahead = await readGlb((await animate(rigged, { animation: 'preset:walk' })).bytes)
    const onSpot = await readGlb((await animate(rigged, { animation: 'preset:walk', animate_in_place: true })).bytes)
    const end = (document: typeof ahead) => boundsOf(posedAt(document, 'preset:walk', 1)).max[2]
    expect(end(ahead)).toBeGreaterThan(end(onSpot) + 0.5)
  })

  it('waves with a hand above the head, and falls on the ground', async () => {
    const document = await readGlb(
      (await animate(rigged, { animations: ['preset:biped:wave_goodbye_01', 'preset:fall'] })).bytes,
    )
    const height = (clip: string, share: number) => boundsOf(posedAt(document, clip, share)).max[1]
    const standing = boundsOf(positionsOf(placedMeshes(await readGlb(person.bytes)))).max[1]
    expect(height('preset:fall', 1)).toBeLessThan(standing * 0.45)
    posedAt(document, 'preset:biped:wave_goodbye_01', 0.5)
    const joints = document.getRoot().listSkins()[0]?.listJoints() ?? []
    const at = (name: string) => joints.find((joint) => joint.getName() === name)?.getWorldTranslation()[1] ?? 0
    expect(at('R_Hand')).toBeGreaterThan(at('NeckTwist01'))
    expect(at('L_Hand')).toBeLessThan(at('Spine01'))
  })

  it('leaves the mesh out when asked, and writes fewer keys unbaked', async () => {
    const bare = await readGlb((await animate(rigged, { animation: 'preset:run', export_with_geometry: false })).bytes)
    expect(bare.getRoot().listMeshes()).toHaveLength(0)
    expect(bare.getRoot().listNodes()).toHaveLength(41)
    const keys = async (bake: boolean) => {
      const document = await readGlb(
        (await animate(rigged, { animation: 'preset:biped:sit', bake_animation: bake })).bytes,
      )
      return document.getRoot().listAnimations()[0]?.listSamplers()[0]?.getInput()?.getCount() ?? 0
    }
    expect(await keys(true)).toBeGreaterThan((await keys(false)) * 2)
  })

  it('animates a rig that came as FBX, as FBX', async () => {
    const source = asSource('rig_model', await rig(person, { out_format: 'fbx' }))
    const file = await animate(source, { animation: 'preset:turn', out_format: 'fbx' })
    expect(file.extension).toBe('fbx')
    const clips = (await readModel(file.bytes)).getRoot().listAnimations()
    expect(clips.map((clip) => clip.getName())).toEqual(['preset:turn'])
  })

  it('needs a skeleton', async () => {
    await expect(animate(person, { animation: 'preset:walk' })).rejects.toThrow(/skeleton/)
  })
})

describe('the clips of bipeds', () => {
  const names = ANIMATION_PRESETS.filter((preset) => presetRigType(preset) === 'biped').map(
    (preset) => preset.split(':').at(-1) ?? '',
  )

  it('exist for every preset and for nothing else', () => {
    expect(Object.keys(BIPED_CLIPS).sort()).toEqual([...new Set(names)].sort())
  })

  it('move, and no two are alike', async () => {
    const puppet = new Puppet(await readGlb(rigged.bytes))
    const tracks = Object.entries(BIPED_CLIPS).map(([name, { layers }]) => ({
      name,
      track: [0.1, 0.25, 0.4, 0.55, 0.7, 0.85].map(
        (phase) => new Float32Array([...puppet.places(bipedStance(puppet, layers, phase)).values()].flat()),
      ),
    }))
    const differ = (a: Float32Array[], b: Float32Array[]) =>
      Math.max(...a.map((places, i) => farthest(places, b[i] ?? places)))
    for (const { name, track } of tracks) {
      const still = track[0] ?? new Float32Array()
      expect(Math.max(...track.map((places) => farthest(places, still))), name).toBeGreaterThan(0.008)
      for (const other of tracks)
        if (other.name > name) expect(differ(track, other.track), `${name} and ${other.name}`).toBeGreaterThan(0.02)
    }
  })

  it('never sink into the ground', async () => {
    const puppet = new Puppet(await readGlb(rigged.bytes))
    for (const [name, { layers }] of Object.entries(BIPED_CLIPS))
      for (const phase of [0, 0.3, 0.6, 1]) {
        const lowest = Math.min(...[...puppet.places(bipedStance(puppet, layers, phase)).values()].map(([, y]) => y))
        expect(lowest, name).toBeGreaterThan(-0.03)
      }
  })

  it('are written in known controls', () => {
    expect(() => pose('Rl=20 Xq=3')).toThrow('no control Xq=3')
    expect(pose('Be=5 Le=2')).toEqual({ Le: 7, Re: 5 })
  })
})
