// What the command line uses of WebAssembly. The types of Node lack it, and those of pages would let this code use pages' globals.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: object)
    readonly exports: Readonly<Record<string, unknown>>
  }
  function instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: Instance }>
}
