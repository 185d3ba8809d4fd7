// Where a skinned mesh was when it was bound to its bones. glTF's inverse bind matrices may turn, move and stretch the points of a mesh,
// each bone's alike: they may be in centimetres, with another axis up, or longer in one direction. A bone of Blender's has neither
// size nor stretch of its own when it is bound (io_scene_fbx normalizes it), and is shown in the wrong place where it needs one. So
// writers move the points instead.
import type { Node } from '@gltf-transform/core'
import { determinant3, IDENTITY, invert, type Matrix, multiply } from '../math/matrix.ts'
import { boneMatrices } from './surface.ts'

/** How little a matrix may differ from none, beside its largest value. */
const NEAR = 1e-6

/**
 * Takes the points of a node's mesh to where its uppermost bone has them, as it stands: bones that stand as they were bound then have
 * the places in which they stand.
 * @returns the matrix of points, in metres of the scene; the identity for what no bone moves
 */
export function bindMatrix(node: Node): Matrix {
  const joints = node.getSkin()?.listJoints() ?? []
  const all = new Set(joints)
  for (const [index, matrix] of (boneMatrices(node) ?? []).entries()) {
    const joint = joints[index]
    if (!joint || hasAbove(joint, all)) continue
    const size = Math.max(...matrix.map(Math.abs))
    // What takes all points to one plane says nothing of where they were.
    if (!(Math.abs(determinant3(matrix)) > NEAR * Math.max(...matrix.slice(0, 12).map(Math.abs)) ** 3)) continue
    return matrix.some((value, i) => Math.abs(value - (IDENTITY[i] ?? 0)) > NEAR * size) ? matrix : IDENTITY
  }
  return IDENTITY
}

function hasAbove(joint: Node, joints: ReadonlySet<Node>): boolean {
  for (let at = joint.getParentNode(); at; at = at.getParentNode()) if (joints.has(at)) return true
  return false
}

/** The inverse bind matrix of a bone for points that were moved by `bindMatrix`. */
export const rebound = (inverse: Matrix, moved: Matrix): Matrix =>
  moved === IDENTITY ? inverse : multiply(inverse, invert(moved))
