// Uploads a large file by PUT for the service's client: with a Content-Length and progress, which fetch does not have. Only the
// given headers are sent, so that no key reaches a storage host.
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface PutOptions {
  /** https:, or http: to this machine; redirects are not followed. */
  url: string
  headers: Readonly<Record<string, string>>
  bytes: Uint8Array
  signal?: AbortSignal
  onProgress?(sent: number, total: number): void
}

/** Bytes handed to the socket at once: small enough for progress to mean something. */
const PIECE = 256 * 1024
/** Milliseconds without any movement on the line. */
const SILENCE = 60_000
/** Characters kept of an answer; storage answers with a short XML text. */
const ANSWER = 10_000

/** Sends the bytes; resolves with whatever was answered. Rejects with the system's error or the signal's reason. */
export function putFile({
  url,
  headers,
  bytes,
  signal,
  onProgress,
}: PutOptions): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const send = new URL(url).protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, { method: 'PUT', headers: { ...headers, 'Content-Length': bytes.length } })
    const abort = () => request.destroy()
    const end = () => signal?.removeEventListener('abort', abort)
    const fail = (error: unknown) => {
      end()
      reject(signal?.aborted ? signal.reason : error)
    }
    signal?.addEventListener('abort', abort, { once: true })
    request.setTimeout(SILENCE, () => {
      request.destroy(Object.assign(new Error(`nothing moved for ${SILENCE / 1000} seconds`), { code: 'ETIMEDOUT' }))
    })
    request.on('error', fail)
    // An abort without a cause destroys the request silently.
    request.on('close', () => fail(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' })))
    request.on('response', (response) => {
      let text = ''
      const finish = () => {
        end()
        resolve({ status: response.statusCode ?? 0, text: text.slice(0, ANSWER) })
      }
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length < ANSWER) return
        // What an answer of any storage says stands at its beginning; it may have no end.
        finish()
        request.destroy()
      })
      response.on('error', fail)
      response.on('end', () => {
        finish()
        // An early refusal ends the sending of the rest.
        if (!request.writableFinished) request.destroy()
      })
    })

    let sent = 0
    const next = () => {
      while (sent < bytes.length) {
        const piece = bytes.subarray(sent, sent + PIECE)
        const hasRoom = request.write(piece)
        sent += piece.length
        onProgress?.(sent, bytes.length)
        if (!hasRoom) {
          request.once('drain', next)
          return
        }
      }
      request.end()
    }
    next()
  })
}
