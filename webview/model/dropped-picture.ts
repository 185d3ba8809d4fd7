// A picture that is dropped on a material's place: a file from outside VS Code, or the address of one that its explorer hands over.
import { droppedAddresses, fetchDropped, type OpenDropped } from '../viewport/dropped-addresses.ts'

const IS_PICTURE = /\.(png|jpe?g|webp|avif)$/i

/**
 * Takes the picture out of a drop.
 * @param open where the page reads a file of that address
 * @returns it with its name; nothing where none was dropped, or it cannot be read
 */
export async function droppedPicture(transfer: DataTransfer | null, open: OpenDropped): Promise<File | undefined> {
  const file = [...(transfer?.files ?? [])].find(({ name, type }) => type.startsWith('image/') || IS_PICTURE.test(name))
  const address = droppedAddresses(transfer).find((one) => IS_PICTURE.test(one))
  if (file || address === undefined) return file
  const content = await fetchDropped(address, open)
  return content && new File([content], nameOf(address), { type: content.type })
}

/** The last part of an address's path. */
function nameOf(address: string): string {
  const name = /[^/\\?#]*(?=$|[?#])/.exec(address)?.[0] ?? ''
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
