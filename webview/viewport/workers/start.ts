// Starts one of our workers. In a webview our scripts have a different origin than the page, and the policy allows workers from
// blobs only: the script is fetched as text and started from there. It has the page's policy, so it cannot do more.

/** One file below `workers/`; see workbench/webview-files.mjs. @throws TypeError when it cannot be fetched */
export async function startWorker(base: string, name: string): Promise<Worker> {
  const response = await fetch(`${base}workers/${name}.js`)
  if (!response.ok) throw new TypeError(`The worker ${name} answers ${response.status}.`)
  const url = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }))
  try {
    return new Worker(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}
