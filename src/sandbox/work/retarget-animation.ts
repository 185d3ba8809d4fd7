// retarget_animation: a clip on a rigged model for every preset asked for, named like the preset.
import type { Document } from '@gltf-transform/core'
import { multiplyQuat, type Quat } from '../../mesh/math/matrix.ts'
import { dropUnusedAccessors } from '../../mesh/tools/unused.ts'
import type { Work } from '../../simulator/work.ts'
import { requestedAnimations, retargetAnimationParameters } from '../../tripo/catalogue/retarget-animation.ts'
import { bipedStance } from './motion/biped.ts'
import { BIPED_CLIPS, type Clip } from './motion/clips.ts'
import { creatureStance, goingOf } from './motion/creatures.ts'
import { Puppet, type Stance } from './motion/puppet.ts'
import { NO_TURN, turned } from './motion/turns.ts'
import { paramsReader } from './params.ts'
import { riggedFile } from './rig-model.ts'
import { readScene } from './scene.ts'

/** Keys per second of a baked clip, and of one that leaves the rest to interpolation. */
const BAKED = 30
const SPARSE = 12

/**
 * One file with all clips. Without geometry it holds the skeleton and the clips alone.
 * @throws Error when the source has no skeleton
 */
export const retargetAnimation: Work = async ({ source, params }) => {
  if (!source) throw new Error('retarget_animation needs a source model.')
  const read = paramsReader(retargetAnimationParameters.properties, params)
  const document = await readScene(source)
  const puppet = new Puppet(document)
  for (const old of document.getRoot().listAnimations()) old.dispose()
  const rate = (read('bake_animation') ?? true) ? BAKED : SPARSE
  for (const preset of requestedAnimations(params))
    addClip(document, puppet, preset, { rate, inPlace: read('animate_in_place') ?? false })
  if (read('export_with_geometry') === false) dropGeometry(document)
  return { files: [await riggedFile(document, read('out_format') ?? 'glb')] }
}

/** A motion as a function of the phase, 0 to 1. */
interface Motion {
  readonly seconds: number
  readonly stance: (phase: number) => Stance
}

/** The last word of a preset says what is done; rigs other than bipeds go in their own way. */
function motionOf(preset: string, puppet: Puppet): Motion {
  const { type } = puppet
  if (type !== 'biped') {
    const going = goingOf(type)
    return { seconds: going.seconds, stance: (phase) => creatureStance(puppet, going, phase) }
  }
  const clip: Clip | undefined = BIPED_CLIPS[preset.split(':').at(-1) ?? '']
  if (!clip) throw new Error(`There is no animation ${preset}.`)
  return { seconds: clip.seconds, stance: (phase) => bipedStance(puppet, clip.layers, phase) }
}

function addClip(
  document: Document,
  puppet: Puppet,
  preset: string,
  options: { rate: number; inPlace: boolean },
): void {
  const motion = motionOf(preset, puppet)
  const frames = Math.max(8, Math.round(motion.seconds * options.rate))
  const stances = Array.from({ length: frames + 1 }, (_, i) => motion.stance(i / frames))
  const animation = document.createAnimation(preset)
  const times = document
    .createAccessor()
    .setType('SCALAR')
    .setArray(Float32Array.from(stances, (_, i) => (i / frames) * motion.seconds))
  const add = (role: string, path: 'rotation' | 'translation', values: Float32Array) => {
    const node = puppet.joint(role)?.node
    if (!node) return
    const output = document
      .createAccessor()
      .setType(path === 'rotation' ? 'VEC4' : 'VEC3')
      .setArray(values)
    const sampler = document.createAnimationSampler().setInput(times).setOutput(output).setInterpolation('LINEAR')
    const channel = document.createAnimationChannel().setTargetNode(node).setTargetPath(path).setSampler(sampler)
    animation.addSampler(sampler).addChannel(channel)
  }
  for (const role of new Set(stances.flatMap((stance) => [...stance.turns.keys()])))
    add(role, 'rotation', rotations(stances, role, puppet.joint(role)?.base ?? NO_TURN))
  const { carrier } = puppet
  if (!carrier) return
  const [x, y, z] = carrier.node.getTranslation()
  // Walking on the spot still rises and falls.
  const kept = options.inPlace ? 0 : 1
  const moves = stances.flatMap(({ shift }) => {
    const [dx, dy, dz] = turned(carrier.base, [shift[0] * kept, shift[1], shift[2] * kept])
    return [x + dx, y + dy, z + dz]
  })
  add(carrier.role, 'translation', new Float32Array(moves))
}

/** Neighbouring keys on the same side of the sphere, so that no interpolation takes the long way. */
function rotations(stances: readonly Stance[], role: string, base: Quat): Float32Array {
  const out = new Float32Array(stances.length * 4)
  let last: readonly number[] = base
  stances.forEach(({ turns }, i) => {
    const q = multiplyQuat(base, turns.get(role) ?? NO_TURN)
    const near = q.reduce((dot, value, k) => dot + value * (last[k] ?? 0), 0) < 0 ? q.map((value) => -value) : [...q]
    out.set(near, i * 4)
    last = near
  })
  return out
}

/** Leaves joints and clips only. */
function dropGeometry(document: Document): void {
  const root = document.getRoot()
  for (const node of root.listNodes()) if (node.getMesh()) node.dispose()
  for (const list of [root.listSkins(), root.listMeshes(), root.listMaterials(), root.listTextures()])
    for (const property of list) property.dispose()
  dropUnusedAccessors(document)
}
