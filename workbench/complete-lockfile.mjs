// Adds to package-lock.json the platform packages that the registry at hand did not serve when it was written: `node workbench/complete-lockfile.mjs`.
// Why: a mirror that carries only the packages of its own platform makes npm leave the others' optional binaries out of the lockfile, and `npm ci`
// then refuses it as out of sync, everywhere. The added entries have version, os and cpu, so other platforms still install theirs; they have no
// integrity hash, which npm fills in when it can. Run it after every `npm install` that changed the lockfile.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './paths.mjs'

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string> }} Entry */

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32']
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** The platform that a package's name tells, such as `@rollup/rollup-linux-arm64-musl`; nothing when it tells none. @param {string} name @returns {Pick<Entry, 'os' | 'cpu' | 'libc'> | undefined} */
export function platformOf(name) {
  const words = name.split('/').at(-1)?.split('-') ?? []
  const os = words.find((word) => OS.includes(word))
  const cpu = words.find((word) => CPU.includes(word))
  if (!os || !cpu) return undefined
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') && os === 'linux' ? 'glibc' : undefined
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] }
}

/** @param {Record<string, Entry>} packages the lockfile's, changed in place @returns {string[]} the names that were added */
export function complete(packages) {
  const added = []
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const there = [`${path}/node_modules/${name}`, `node_modules/${name}`].some((place) => packages[place])
      const platform = platformOf(name)
      if (there || !platform || !/^\d+\.\d+\.\d+/.test(version)) continue
      packages[`node_modules/${name}`] = { version, ...platform, ...(entry.dev ? { dev: true } : {}), optional: true }
      added.push(name)
    }
  }
  return added
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = join(root, 'package-lock.json')
  /** @type {{ packages: Record<string, Entry> }} */
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const added = complete(lock.packages)
  if (added.length > 0) {
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
    writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`)
  }
  process.stdout.write(`${added.length} platform packages added to package-lock.json\n`)
}
