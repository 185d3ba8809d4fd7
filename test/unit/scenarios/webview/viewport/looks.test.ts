// Theme, grid, gizmo and shading: the decisions behind the looks, without a canvas.
import { BoxGeometry, DoubleSide, Group, Mesh, MeshStandardMaterial } from 'three'
import { describe, expect, it } from 'vitest'
import { projectAxes } from '../../../../../webview/viewport/gizmo.ts'
import { gridPlane, gridStep, PALETTES } from '../../../../../webview/viewport/ground.ts'
import { MaterialOverrides } from '../../../../../webview/viewport/material-overrides.ts'
import { choosePalette, luminance } from '../../../../../webview/viewport/theme.ts'
import { NAMED_VIEW_IDS, namedViews } from '../../../../../webview/viewport/views.ts'

describe('choosePalette', () => {
  it.each([
    ['rgb(31, 31, 31)', 'vscode-dark', PALETTES.dark],
    ['rgb(255, 255, 255)', 'vscode-light', PALETTES.light],
    ['rgb(0, 0, 0)', 'vscode-high-contrast', PALETTES.contrastDark],
    ['rgb(255, 255, 255)', 'vscode-high-contrast vscode-high-contrast-light', PALETTES.contrastLight],
    ['rgb(253, 246, 227)', '', PALETTES.light],
    ['rgba(0, 0, 0, 0)', '', PALETTES.dark],
    ['', '', PALETTES.dark],
  ])('%s with body class "%s"', (background, bodyClass, palette) => {
    expect(choosePalette(background, bodyClass)).toBe(palette)
  })

  it('knows black, white and nothing', () => {
    expect(luminance('rgb(255, 255, 255)')).toBeCloseTo(1)
    expect(luminance('rgb(0, 0, 0)')).toBe(0)
    expect(luminance('rgba(255, 255, 255, 0)')).toBeUndefined()
  })
})

it.each([
  [0.012, 0.01],
  [0.6, 0.1],
  [1, 1],
  [9.9, 1],
  [87, 10],
  [1000, 1000],
])('a model of radius %d stands on a grid of %d', (radius, step) => {
  expect(gridStep(radius)).toBeCloseTo(step, 10)
})

describe('projectAxes', () => {
  it('shows the end nearest that names the view the camera is in', () => {
    for (const id of NAMED_VIEW_IDS.filter((view) => view !== 'three-quarter')) {
      const nearest = projectAxes(namedViews[id]).reduce((a, b) => (a.depth > b.depth ? a : b))
      expect(nearest.view).toBe(id)
    }
  })

  it('has X to the right and Y up from the front', () => {
    const ends = new Map(projectAxes(namedViews.front).map((end) => [end.view, end]))
    expect(ends.get('right')?.x).toBeCloseTo(1)
    expect(ends.get('top')?.y).toBeCloseTo(1)
  })
})

describe('material overrides', () => {
  const shaded = () => {
    const own = new MeshStandardMaterial({ side: DoubleSide })
    const mesh = new Mesh(new BoxGeometry(), own)
    return { own, mesh, root: new Group().add(mesh), overrides: new MaterialOverrides() }
  }

  it('gives every mesh its own material back, through any order of changes', () => {
    const { own, mesh, root, overrides } = shaded()
    for (const shading of ['solid', 'wireframe', 'solid', 'rendered', 'rendered'] as const)
      overrides.apply(root, shading)
    expect(mesh.material).toBe(own)
    expect(overrides.stored()).toEqual([])
  })

  it('keeps the file’s material safe, and its sidedness, while the mesh is drawn in gray', () => {
    const { own, mesh, root, overrides } = shaded()
    overrides.apply(root, 'solid')
    expect(mesh.material).not.toBe(own)
    expect(mesh.material.side).toBe(DoubleSide)
    expect(overrides.stored()).toEqual([own])
  })

  it('shades meshes without normals flat', () => {
    const { mesh, root, overrides } = shaded()
    mesh.geometry.deleteAttribute('normal')
    overrides.apply(root, 'solid')
    expect(mesh.material.flatShading).toBe(true)
  })
})

it.each([
  ['front', 'front'],
  ['back', 'front'],
  ['right', 'side'],
  ['left', 'side'],
  ['top', 'floor'],
  ['bottom', 'floor'],
] as const)('in the view %s the grid lies in the plane %s', (view, plane) => {
  expect(gridPlane(namedViews[view], true)).toBe(plane)
  expect(gridPlane(namedViews[view], false)).toBe('floor')
})
