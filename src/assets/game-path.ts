// The path from which a running game loads a file: relative to the root for files in a folder that the development server serves,
// otherwise relative to the workspace.

/** Folders whose contents web servers of games serve at `/`: Vite, Next.js, Nuxt, Astro and Angular 18; SvelteKit and Gatsby. */
const SERVED: readonly string[] = ['public', 'static']

/** Where a folder of Angular's `src/assets` stands, which it serves as `assets` (before version 18 by default). */
const angularAssets = (parts: readonly string[]) =>
  parts.findIndex((part, index) => part === 'assets' && parts[index - 1] === 'src')

/**
 * Whether a folder's contents are, or may be, served with the game.
 * @param parts its path below the workspace
 */
export const isServed = (parts: readonly string[]): boolean =>
  parts.some((part) => SERVED.includes(part)) || angularAssets(parts) >= 0

/**
 * `/assets/chair.glb` for `public/assets/chair.glb`, also below a package's folder; `assets/chair.glb` stays as it is.
 * @param path as a person knows it: relative to its workspace folder, else absolute, which comes back unchanged
 * @param isAngular of a project of Angular, which serves `src/assets` as `assets`, relative to its base
 */
export function gamePath(path: string, isAngular = false): string {
  if (/^([/\\]|[a-z]:)/i.test(path)) return path
  const parts = path.split(/[/\\]/)
  const at = parts.findIndex((part, index) => index < parts.length - 1 && SERVED.includes(part))
  const assets = isAngular && at < 0 ? angularAssets(parts.slice(0, -1)) : -1
  if (assets >= 0) return parts.slice(assets).join('/')
  return at < 0 ? parts.join('/') : `/${parts.slice(at + 1).join('/')}`
}
