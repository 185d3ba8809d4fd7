// The Basis transcoder that ships: no text becomes code, and another release of three stops the build instead of hanging.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withoutNewFunction } from '../../../workbench/basis-transcoder.mjs'
import { decoderFiles } from '../../../workbench/webview-files.mjs'

const script = readFileSync(
  new URL('../../../node_modules/three/examples/jsm/libs/basis/basis_transcoder.js', import.meta.url),
  'utf8',
)

describe('withoutNewFunction', () => {
  it('takes out every place where a text becomes code', () => {
    expect(script).toMatch(/newFunc\(Function/)
    const made = withoutNewFunction(script)
    expect(made).not.toMatch(/newFunc\(Function|new Function|\beval\(/)
    expect(() => new Function(made)).not.toThrow()
    const shipped = decoderFiles().get('basis/basis_transcoder.js')
    expect(Buffer.from(shipped ?? '').toString()).toBe(made)
  })

  it.each([
    ['a script that has changed', script.replaceAll('invokerFnBody', 'body')],
    ['a script that has the place twice', script + script],
    ['one more way to run a text', `${script};eval("1")`],
  ])('stops at %s', (_, changed) => {
    expect(() => withoutNewFunction(changed)).toThrow('basis_transcoder.js')
  })
})
