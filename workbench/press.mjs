// Presses on what the workbench may draw anew at any moment: rows of lists and trees, their buttons, notifications. What is drawn anew
// between the press and the release of a mouse takes the click with it, and nobody tells. So a press happens in one go in the
// page where it must not be done twice, and is done again until its effect is seen where it may be.
import { setTimeout as sleep } from 'node:timers/promises'
import { WorkbenchError } from './report.mjs'

/** @typedef {import('@playwright/test').Page} Page */

/**
 * @typedef {object} Pressed what is pressed: the first visible one
 * @property {string} in CSS of rows, notifications or the like
 * @property {RegExp} says what matches the label that such a one is read out by, or its text
 * @property {string} [label] CSS of the part of it whose text counts; absent: all
 * @property {string} [button] what the button in it is called that is pressed; absent: it is pressed itself
 */

/**
 * Finds something and clicks it in one go, whatever lies over it. With a look first and a click later nobody could say, on a busy
 * machine, whether a click that took too long has arrived, and a command that is run again undoes two steps.
 * @param {Page} page
 * @param {Pressed} what
 * @returns {Promise<boolean>} false: it is not there
 */
export const pressIfThere = (page, what) => page.evaluate(pressText(what))

/**
 * The same once it is there.
 * @param {Page} page
 * @param {Pressed} what
 * @param {number} [timeout] milliseconds
 */
export async function press(page, what, timeout = 180_000) {
  const end = Date.now() + timeout
  while (!(await pressIfThere(page, what))) {
    if (Date.now() > end) throw new WorkbenchError(`Nothing in ${what.in} says ${what.says}.`, 'Is it on the screen?')
    await sleep(100)
  }
}

/** The same as text, since it runs in the page, whose types are not those of Node. @param {Pressed} what @returns {string} */
const pressText = ({ in: rows, says, label, button }) => `(() => {
  const says = new RegExp(${JSON.stringify(says.source)}, ${JSON.stringify(says.flags.replace('g', ''))})
  const textOf = (part) => (part?.textContent ?? '').replace(/\\s+/g, ' ').trim()
  const isMeant = (row) => {
    const part = ${JSON.stringify(label ?? null)} === null ? row : row.querySelector(${JSON.stringify(label ?? '*')})
    return says.test(part?.ariaLabel ?? '') || says.test(textOf(part))
  }
  const rows = [...document.querySelectorAll(${JSON.stringify(rows)})].filter((row) => row.checkVisibility() && isMeant(row))
  const name = ${JSON.stringify(button ?? null)}
  const buttons = (row) => [...row.querySelectorAll('button, [role=button]')]
  const isCalled = (one) => (one.ariaLabel ?? textOf(one)) === name
  const target = name === null ? rows[0] : rows.flatMap(buttons).find((one) => one.checkVisibility() && isCalled(one))
  if (!target) return false
  const { left, top, width, height } = target.getBoundingClientRect()
  const at = { bubbles: true, cancelable: true, composed: true, clientX: left + width / 2, clientY: top + height / 2 }
  target.dispatchEvent(new PointerEvent('pointerdown', at))
  target.dispatchEvent(new MouseEvent('mousedown', { ...at, detail: 1 }))
  target.dispatchEvent(new PointerEvent('pointerup', at))
  target.dispatchEvent(new MouseEvent('mouseup', { ...at, detail: 1 }))
  target.dispatchEvent(new MouseEvent('click', { ...at, detail: 1 }))
  return true
})()`

/**
 * Does what may be done twice until its effect is seen.
 * @param {() => Promise<unknown>} act such as a click; what it throws counts as not done yet
 * @param {() => Promise<boolean>} isDone
 * @param {number} [timeout] milliseconds
 */
export async function actUntil(act, isDone, timeout = 180_000) {
  const end = Date.now() + timeout
  /** @type {unknown} */
  let cause
  for (let patience = 3000; !(await isDone()); patience *= 1.5) {
    if (Date.now() > end) throw new Error('What was done again and again never had its effect.', { cause })
    await act().catch((error) => {
      cause = error
    })
    const next = Date.now() + patience
    while (Date.now() < next && !(await isDone())) await sleep(100)
  }
}
