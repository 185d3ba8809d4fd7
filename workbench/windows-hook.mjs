// Loaded into the extension hosts of `npm run windows` by an extension that ours is made to need: names each change that a host
// makes to the disk or asks of the service, and stops or kills the process at the one that it is told to. Nothing else of the
// program is touched, so that what is tried is the real extension in the real host.
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import promises from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'

const FOLDER = process.env.TRIPO_HOOK ?? ''
/** Places by the name that a step gets, such as `journal=/…/jobs`; several are divided by a line end. */
const PLACES = (process.env.TRIPO_HOOK_PLACES ?? '').split('\n').map((line) => {
  const at = line.indexOf('=')
  return { name: line.slice(0, at), path: line.slice(at + 1) }
})
const own = join(FOLDER, `${process.pid}`)

/** @param {unknown} path @returns {string | undefined} the path as a step names it; undefined outside of the places */
function placeOf(path) {
  if (typeof path !== 'string') return undefined
  const place = PLACES.find(({ path: folder }) => path === folder || path.startsWith(`${folder}/`))
  return place && `${place.name}${path.slice(place.path.length)}`
}

/** How often the step that is waited for has come by. */
let seen = 0
let isFired = false

/** Stops or kills this process when that is the step that was asked for. @param {string} name */
function step(name) {
  // Signs of life come by the clock, at no place of a job's own.
  if (name.includes('/window-') || name.includes('/.window-')) return
  appendFileSync(`${own}.steps`, `${name}\n`)
  let asked = ''
  try {
    asked = readFileSync(`${own}.ask`, 'utf8')
  } catch {
    return
  }
  if (isFired || asked === '') return
  /** @type {{ pattern: string, nth: number, signal: 'SIGSTOP' | 'SIGKILL' }} */
  const { pattern, nth, signal } = JSON.parse(asked)
  if (!new RegExp(pattern).test(name)) return
  seen += 1
  if (seen < nth) return
  ;[seen, isFired] = [0, true]
  rmSync(`${own}.ask`)
  writeFileSync(`${own}.fired`, name)
  process.kill(process.pid, signal)
  // A stopped process goes on here, and may be asked again.
  isFired = false
}

/**
 * A function with a step before and after it.
 * @param {string} name
 * @param {(...args: any[]) => any} work
 * @param {(args: any[]) => string | undefined} place
 */
const stepping = (name, work, place) =>
  /** @this {unknown} @param {...any} args */
  async function (...args) {
    const at = place(args)
    if (at === undefined) return Reflect.apply(work, this, args)
    step(`before ${name} ${at}`)
    try {
      return await Reflect.apply(work, this, args)
    } finally {
      step(`after ${name} ${at}`)
    }
  }

function begin() {
  /** @type {Record<string, any>} */
  const functions = promises
  const to = (/** @type {any[]} */ [, target]) => placeOf(target)
  const at = (/** @type {any[]} */ [path]) => placeOf(path)
  for (const name of ['link', 'rename', 'copyFile']) functions[name] = stepping(name, functions[name], to)
  for (const name of ['writeFile', 'rm', 'unlink']) functions[name] = stepping(name, functions[name], at)
  const open = functions.open
  functions.open = async (/** @type {any[]} */ ...args) => {
    const place = at(args)
    const isNew = typeof args[1] === 'string' && args[1] !== 'r'
    if (place === undefined || !isNew) return open(...args)
    step(`before open ${place}`)
    const handle = await open(...args)
    step(`after open ${place}`)
    for (const name of ['write', 'writeFile', 'close'])
      handle[name] = stepping(name, handle[name].bind(handle), () => place)
    return handle
  }
  const { fetch } = globalThis
  /** @param {any} url @param {any} init */
  globalThis.fetch = async (url, init) => {
    const isChange = init?.method === 'POST' || init?.method === 'PUT'
    const name = `${init?.method ?? 'GET'} ${new URL(String(url?.url ?? url)).pathname}`
    if (!isChange && !name.includes('/cdn/')) return fetch(url, init)
    step(`before ${name}`)
    try {
      return await fetch(url, init)
    } finally {
      step(`after ${name}`)
    }
  }
  const { request } = http
  /** @type {Record<string, any>} */
  const web = http
  web.request = (/** @type {any[]} */ ...args) => {
    const method = args.find((one) => typeof one === 'object' && one !== null && 'method' in one)?.method
    if (method !== 'PUT' && method !== 'POST') return Reflect.apply(request, http, args)
    step(`before ${method} upload`)
    const made = Reflect.apply(request, http, args)
    made.once('response', () => step(`after ${method} upload`))
    return made
  }
  appendFileSync(join(FOLDER, 'hosts'), `${process.pid}\n`)
}

if (FOLDER !== '') begin()
