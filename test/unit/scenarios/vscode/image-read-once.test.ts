// An image's header is read once on its way into the product, and once by the client before it sends; its bytes are hashed
// once on each way. Counted in the code that reads headers and in the platform's digest.
import { beforeEach, expect, it, vi } from 'vitest'
import * as vscode from 'vscode'
import { DIALECTS } from '../../../../src/tripo/dialects/index.ts'
import { sha256 } from '../../../../src/tripo/digest.ts'
import { Transport } from '../../../../src/tripo/transport.ts'
import { Uploader } from '../../../../src/tripo/upload.ts'
import { InputFiles } from '../../../../src/vscode/views/input-files.ts'
import { disk, storeOnDisk, workspace } from '../../../support/vscode.ts'
import { fakeFetch, KEY, ok, png } from '../../tripo/fakes.ts'

const digest = crypto.subtle.digest.bind(crypto.subtle)
let headers = 0
let digests = 0

vi.mock('../../../../src/tripo/catalogue/image-facts.ts', async (original) => {
  const facts = await original<typeof import('../../../../src/tripo/catalogue/image-facts.ts')>()
  const readFacts: typeof facts.readFacts = (bytes) => {
    headers += 1
    return facts.readFacts(bytes)
  }
  return { ...facts, readFacts }
})

const picture = png(300, 200)
const outside = vscode.Uri.file('/desktop/lamp.png')
const inside = vscode.Uri.file('/game/lamp.png')
const inputs = () => new InputFiles(vscode.Uri.file('/storage'), storeOnDisk)

beforeEach(() => {
  workspace.workspaceFolders = [{ uri: vscode.Uri.file('/game'), name: 'game', index: 0 }]
  disk.clear()
  for (const uri of [outside, inside]) disk.set(uri.toString(), picture)
  ;[headers, digests] = [0, 0]
  vi.spyOn(crypto.subtle, 'digest').mockImplementation((name, bytes) => {
    digests += 1
    return digest(name, bytes)
  })
})

it.each([
  ['chosen outside the workspace', () => inputs().admit(outside), 1],
  ['chosen in the workspace, where it is sent from', () => inputs().admit(inside), 0],
  ['pasted or dropped', () => inputs().storeBytes('lamp.png', picture), 1],
  [
    'shown on the page',
    () => inputs().preview({ upload: inside.toString(), name: 'lamp.png', bytes: picture.length }),
    1,
  ],
] as const)('%s', async (_, way, hashed) => {
  expect(await way()).toBeDefined()
  expect(headers).toBe(1)
  expect(digests).toBe(hashed)
})

it('sent: the header once, and the job’s hash is used', async () => {
  const base = { dialect: 'v3', region: 'custom', url: 'https://t.test/v3' } as const
  const net = fakeFetch(() => ok({ file_token: 'file_12345678' }))
  const uploader = new Uploader(new Transport({ apiKey: KEY, base, resources: { fetch: net.fetch } }), DIALECTS.v3)
  const hash = await sha256(picture)
  ;[headers, digests] = [0, 0]
  for (let time = 0; time < 2; time++) await uploader.upload(picture, 'lamp.png', { sha256: hash })
  expect(net.calls).toHaveLength(1)
  expect(headers).toBe(2)
  expect(digests).toBe(0)
})
