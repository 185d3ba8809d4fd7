// Pictures made smaller by a browser, which scales them well: what a walkthrough shows is a third of a screen.

/** @typedef {import('@playwright/test').Browser} Browser */

/**
 * @param {Browser} browser
 * @param {Buffer} picture PNG or JPEG
 * @param {number} width pixels
 * @returns {Promise<Buffer>} a JPEG
 */
export async function scaledJpeg(browser, picture, width) {
  const type = picture[0] === 0x89 ? 'png' : 'jpeg'
  const page = await browser.newPage({ viewport: { width, height: width } })
  try {
    const source = `data:image/${type};base64,${picture.toString('base64')}`
    await page.setContent(`<body style="margin:0"><img src="${source}" style="display:block;width:${width}px"></body>`)
    return await page.locator('img').screenshot({ type: 'jpeg', quality: 76 })
  } finally {
    await page.close()
  }
}
