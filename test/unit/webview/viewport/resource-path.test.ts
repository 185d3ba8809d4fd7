// A glTF's addresses: none of them leads out of the model's folder, or to another machine.
import { describe, expect, it } from 'vitest'
import { confineToFolder, leadsElsewhere } from '../../../../webview/viewport/resource-path.ts'

const URL = 'https://file+.vscode-resource.net/game/models/chair.gltf?v=3'
const FOLDER = 'https://file+.vscode-resource.net/game/models/'

describe('addresses of a glTF', () => {
  it.each([
    [`${FOLDER}wood.png`, `${FOLDER}wood.png`],
    [`${FOLDER}textures/my%20wood.png`, `${FOLDER}textures/my%20wood.png`],
    [`${FOLDER}100%.png`, `${FOLDER}100%25.png`],
    [`${FOLDER}a/../b/wood.png`, `${FOLDER}b/wood.png`],
    [`${FOLDER}..%2fwood.png`, `${FOLDER}wood.png`],
    [`${FOLDER}..%252fwood.png`, `${FOLDER}..%252fwood.png`],
    [`${FOLDER}../../secrets/wood.png`, `${FOLDER}wood.png`],
    [`${FOLDER}textures/../../../etc/passwd`, `${FOLDER}passwd`],
    [`${FOLDER}%2e%2e/%2e%2e/etc/passwd`, `${FOLDER}passwd`],
    ['https://evil.example/collect.png?who=me', `${FOLDER}collect.png`],
    ['//evil.example/collect.png', `${FOLDER}collect.png`],
    ['file:///etc/passwd', `${FOLDER}passwd`],
    ['C:\\Users\\me\\wood.png', `${FOLDER}wood.png`],
    ['vscode-file://vscode-app/etc/hosts', `${FOLDER}hosts`],
  ])('%s is asked for as %s', (address, expected) => {
    expect(confineToFolder(address, URL)).toBe(expected)
  })

  it.each([[`${FOLDER}..`], [`${FOLDER}../..`], [FOLDER]])('%s is asked for nowhere', (address) => {
    expect(confineToFolder(address, URL)).toBeUndefined()
  })

  it.each([
    [`${FOLDER}wood.png`, undefined],
    [`${FOLDER}textures/my%20wood.png?x`, undefined],
    [`${FOLDER}../wood.png`, '../wood.png'],
    ['https://evil.example/collect.png?who=me', 'https://evil.example/collect.png'],
    ['//evil.example/collect.png', '//evil.example/collect.png'],
    ['C:\\Users\\me\\wood.png', 'C:\\Users\\me\\wood.png'],
  ])('%s names %s elsewhere', (address, expected) => {
    expect(leadsElsewhere(address, URL)).toBe(expected)
  })
})
