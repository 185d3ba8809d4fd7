// How a game's code refers to a file of its project, and which file a URL in code refers to.
import { phrase, type Words } from '../text/index.ts'
import type { Project } from './project.ts'
import { folderOf, isBelow, joinPath, nameOf, relativePath } from './project-files.ts'

/** An import that an address needs. */
export interface UrlImport {
  /** The default import's name; undefined: `name` is imported. */
  default?: string
  name?: string
  from: string
}

export interface GameUrl {
  /** What the running game asks for, as far as it is known: `/models/oak.glb`. */
  address: string
  /** JavaScript that gives it, in single quotes. */
  expression: string
  imports: readonly UrlImport[]
  /** What a person has to know for it to work. */
  note?: Words
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`
const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/')

/** `oakBarrel` of `models/oak barrel.glb`. */
export function variableOf(path: string): string {
  const words = nameOf(path)
    .replace(/\.[^.]+$/, '')
    .split(/[^\p{ID_Continue}$]+/u)
    .filter(Boolean)
  const name = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
  const safe = /^[\p{ID_Start}$_]/u.test(name) ? name : `model${name.charAt(0).toUpperCase()}${name.slice(1)}`
  return RESERVED.has(safe) ? `${safe}Model` : safe
}

const RESERVED = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch ' +
    'this throw true try typeof var void while with yield await async model models scene gltf clip url'
  ).split(' '),
)

/** `OakBarrel`, for components and types. */
export function typeNameOf(path: string): string {
  const name = variableOf(path)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** The base of the bundler, as code asks for it; undefined: it is part of the address. */
function served(project: Project, rest: string): GameUrl {
  const { bundler, serving } = project
  const { base, hasOwnBase } = serving
  const address = `${base}${rest}`
  const plain = { address, expression: quoted(address), imports: [] }
  if (bundler === 'sveltekit') {
    const major = /(\d+)\.(\d+)/.exec(project.dependencies.get('@sveltejs/kit') ?? '')
    const isNew = major !== null && (Number(major[1]) > 2 || (Number(major[1]) === 2 && Number(major[2]) >= 26))
    return isNew
      ? { address, expression: `asset('/${rest}')`, imports: [{ name: 'asset', from: '$app/paths' }] }
      : { address, expression: `\`\${base}/${rest}\``, imports: [{ name: 'base', from: '$app/paths' }] }
  }
  if (!hasOwnBase) return plain
  switch (bundler) {
    case 'vite':
      return { address, expression: `\`\${import.meta.env.BASE_URL}${rest}\``, imports: [] }
    case 'astro':
      // With or without a slash at its end, as the config has it.
      return {
        address,
        expression: `\`\${import.meta.env.BASE_URL.replace(/\\/$/, '')}/${rest}\``,
        imports: [],
      }
    case 'nuxt':
      return { address, expression: `\`\${useRuntimeConfig().app.baseURL}${rest}\``, imports: [] }
    case 'create-react-app':
      return { address, expression: `\`\${process.env.PUBLIC_URL}/${rest}\``, imports: [] }
    default:
      return plain
  }
}

/**
 * The address of a file in the code of another.
 * @param file the model, below the workspace folder
 * @param from the file that names it, below the workspace folder
 */
export function urlOf(project: Project, file: string, from: string = joinPath(project.folder, 'index') ?? ''): GameUrl {
  const { bundler, staticFolder } = project
  if (staticFolder !== undefined && file !== staticFolder && isBelow(staticFolder, file)) {
    const rest = staticFolder === '' ? file : file.slice(staticFolder.length + 1)
    return served(project, encoded(rest))
  }
  const path = encoded(relativePath(folderOf(from), file))
  const relative = path.startsWith('../') ? path : `./${path}`
  switch (bundler) {
    case 'vite':
    case 'astro':
    case 'nuxt':
    case 'sveltekit': {
      const name = `${variableOf(file)}Url`
      return { address: relative, expression: name, imports: [{ default: name, from: `${relative}?url` }] }
    }
    case 'webpack':
    case 'parcel':
    case 'next':
    case 'create-react-app':
      return { address: relative, expression: `new URL(${quoted(relative)}, import.meta.url).href`, imports: [] }
    case 'expo':
      return { address: relative, expression: `require(${quoted(relative)})`, imports: [] }
    case 'angular':
      return {
        address: relative,
        expression: quoted(relative),
        imports: [],
        note: phrase('{0} does not lie in a folder that Angular serves: move it to {1}.', file, project.modelFolder),
      }
    default: {
      const address = encoded(relativePath(project.pageFolder, file))
      return { address, expression: quoted(address), imports: [] }
    }
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The files that an address in code may mean, likeliest first; the first is where a missing file would have to be.
 * @param from the file that holds the address
 * @returns paths below the workspace folder, none for addresses of other hosts
 */
export function filesOf(project: Project, address: string, from: string): string[] {
  const text = decoded(address.replace(/[?#].*$/, '').trim())
  if (text === '' || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(text) || text.includes('\\') || text.includes('\0')) return []
  const { serving, staticFolder, folder, pageFolder } = project
  const here = folderOf(from)
  const paths: (string | undefined)[] = []
  const inStatic = (path: string) => (staticFolder === undefined ? undefined : joinPath(staticFolder, path))
  const alias = /^[@~]\/(.*)$/.exec(text)?.[1]
  if (alias !== undefined) paths.push(joinPath(folder, 'src', alias), joinPath(folder, alias))
  else if (/^\.\.?\//.test(text)) paths.push(joinPath(here, text), joinPath(pageFolder, text))
  else {
    const base = serving.base
    if (base.length > 1 && text.startsWith(base)) paths.push(inStatic(text.slice(base.length)))
    if (text.startsWith('/')) paths.push(inStatic(text) ?? joinPath(pageFolder, text), joinPath(pageFolder, text))
    else
      paths.push(
        inStatic(text),
        joinPath(pageFolder, text),
        joinPath(here, text),
        joinPath(folder, text),
        joinPath(text),
      )
  }
  return [...new Set(paths.flatMap((path) => (path === undefined || path === '' ? [] : [path])))]
}
