// The extension's log channel. Every line passes through the redactor, so that no key can be written even by mistake.
import * as vscode from 'vscode'
import { redact } from '../tripo/redact.ts'

export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Tripo', { log: true })

  debug(message: string): void {
    this.#channel.debug(redact(message))
  }
  info(message: string): void {
    this.#channel.info(redact(message))
  }
  warn(message: string): void {
    this.#channel.warn(redact(message))
  }
  error(message: string): void {
    this.#channel.error(redact(message))
  }
  show(): void {
    this.#channel.show()
  }
  dispose(): void {
    this.#channel.dispose()
  }
}
