// Events of the page as a whole: the keys that send the form, and the moments after which the page may be closed.

/**
 * @param generate sends what the form stands for
 * @param flush writes down what is not written yet
 */
export function listenToPage(generate: () => void, flush: () => void): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    generate()
  })
  // What closes the tab takes the focus first, the palette or a click; once the tab is closed nothing reaches the host.
  window.addEventListener('blur', flush)
  window.addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', flush)
}
