// A card's thumbnail without the plain background that the service renders: a white square looks wrong in a dark theme.
import { clearGround } from '../../src/mesh/images/clear-ground.ts'

/** Pixels along a side of the picture that is looked at: twice what a card shows. */
const SIDE = 96
/** The address of the picture without its plain ground; the same address when it has none or cannot be read. */
export async function cutOut(address: string): Promise<string> {
  try {
    const picture = await createImageBitmap(await (await fetch(address)).blob())
    const scale = SIDE / Math.max(picture.width, picture.height, 1)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const context = canvas.getContext('2d')
    context?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const image = context?.getImageData(0, 0, canvas.width, canvas.height)
    if (!context || !image || !clearGround(image.data, image.width, image.height)) return address
    context.putImageData(image, 0, 0)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done))
    return blob ? URL.createObjectURL(blob) : address
  } catch {
    return address
  }
}
