// What tests of saving in the model editor stand on: models on a disk in memory, and tools that are counted.
import { Document } from '@gltf-transform/core'
import { beforeEach } from 'vitest'
import * as vscode from 'vscode'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { ModelDocument } from '../../../../src/vscode/views/model-document.ts'
import { answers, disk, storeOnDisk } from '../../../support/vscode.ts'
import { cube, primitiveOf } from '../../mesh/tools/shapes.ts'

export const cancel = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) }
export const at = (path: string) => vscode.Uri.file(path)
export const bytesAt = (path: string) => disk.get(String(at(path))) ?? new Uint8Array()

/** Cubes of these names, in this order. */
export async function cubes(...names: string[]): Promise<Uint8Array> {
  const document = new Document()
  const scene = document.createScene()
  for (const name of names) {
    const mesh = document.createMesh(name).addPrimitive(primitiveOf(document, cube()))
    scene.addChild(document.createNode(name).setMesh(mesh))
  }
  return writeGlb(document)
}

/** How often a tool has run since the files were emptied. */
export const runs = { count: 0 }
export function services() {
  return {
    tools: {
      run: (job: Parameters<typeof runTool>[0]) => {
        runs.count += 1
        return runTool(job)
      },
      dispose() {},
    },
    read: async (path: string) => ({ bytes: bytesAt(path), files: new Map<string, Uint8Array>() }),
    head: async (path: string) => {
      const glb = bytesAt(path)
      const length = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true)
      const json: unknown = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)))
      return { bytes: glb.length, json }
    },
    replace: async (path: string, bytes: Uint8Array) => {
      disk.set(String(at(path)), bytes)
      return '/kept'
    },
    store: storeOnDisk,
    storage: at('/storage'),
  }
}

export async function opened(path: string, ...names: string[]): Promise<ModelDocument> {
  disk.set(String(at(path)), await cubes(...names))
  return new ModelDocument(at(path))
}

export const namesAt = async (path: string) =>
  (await readModel(bytesAt(path)))
    .getRoot()
    .listNodes()
    .map((node) => node.getName())

export const RENAME: Operation = { kind: 'rename', node: 1, name: 'hat' }
export const APPLY: Operation = { kind: 'run', operator: 'apply', values: {} }

/** An empty disk before each test of a file. */
export function useEmptyDisk(): void {
  beforeEach(() => {
    disk.clear()
    answers.length = 0
    runs.count = 0
  })
}
