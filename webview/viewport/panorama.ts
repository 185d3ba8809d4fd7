// A person's own light: a Radiance picture (.hdr) that is dropped on the viewport. The reader is loaded with the first one.
import type { Texture } from 'three'
import { lastPart } from '../../src/mesh/formats/companions.ts'
import { decodedName } from '../../src/mesh/formats/folder-names.ts'
import { droppedAddresses, fetchDropped, type OpenDropped, URI_TYPES } from './dropped-addresses.ts'

/** Most bytes of a panorama: 8,192 x 4,096 fits. */
const MOST = 160 * 2 ** 20

/**
 * Listens for a panorama until `signal` aborts: a file, or the address of one as VS Code's explorer hands it over. Other drops are
 * left to the page.
 * @param use hears the picture, or undefined with the name of a file that is none
 * @param open where a file is read that is named by its address; undefined where it cannot be
 */
export function listenToPanoramas(
  surface: HTMLElement,
  use: (name: string, panorama: Texture | undefined) => void,
  signal: AbortSignal,
  open?: (uri: string) => Promise<string | undefined>,
): void {
  const types = ['Files', ...(open ? URI_TYPES : [])]
  surface.addEventListener(
    'dragover',
    (event) => {
      // What it is cannot be read before it is dropped.
      if (types.some((type) => event.dataTransfer?.types.includes(type))) event.preventDefault()
    },
    { signal },
  )
  surface.addEventListener(
    'drop',
    (event) => {
      const file = [...(event.dataTransfer?.files ?? [])].find(({ name }) => IS_HDR.test(name))
      const uri = file || !open ? undefined : hdrNamed(event.dataTransfer)
      if (!file && uri === undefined) return
      event.preventDefault()
      event.stopPropagation()
      if (file) void readPanorama(file).then((panorama) => use(file.name, panorama))
      else if (uri !== undefined && open)
        void fetched(uri, open).then((panorama) => use(lastPart(decodedName(uri)), panorama))
    },
    { signal },
  )
}

const IS_HDR = /\.hdr$/i

/** The address of the first panorama that a transfer names. */
const hdrNamed = (transfer: DataTransfer | null): string | undefined =>
  droppedAddresses(transfer).find((address) => IS_HDR.test(address))

async function fetched(uri: string, open: OpenDropped): Promise<Texture | undefined> {
  const file = await fetchDropped(uri, open)
  return file && readPanorama(file)
}

/** The picture in a file; undefined where it is none. */
export async function readPanorama(file: Blob): Promise<Texture | undefined> {
  if (file.size > MOST) return undefined
  const { HDRLoader } = await import('three/addons/loaders/HDRLoader.js')
  const address = URL.createObjectURL(file)
  try {
    return await new HDRLoader().loadAsync(address)
  } catch {
    return undefined
  } finally {
    URL.revokeObjectURL(address)
  }
}
