// A page of a browser in; the same with all that went wrong on it, requests to other hosts among it, out.
import type { BrowserContext, Page } from 'playwright-core';

/** Written out like this in the style sheet of Notebook's widgets. */
const BROKEN_PICTURE = 'data:image/gif;base64,R0lGO...';

export class WatchedPage {
  readonly page: Page;
  /** Errors of its console and its scripts, and what it asked of any other place. Empty: all is well. */
  readonly faults: readonly string[];

  private constructor(page: Page, faults: readonly string[]) {
    this.page = page;
    this.faults = faults;
  }

  /** @param origin the only one that is asked; undefined: none is */
  static async open(context: BrowserContext, origin: string | undefined): Promise<WatchedPage> {
    const faults: string[] = [];
    const isOwn = (url: string): boolean => {
      const { protocol, host } = new URL(url);
      if (['data:', 'blob:', 'about:'].includes(protocol)) return true;
      return origin === undefined ? protocol === 'file:' : host === new URL(origin).host;
    };
    const page = await context.newPage();
    page.on('console', (message) => {
      const { url } = message.location();
      if (message.type() !== 'error' || url === BROKEN_PICTURE) return;
      faults.push(`console: ${message.text()} (${url})`);
    });
    page.on('pageerror', (error) => faults.push(`script: ${error.stack ?? error.message}`));
    page.on('websocket', (socket) => {
      if (!isOwn(socket.url())) faults.push(`socket: ${socket.url()}`);
    });
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      if (isOwn(url)) return route.continue();
      faults.push(`request: ${url}`);
      return route.abort();
    });
    return new WatchedPage(page, faults);
  }
}
