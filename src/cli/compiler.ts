// How V8 compiles WebAssembly in a process of our own: which flags suit the size of the model that it is for.

/** Bytes of a model from which code that is compiled well is worth the longer wait for it. */
const LARGE = 1_000_000
/**
 * The same of reducing, whose code takes longer to compile: up to here it is done sooner in V8's own way. Of a hundred meshes of 1,000
 * triangles in 222 instead of 242 ms, of one of 100,000 in 221 instead of 225 (medians of 16 runs in turn).
 */
const LARGE_TO_REDUCE = 10_000_000
/** Those whose engine is known to have the flags; it would complain of others on standard error. */
const KNOWN = { least: 20, most: 26 }

/** Code that is compiled quickly and badly stays: nothing counts how often it runs. */
const QUICKLY = '--wasm-tiering-budget=2000000000'
/**
 * All functions are compiled well at once, in one other thread, instead of each in this one when it is first called (33 ms for
 * reducing, 18 for packing). Loops are not unrolled, which is a third of the time of compiling and made nothing faster; and more
 * threads than one take more of the processors, since they wait for each other.
 */
export const WELL =
  '--no-liftoff --no-wasm-lazy-compilation --wasm-num-compilation-tasks=1 --no-wasm-loop-unrolling --no-wasm-loop-peeling'

/** Of all that is compiled after it, only what is called. */
export const LATER = '--wasm-lazy-compilation'

/**
 * Has WebAssembly compiled once. V8 compiles it quickly and badly first, and what is called often a second time while it runs: but
 * the loop that takes all of the time is one call, which goes on in the code that it began in. A small model is done before good
 * code would be there, and a large one gets it at once. Only in a process of our own: the flags hold for all of it.
 * @param size of the model, in bytes
 */
export function chooseCompiler(reduces: boolean, size: number): void {
  if (size < LARGE) setFlags(QUICKLY)
  else if (!reduces || size >= LARGE_TO_REDUCE) setFlags(WELL)
}

/** Sets flags of V8 where its engine is one that has them. @returns whether it is */
export function setFlags(flags: string): boolean {
  const node = Number.parseInt(process.versions.node, 10)
  if (node < KNOWN.least || node > KNOWN.most) return false
  // As an import it would be looked through for all that it exports.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  for (const flag of flags.split(' ')) setFlagsFromString(flag)
  return true
}
