// A picture that is dropped on a material's place: a file from outside VS Code, or the address of one that its explorer hands over.
import { droppedAddresses, fetchDropped, type OpenDropped } from '../viewport/dropped-addresses.ts'

const IS_PICTURE = /\.(png|jpe?g|webp|avif)$/i

/**
 * Takes the picture out of a drop.
 * @param open where the page reads a file of that address
 * @returns nothing where none was dropped, or it cannot be read
 */
export async function droppedPicture(transfer: DataTransfer | null, open: OpenDropped): Promise<Blob | undefined> {
  const file = [...(transfer?.files ?? [])].find(({ name, type }) => type.startsWith('image/') || IS_PICTURE.test(name))
  const address = droppedAddresses(transfer).find((one) => IS_PICTURE.test(one))
  return file ?? (address === undefined ? undefined : fetchDropped(address, open))
}
