// The card of a release in a browser: light and dark, as wide as a phone, without an error, a script or a request.

import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCard } from '../../src/promotion/card/write-card.ts';
import { readTrustedKeys } from '../../src/promotion/release/keys.ts';
import { buildCardRelease } from '../promotion/support/card-release.ts';
import { TempHome } from '../promotion/support/sample-release.ts';
import { executable } from './browser-stage.ts';
import { WatchedPage } from './watched-page.ts';

describe.skipIf(executable === undefined)('the card of a release in a browser', () => {
  const temp = new TempHome();
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const { id: release } = buildCardRelease(temp);
    const { file } = writeCard({ home: temp.home, release, trustedKeys: readTrustedKeys(temp.home) });
    url = pathToFileURL(file).href;
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath: executable!, args });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    temp.remove();
  });

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(22, 25, 29)'],
  ] as const)(
    'is whole on %s paper, and no wider than a phone',
    async (colorScheme, paper) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 800 } });
      const { page, faults } = await WatchedPage.open(context, undefined);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(url);
      expect(await page.textContent('h1')).toBe('sample for live');
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(paper);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(asked).toEqual([url]);
      expect(faults).toEqual([]);
      await context.close();
    },
    30_000,
  );
});
