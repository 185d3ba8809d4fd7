// The choices that repair, transform and collider offer.
import type { ColliderShape } from '../../mesh/tools/collider.ts'
import type { RepairStep } from '../../mesh/tools/repair-steps.ts'
import type { TransformOptions } from '../../mesh/tools/transform.ts'
import { type Phrase, phrase } from '../../text/index.ts'

interface Choice {
  readonly name: Phrase
  readonly does: Phrase
}

export const REPAIRS: readonly (Choice & { readonly step: RepairStep; readonly isPicked: boolean })[] = [
  {
    ...{ step: 'weld', isPicked: true, name: phrase('Join Vertices') },
    does: phrase('Vertices that agree in everything become one'),
  },
  {
    ...{ step: 'faces', isPicked: true, name: phrase('Remove Bad Faces') },
    does: phrase('Triangles without area, and duplicate triangles'),
  },
  {
    ...{ step: 'winding', isPicked: true, name: phrase('Face Outward') },
    does: phrase('Triangles face as their neighbours do, closed pieces outward'),
  },
  {
    ...{ step: 'holes', isPicked: false, name: phrase('Fill Holes') },
    does: phrase('Every open border gets a lid, also those that are meant'),
  },
  {
    ...{ step: 'uvs', isPicked: false, name: phrase('Texture Coordinates') },
    does: phrase('Made where there are none: no two triangles share a place of the texture'),
  },
  {
    ...{ step: 'normals', isPicked: true, name: phrase('Normals') },
    does: phrase('Made where there are none, and of length 1'),
  },
  {
    ...{ step: 'tangents', isPicked: true, name: phrase('Tangents') },
    does: phrase('Made where a normal map needs them'),
  },
  {
    ...{ step: 'weights', isPicked: true, name: phrase('Bone Weights') },
    does: phrase('Those of each vertex add up to 1'),
  },
  {
    ...{ step: 'bones', isPicked: false, name: phrase('Unused Bones') },
    does: phrase('Bones that move nothing leave their skin; their parts stay'),
  },
  {
    ...{ step: 'unused', isPicked: true, name: phrase('Unused Data') },
    does: phrase('Meshes, materials and textures that nothing shows are removed'),
  },
  {
    ...{ step: 'names', isPicked: true, name: phrase('Names') },
    does: phrase('Parts, materials and clips get names of their own'),
  },
]

export const TRANSFORMS: readonly (Choice & { readonly options: TransformOptions; readonly asks?: boolean })[] = [
  {
    ...{ name: phrase('Real Height'), options: { pivot: 'bottom' }, asks: true },
    does: phrase('As high as it is in the world, standing on the ground'),
  },
  {
    ...{ name: phrase('Stand on the Ground'), options: { pivot: 'bottom' } },
    does: phrase('The origin is under the middle of the model'),
  },
  {
    ...{ name: phrase('Center'), options: { pivot: 'center' } },
    does: phrase('The origin is in the middle of the model'),
  },
  {
    ...{ name: phrase('Z Is Up'), options: { up: 'z' } },
    does: phrase('Turns a model that is lying on its back upright'),
  },
  { ...{ name: phrase('Turn Around'), options: { front: '+y' } }, does: phrase('Its back becomes its front') },
  {
    ...{ name: phrase('Centimeters to Meters'), options: { factor: 0.01 } },
    does: phrase('A hundredth of the size'),
  },
  {
    ...{ name: phrase('Inches to Meters'), options: { factor: 0.0254 } },
    does: phrase('25.4 thousandths of the size'),
  },
  {
    ...{ name: phrase('Apply Transforms'), options: { apply: true } },
    does: phrase('What nodes do is written into the points; nodes that clips or bones move stay'),
  },
  {
    ...{ name: phrase('Animate in Place'), options: { inPlace: true } },
    does: phrase('Clips walk on the spot'),
  },
]

export const COLLIDERS: readonly (Choice & { readonly shape: ColliderShape })[] = [
  { shape: 'box', name: phrase('Box'), does: phrase('Along the axes: fastest') },
  { shape: 'sphere', name: phrase('Sphere'), does: phrase('Rolls') },
  { shape: 'capsule', name: phrase('Capsule'), does: phrase('Upright: characters') },
  { shape: 'hull', name: phrase('Convex Hull'), does: phrase('Up to 64 corners: things that move') },
  { shape: 'pieces', name: phrase('Convex Pieces'), does: phrase('Up to 8 hulls: things with hollows that move') },
  { shape: 'mesh', name: phrase('Mesh'), does: phrase('Up to 500 triangles: static props') },
]
