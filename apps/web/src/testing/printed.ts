import type { Page } from 'playwright-core';

/** What of a page, as it is printed, is no document: what one would press, and text that is not dark. */
export const printed = (page: Page) =>
  page.evaluate(() => {
    const isShown = (one: Element) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
    const shown = (selector: string) => [...document.querySelectorAll(selector)].filter(isShown);
    const texts = shown('#root *').filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()));
    const isPale = (one: Element) => Math.min(...(getComputedStyle(one).color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)) > 0x55;
    return {
      controls: shown('nav, input, select, header.shell, button:not(.disclose, .cell-button)').map((one) => one.outerHTML.slice(0, 80)),
      pale: texts.filter(isPale).map((one) => one.textContent?.slice(0, 40)),
      background: getComputedStyle(document.body).backgroundColor,
    };
  });
export const asDocument = { controls: [], pale: [], background: 'rgb(255, 255, 255)' };

/** Takes a page to paper, or back to the screen, and waits until it knows: its rules for paper hold at once, and it is told of it by an event a frame later. */
export async function turnsTo(page: Page, media: 'print' | 'screen'): Promise<void> {
  await page.emulateMedia({ media });
  await page.waitForFunction((onPaper) => document.documentElement.classList.contains('on-paper') === onPaper, media === 'print');
}
