// A person's own light: a Radiance picture (.hdr) that is dropped on the viewport. The reader is loaded with the first one.
import type { Texture } from 'three'

/** Most bytes of a panorama: 8,192 x 4,096 fits. */
const MOST = 160 * 2 ** 20

/**
 * Listens for a panorama until `signal` aborts. Other drops are left to the page.
 * @param use hears the picture, or undefined with the name of a file that is none
 */
export function listenToPanoramas(
  surface: HTMLElement,
  use: (name: string, panorama: Texture | undefined) => void,
  signal: AbortSignal,
): void {
  surface.addEventListener(
    'dragover',
    (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    },
    { signal },
  )
  surface.addEventListener(
    'drop',
    (event) => {
      const file = [...(event.dataTransfer?.files ?? [])].find(({ name }) => /\.hdr$/i.test(name))
      if (!file) return
      event.preventDefault()
      event.stopPropagation()
      void readPanorama(file).then((panorama) => use(file.name, panorama))
    },
    { signal },
  )
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
