// The path by which a running game loads a file: what lies in a folder that the development server serves at its root is
// asked for from there, anything else by its path in the workspace.

/** Folders whose contents web servers of games serve at `/`: Vite, Next.js and Create React App; SvelteKit and Gatsby. */
const SERVED: readonly string[] = ['public', 'static']

/** Whether a folder's contents are served with the game. @param parts its path below the workspace */
export const isServed = (parts: readonly string[]): boolean => parts.some((part) => SERVED.includes(part))

/**
 * `/assets/chair.glb` for `public/assets/chair.glb`, also below a package's folder; `assets/chair.glb` stays as it is.
 * @param path as a person knows it: relative to its workspace folder, else absolute, which comes back unchanged
 */
export function gamePath(path: string): string {
  if (/^([/\\]|[a-z]:)/i.test(path)) return path
  const parts = path.split(/[/\\]/)
  const at = parts.findIndex((part, index) => index < parts.length - 1 && SERVED.includes(part))
  return at < 0 ? parts.join('/') : `/${parts.slice(at + 1).join('/')}`
}
