// What a running game does when a model is written, depending on the bundler and the model's folder. Facts: docs/engines.md.
import { type Phrase, phrase } from '../text/index.ts'
import type { BundlerId } from './bundler.ts'

/** Bundlers whose development server is Vite's. */
const ON_VITE: readonly BundlerId[] = ['vite', 'astro', 'sveltekit', 'nuxt']
export const isOnVite = (bundler: BundlerId): boolean => ON_VITE.includes(bundler)

/** For Vite's config: reloads the page when a model in the static folder is written. The same stands in docs/engines.md. */
export const RELOAD_PLUGIN = `/** Reloads the page when a model in \`public\` is written. */
const reloadModels = () => ({
  name: 'reload-models',
  configureServer(server) {
    const reload = (file) => /\\.(glb|gltf)$/i.test(file) && server.ws.send({ type: 'full-reload' })
    server.watcher.on('add', reload).on('change', reload)
  },
})
`

/**
 * One sentence for the project.
 * @param isImported of a certain model: whether code imports it, or asks for it by its address in the static folder
 */
export function reloadWords(bundler: BundlerId, isImported?: boolean): Phrase {
  switch (bundler) {
    case 'vite':
    case 'astro':
    case 'sveltekit':
    case 'nuxt':
      if (isImported === true) return phrase('A changed model: the page reloads by itself')
      if (isImported === false)
        return phrase('When this model’s file changes, reload the page; a small plugin for Vite can do it for you.')
      return phrase(
        'A changed model: the page reloads by itself where code imports it; in the static folder only with a plugin',
      )
    case 'next':
      return phrase('A changed model: reload the page')
    case 'webpack':
    case 'create-react-app':
    case 'angular':
    case 'parcel':
    case 'expo':
      return phrase('A changed model: the page reloads by itself')
    case 'none':
      return phrase('A changed model: reload the page, unless your server watches the folder')
  }
}
