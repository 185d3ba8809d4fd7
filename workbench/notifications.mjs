// Notifications and modal dialogs of the workbench: finding one, reading it, pressing its buttons.
import { runCommand } from './browser.mjs'
import { pressIfThere } from './press.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const CENTER = '.notifications-center.visible'

/** The texts of the notifications on the screen. @param {Page} page @returns {Promise<string[]>} */
export async function notifications(page) {
  return page.locator('.notification-toast .notification-list-item-message').allInnerTexts()
}

/**
 * A notification whose text matches: its toast, or its row in the list of all, since a toast is put there after some
 * seconds, and a busy machine looks later than that.
 * @param {Page} page @param {RegExp} text @param {number} timeout
 */
async function findNotification(page, text, timeout) {
  const toast = page.locator('.notification-toast').filter({ hasText: text }).first()
  const row = page.locator(`${CENTER} .monaco-list-row`).filter({ hasText: text }).first()
  const end = Date.now() + timeout
  for (;;) {
    try {
      await toast.or(row).first().waitFor({ timeout: 5000 })
      return (await toast.isVisible()) ? toast : row
    } catch (error) {
      if (Date.now() > end) throw error
    }
    await showAllNotifications(page, true)
  }
}

/** Opens or closes the list of all notifications. @param {Page} page @param {boolean} isShown */
async function showAllNotifications(page, isShown) {
  if ((await page.locator(CENTER).count()) > 0 === isShown) return
  await pressIfThere(page, { in: '.statusbar-item[id="status.notifications"] a', says: /^/ })
}

/** Waits for a notification whose text matches. @param {Page} page @param {RegExp} text @param {number} [timeout] */
export async function notification(page, text, timeout = 120_000) {
  await findNotification(page, text, timeout)
  await showAllNotifications(page, false)
}

/** Presses a button of a notification. @param {Page} page @param {RegExp} text @param {string} button @param {number} [timeout] */
export async function answerNotification(page, text, button, timeout = 120_000) {
  const end = Date.now() + timeout
  const what = { in: `.notification-toast, ${CENTER} .monaco-list-row`, says: text, button }
  do {
    const found = await findNotification(page, text, end - Date.now())
    // It stays while the pointer is on it.
    await found.hover({ timeout: 5000 }).catch(() => undefined)
  } while (!(await pressIfThere(page, what)))
  await showAllNotifications(page, false)
}

/** Presses a button of a modal dialog. @param {Page} page @param {string | RegExp} button @param {number} [timeout] */
export async function answerDialog(page, button, timeout = 120_000) {
  const dialog = page.locator('.monaco-dialog-box')
  await dialog.waitFor({ timeout })
  await dialog.getByRole('button', { name: button }).first().click()
  await dialog.waitFor({ state: 'detached', timeout })
}

/** Closes every notification. @param {Page} page */
export async function clearNotifications(page) {
  await runCommand(page, 'Notifications: Clear All Notifications')
}
