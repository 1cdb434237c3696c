// Controls in a real browser: classic Notebook with the widgets that its system brings, a slider moved with the mouse and the keys.
import { existsSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './browser-stage.ts';
import { type NotebookPage, textIn } from './notebook-page.ts';

const WIDGETS = '/usr/share/jupyter/nbextensions/jupyter-js-widgets/extension.js';
const missing = existsSync(WIDGETS)
  ? ''
  : ' (skipped: no widgets here; Debian: apt-get install jupyter-nbextension-jupyter-js-widgets)';
const PATIENCE = { timeout: 20_000 };
const TEST_MS_MAX = 120_000;

const IMPORT =
  "import { candlesFigure, checkbox, dropdown, Figure, interact, rangeSlider, slider } from 'quantumtrader/research'";
const CELL = `interact(
  { level: slider({ min: 0, max: 100, value: 10 }), side: dropdown({ options: { buy: 1, sell: -1 }, value: 1 }),
    on: checkbox({ label: 'switched on', value: true }), span: rangeSlider({ min: 0, max: 1, step: 0.1, value: [0.2, 0.8] }) },
  ({ level, side, on, span }) => { if (level === 11) throw new RangeError('eleven'); return [level, side, on, ...span].join(' ') })`;
const CHART = `interact({ height: slider({ min: 1, max: 50, value: 5 }) }, ({ height }) =>
  new Figure({ data: [{ type: 'scatter', x: [1, 2, 3], y: [1, height, 2] }], layout: { title: { text: 'height ' + height } } }))`;

const widgetsOf = (page: NotebookPage, cell: number): Locator => page.cell(cell).locator('.widget-area');

/** Of the style sheet of these widgets, which names a picture by three dots. */
const KNOWN_FAULT = 'ERR_INVALID_URL (data:image/gif;base64,R0lGO...)';
const faultsOf = (page: NotebookPage): readonly string[] => page.faults.filter((fault) => !fault.endsWith(KNOWN_FAULT));

/** The drawing, which stands behind the controls. */
async function drawn(page: NotebookPage, cell: number): Promise<string> {
  return textIn((await page.outputsOf(cell)).slice(-1));
}

await describeInBrowser('controls in classic Notebook', (stage) => {
  it.skipIf(missing !== '')(
    `move what is drawn, in its place, and are made anew when the cell runs again${missing}`,
    async () => {
      const page = await stage().openNotebook(stage().write('controls', [IMPORT, CELL, '1 + 1']));
      await page.runAll();
      const widgets = widgetsOf(page, 1);
      await widgets.locator('.widget-checkbox input').waitFor();
      expect(await drawn(page, 1)).toBe("'10 1 true 0.2 0.8'");
      expect(await widgets.locator('.widget-label').allInnerTexts()).toEqual(['level', 'side', 'switched on', 'span']);
      const handle = widgets.locator('.widget-slider .ui-slider-handle').first();
      const readout = widgets.locator('.widget-readout').first();
      const track = (await widgets.locator('.widget-slider .ui-slider').first().boundingBox())!;
      await handle.hover();
      await page.page.mouse.down();
      await page.page.mouse.move(track.x + track.width / 2, track.y + track.height / 2, { steps: 12 });
      await page.page.mouse.up();
      // what is drawn last is where the handle was left
      const level = Number(await readout.innerText());
      expect(level).toBeGreaterThan(30);
      expect(level).toBeLessThan(70);
      await expect.poll(() => drawn(page, 1), PATIENCE).toBe(`'${level} 1 true 0.2 0.8'`);
      await widgets.locator('select').selectOption('sell');
      await widgets.locator('.widget-checkbox input').click();
      await expect.poll(() => drawn(page, 1), PATIENCE).toBe(`'${level} -1 false 0.2 0.8'`);
      expect(await page.outputsOf(1)).toHaveLength(2);
      const type = async (value: string): Promise<void> => {
        await readout.click();
        await page.page.keyboard.press('Control+A');
        await page.page.keyboard.type(value);
        await page.page.keyboard.press('Enter');
      };
      await type('11');
      await expect.poll(() => drawn(page, 1), PATIENCE).toContain('RangeError');
      await type('12');
      await expect.poll(() => drawn(page, 1), PATIENCE).toBe("'12 -1 false 0.2 0.8'");
      await page.run(1);
      await expect.poll(() => drawn(page, 1), PATIENCE).toBe("'10 1 true 0.2 0.8'");
      await expect.poll(() => widgets.locator('.widget-slider').count(), PATIENCE).toBe(2);
      await page.save();
      await page.page.reload();
      await page.ready();
      await widgets.locator('select').selectOption('sell');
      await expect.poll(() => drawn(page, 1), PATIENCE).toBe("'10 -1 true 0.2 0.8'");
      await widgets.locator('.widget-checkbox input').click();
      await expect.poll(() => drawn(page, 1), PATIENCE).toBe("'10 -1 false 0.2 0.8'");
      expect(await page.outputsOf(1)).toHaveLength(2);
      expect(faultsOf(page)).toEqual([]);
      await page.close();
    },
    TEST_MS_MAX,
  );

  it.skipIf(missing !== '')(
    `draw charts that stay living ones${missing}`,
    async () => {
      const page = await stage().openNotebook(stage().write('chart', [IMPORT, CHART]));
      await page.runAll();
      const handle = widgetsOf(page, 1).locator('.ui-slider-handle');
      await handle.focus();
      await page.page.keyboard.press('ArrowRight');
      await page.page.keyboard.press('ArrowRight');
      const titles = (): Promise<readonly string[]> => page.figuresOf(1).locator('.gtitle').allTextContents();
      await expect.poll(titles, PATIENCE).toEqual(['height 7']);
      // the saved page has what draws figures, though the one that brought it was drawn anew
      await page.save();
      await page.page.reload();
      await page.ready();
      await expect.poll(titles, PATIENCE).toEqual(['height 7']);
      expect(faultsOf(page)).toEqual([]);
      await page.close();
    },
    TEST_MS_MAX,
  );
});
