// The browser that the files of a thread share, see browser-server.ts: with WebGL 2 in software.
import { type Browser, chromium } from '@playwright/test'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a browser is asked for, see browser-server.ts. */
    browsers: string
  }
}

let shared: Promise<Browser> | undefined

async function start(): Promise<Browser> {
  const response = await fetch(inject('browsers'))
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return chromium.connect(text)
}

/** This thread's browser; another one once it has ended. Whoever makes pages in it closes them. */
export async function sharedBrowser(): Promise<Browser> {
  const browser = await shared?.catch(() => undefined)
  if (browser?.isConnected()) return browser
  shared = start()
  return shared
}
