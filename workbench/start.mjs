// `npm start`: the extension at work in a real VS Code on a copy of the example game, for a person to try.
import { build } from './build.mjs'
import { ensureModules, ensureVscode } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { findCommand, root } from './paths.mjs'
import { keep, onInterrupt, run, servesUntilInterrupted } from './processes.mjs'
import { main, step, WorkbenchError } from './report.mjs'
import { serve } from './serve.mjs'
import { simulatorSettings, startSimulator } from './simulator.mjs'
import { gameWorkspace } from './workspace.mjs'

/** @param {string} url */
function openInBrowser(url) {
  const display = process.platform === 'linux' ? Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) : true
  if (!display) return
  const openers = new Map([
    ['darwin', 'open'],
    ['win32', 'explorer'],
  ])
  const opener = findCommand(openers.get(process.platform) ?? 'xdg-open')
  if (opener) keep(opener, [url], { stdio: 'ignore' }).once('error', () => {})
}

/** The desktop VS Code's command line. */
function desktopCode() {
  const code = findCommand('code')
  if (!code) {
    throw new WorkbenchError(
      '`code` is not on PATH.',
      'In VS Code run "Shell Command: Install \'code\' command in PATH", or leave --desktop out.',
    )
  }
  return code
}

/** @param {string} code @param {string} folder @param {import('./processes.mjs').Environment} env */
async function desktop(code, folder, env) {
  await step('Open desktop VS Code', () =>
    run(code, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], { env }),
  )
}

await main(async () => {
  const options = readOptions(
    'npm start -- [options] [folder]',
    {
      simulator: { help: 'talk to a local simulator over HTTP, with a key, instead of offering the sandbox' },
      service: { help: "talk to the real service with this environment's TRIPO_API_KEY (spends credits)" },
      desktop: { help: 'use the VS Code whose `code` is on PATH' },
      port: { value: 'N', help: 'serve on this port instead of a free one' },
      'no-open': { help: 'do not open a browser' },
    },
    { positionals: true },
  )
  if (options.on('simulator') && options.on('service')) throw new UsageError('Choose one of --simulator and --service.')
  if (options.on('simulator') && options.on('desktop')) {
    throw new UsageError(
      '--simulator needs machine settings of its own, which desktop VS Code keeps; leave one of the two out.',
    )
  }
  if (options.positionals.length > 1) throw new UsageError('Give one folder.')
  const port = Number(options.text('port') ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port takes a number from 0 to 65535.')

  const code = options.on('desktop') ? desktopCode() : undefined
  await ensureModules()
  await build()
  const folder = gameWorkspace(options.positionals[0])
  // A key in the environment is used only when asked for, so that trying things never spends credits by surprise.
  const env = options.on('service') ? {} : { TRIPO_API_KEY: undefined }
  if (code) return desktop(code, folder, env)

  const vscode = await ensureVscode()
  const simulator = options.on('simulator') ? await startSimulator() : undefined
  const settings = simulator ? simulatorSettings(simulator) : { env }
  const served = await step('Serve VS Code', () => serve({ vscode, port, linked: root, ...settings }))
  const url = served.url(folder)
  process.stdout.write(
    `\nTripo Studio is ready in ${folder}\n\n  ${url}\n\nRun "Tripo: Open Studio" from the palette (F1). Ctrl+C stops.\n`,
  )
  if (!options.on('no-open')) openInBrowser(url)
  servesUntilInterrupted()
  await new Promise((done) => onInterrupt(() => done(undefined)))
})
