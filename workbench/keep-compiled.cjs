// Preloaded by the build into the command line (`workbench/scripts.mjs`): when the program ends, what V8 has compiled of each of
// its scripts is written beside it. V8 takes it where its flags are as they were then, so that the program may set none before it
// loads its scripts, and none at all here.
const { renameSync, writeFileSync } = require('node:fs')
const v8 = require('node:v8')
const vm = require('node:vm')

/** @type {Map<string, vm.Script>} */
const scripts = new Map()

vm.Script = class extends vm.Script {
  /** @param {string} text @param {vm.ScriptOptions} options */
  constructor(text, options) {
    super(text, options)
    scripts.set(options.filename ?? '', this)
  }
}
v8.setFlagsFromString = () => undefined

process.on('exit', () => {
  for (const [path, script] of scripts) {
    const whole = `${path}.${process.pid}`
    writeFileSync(whole, script.createCachedData())
    renameSync(whole, `${path}.compiled`)
  }
})
