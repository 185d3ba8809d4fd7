// The extension's log. Every line passes through a filter that knows the shape of a key, so that none can be written
// even by mistake.
import * as vscode from 'vscode'

/** Anything that looks like a key, a bearer or the signature of a download URL. */
const SECRET_SHAPES = [
  /tsk_[A-Za-z0-9_-]+/g,
  /Bearer\s+\S+/gi,
  /([?&](?:sig|signature|token|X-Amz-[A-Za-z-]+|Expires|Key-Pair-Id|Policy|auth_key)=)[^&\s"']+/gi,
]

/** Removes secrets from a text. */
export const redact = (text: string): string =>
  SECRET_SHAPES.reduce(
    (clean, shape) => clean.replace(shape, (_all, prefix) => (typeof prefix === 'string' ? `${prefix}…` : '…')),
    text,
  )

export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export class ChannelLog implements Log, vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('Tripo', { log: true })
  info(message: string): void {
    this.channel.info(redact(message))
  }
  warn(message: string): void {
    this.channel.warn(redact(message))
  }
  error(message: string): void {
    this.channel.error(redact(message))
  }
  show(): void {
    this.channel.show()
  }
  dispose(): void {
    this.channel.dispose()
  }
}
