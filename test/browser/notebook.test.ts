import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { qt } from '../cli/support/qt.ts';
import { describeInBrowser } from './browser-stage.ts';
import { CANDLES_CELL, candleFaults, EMPTY_CELL } from './candle-cells.ts';
import { figuresIn, textIn } from './notebook-page.ts';
import { Pixels } from './pixels.ts';

const PATIENCE = { timeout: 40_000 };
const TEST_MS_MAX = 120_000;

await describeInBrowser('classic Notebook in a browser', (stage) => {
  it(
    'draws candles of both colours as living charts, also when the saved file is opened again',
    async () => {
      const file = stage().write('candles', ['1 + 1', CANDLES_CELL, EMPTY_CELL]);
      const page = await stage().openNotebook(file);
      await page.runAll();
      expect(textIn(await page.outputsOf(0))).toBe('2');
      expect(figuresIn(await page.outputsOf(1))).toBe(1);
      expect(await page.figuresOf(1).count()).toBe(1);
      expect(await page.pictureOf(1).count()).toBe(0);
      expect(candleFaults(await page.screenshotOf(1))).toEqual([]);
      // a figure without candles is told from one that has them, so that the test above can fail
      expect(await page.figuresOf(2).count()).toBe(1);
      expect(candleFaults(await page.screenshotOf(2))).toHaveLength(2);
      await page.save();
      expect(page.faults).toEqual([]);
      await page.close();
      const again = await stage().openNotebook(file);
      await again.settled();
      expect(candleFaults(await again.screenshotOf(1))).toEqual([]);
      expect(again.faults).toEqual([]);
      await again.page.goto('about:blank');
      expect(candleFaults(new Pixels(await again.page.screenshot()))).toContain('blank');
      await again.close();
    },
    TEST_MS_MAX,
  );

  it(
    'shows the static picture where a file is not trusted, and the living chart when it is',
    async () => {
      const file = stage().write('sent', [CANDLES_CELL]);
      const sent = join(stage().folder, 'sent-by-somebody.ipynb');
      expect((await qt(['notebook', 'run', file, '--out', sent])).code).toBe(0);
      const page = await stage().openNotebook(sent);
      expect(await page.figuresOf(0).count()).toBe(0);
      expect(candleFaults(new Pixels(await page.pictureOf(0).screenshot()))).toEqual([]);
      // by the word in the bar: the entry of the menu asks twice, one question above the other
      await page.page.click('#notification_trusted');
      await page.page.click('.modal-dialog .btn-danger');
      await page.figuresOf(0).waitFor();
      expect(candleFaults(await page.screenshotOf(0))).toEqual([]);
      expect(page.faults).toEqual([]);
      await page.close();
    },
    TEST_MS_MAX,
  );

  it(
    'draws a page that a run without Jupyter wrote, and zooms it, from the disk and without a network',
    async () => {
      const file = stage().write('page', [CANDLES_CELL]);
      const html = join(stage().folder, 'page.html');
      expect((await qt(['notebook', 'run', file, '--out', html])).code).toBe(0);
      const { page, faults } = await stage().openFile(html);
      const chart = page.locator('.js-plotly-plot');
      await chart.waitFor();
      expect(candleFaults(new Pixels(await chart.screenshot()))).toEqual([]);
      const range = (): Promise<readonly string[]> =>
        page.evaluate("[...document.querySelector('.js-plotly-plot').layout.xaxis.range].map(String)");
      const before = await range();
      const box = (await chart.locator('.nsewdrag').first().boundingBox())!;
      const drag = async (): Promise<void> => {
        await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 4 });
        await page.mouse.up();
      };
      await drag();
      await expect.poll(range, PATIENCE).not.toEqual(before);
      const zoomed = await range();
      await page.locator('[data-attr="dragmode"][data-val="pan"]').dispatchEvent('click');
      await drag();
      await expect.poll(range, PATIENCE).not.toEqual(zoomed);
      expect(faults).toEqual([]);
      await page.close();
    },
    TEST_MS_MAX,
  );

  it(
    'completes with Tab, tells types with Shift+Tab, interrupts and starts anew by its buttons',
    async () => {
      const file = stage().write('keys', [
        'const spread: number = 0.5;',
        'spr',
        'spread',
        'for (;;) {}',
        'typeof spread',
      ]);
      const page = await stage().openNotebook(file);
      await page.run(0);
      // a service that still loads gives no answer in time, and is asked again
      await vi.waitFor(async () => {
        await page.edit(1);
        await page.page.keyboard.press('Tab');
        await expect.poll(() => page.sourceOf(1), { timeout: 3000 }).toBe('spread');
      }, PATIENCE);
      await page.edit(2);
      await page.page.keyboard.press('Shift+Tab');
      await expect.poll(() => page.page.locator('#tooltip').innerText(), PATIENCE).toContain('spread: number');
      await page.start(3);
      await page.click('interrupt-kernel');
      await page.settled();
      expect(await page.outputsOf(3)).toMatchObject([{ output_type: 'error' }]);
      await page.run(2);
      expect(textIn(await page.outputsOf(2))).toBe('0.5');
      await page.restart();
      await page.run(4);
      expect([textIn(await page.outputsOf(4)), await page.countOf(4)]).toEqual(["'undefined'", 1]);
      expect(page.faults).toEqual([]);
      await page.close();
    },
    TEST_MS_MAX,
  );

  it(
    'ends with its browser, its Jupyter and its kernels',
    async () => {
      expect(await stage().close()).toEqual([]);
    },
    TEST_MS_MAX,
  );
});
