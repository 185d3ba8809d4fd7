// Box selection: after its key, the next drag over the picture draws a rectangle, and every part that it touches is selected.
// Escape cancels it.
import { type Camera, Mesh, type Object3D, type Plane, Vector3 } from 'three'
import { element, setText } from '../controls/dom.ts'
import { t } from '../studio/l10n.ts'
import { HOLLOW_LAYER } from '../viewport/layers.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { worldBox } from '../viewport/world-box.ts'
import type { Selection } from './selection.ts'

/** A rectangle in normalised device coordinates. */
export interface DeviceBox {
  left: number
  right: number
  bottom: number
  top: number
}

/** Where the corners of a part's box lie in the picture; undefined behind the eye, or where all of it is cut away. */
function shownBox(object: Object3D, camera: Camera, cut?: Plane): DeviceBox | undefined {
  const box = worldBox(object)
  if (box.isEmpty()) return undefined
  const found: DeviceBox = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity }
  const corner = new Vector3()
  let isLeft = !cut
  for (let at = 0; at < 8; at++) {
    corner.set(at & 1 ? box.max.x : box.min.x, at & 2 ? box.max.y : box.min.y, at & 4 ? box.max.z : box.min.z)
    if (cut && cut.distanceToPoint(corner) > 0) isLeft = true
    corner.project(camera)
    if (corner.z > 1) return undefined
    found.left = Math.min(found.left, corner.x)
    found.right = Math.max(found.right, corner.x)
    found.bottom = Math.min(found.bottom, corner.y)
    found.top = Math.max(found.top, corner.y)
  }
  return isLeft ? found : undefined
}

/** The visible meshes below a root whose boxes a rectangle touches. @param cut behind this plane the model is cut away */
export function meshesWithin(root: Object3D, camera: Camera, within: DeviceBox, cut?: Plane): Mesh[] {
  const found: Mesh[] = []
  root.traverseVisible((object) => {
    if (!(object instanceof Mesh) || object.userData['isHelper'] === true) return
    if (object.layers.isEnabled(HOLLOW_LAYER)) return
    const box = shownBox(object, camera, cut)
    if (!box) return
    const isApart =
      box.left > within.right || box.right < within.left || box.bottom > within.top || box.top < within.bottom
    if (!isApart) found.push(object)
  })
  return found
}

/** Lets a person select by one rectangle. */
export function selectBox(viewport: Viewport, selection: Selection): void {
  drawBox(viewport.surface, (box, isMore) => {
    const { model, camera, stage } = viewport
    const found = model ? meshesWithin(model.root, camera, box, stage?.section?.plane) : []
    selection.set(isMore ? [...selection.objects, ...found] : found)
  })
}

/** Lets a person draw one rectangle over the picture. @param done hears it; not called when it is called off */
export function drawBox(surface: HTMLElement, done: (box: DeviceBox, isMore: boolean) => void): void {
  const frame = element('div', 'model-box')
  const hint = element('div', 'model-hint', { role: 'status' })
  const layer = element('div', 'model-box-layer', { tabindex: -1 }, frame, hint)
  const end = () => {
    layer.remove()
    surface.focus()
  }
  let start: { x: number; y: number } | undefined
  const place = (event: PointerEvent) => {
    const rect = layer.getBoundingClientRect()
    return { x: event.clientX - rect.left, y: event.clientY - rect.top, width: rect.width, height: rect.height }
  }
  layer.addEventListener('pointerdown', (event) => {
    start = place(event)
    hint.hidden = true
    layer.setPointerCapture(event.pointerId)
  })
  layer.addEventListener('pointermove', (event) => {
    if (!start) return
    const { x, y } = place(event)
    frame.style.left = `${Math.min(x, start.x)}px`
    frame.style.top = `${Math.min(y, start.y)}px`
    frame.style.width = `${Math.abs(x - start.x)}px`
    frame.style.height = `${Math.abs(y - start.y)}px`
  })
  layer.addEventListener('pointerup', (event) => {
    if (!start) return
    const { x, y, width, height } = place(event)
    const toX = (pixels: number) => (pixels / width) * 2 - 1
    const toY = (pixels: number) => 1 - (pixels / height) * 2
    const box = {
      ...{ left: toX(Math.min(x, start.x)), right: toX(Math.max(x, start.x)) },
      ...{ bottom: toY(Math.max(y, start.y)), top: toY(Math.min(y, start.y)) },
    }
    end()
    done(box, event.shiftKey)
  })
  layer.addEventListener('pointercancel', end)
  layer.addEventListener('keydown', (event) => {
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') end()
  })
  surface.parentElement?.append(layer)
  // Read out only when it changes while it is there.
  setText(hint, t('Drag a rectangle over parts; with Shift they join the selection. Escape ends it.'))
  layer.focus()
}
