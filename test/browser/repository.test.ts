import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../cli/support/qt.ts';
import { describeInBrowser } from './browser-stage.ts';
import { candleFaults } from './candle-cells.ts';
import { type CellOutput, figuresIn, figureText } from './notebook-page.ts';

const TEST_MS_MAX = 180_000;

const folder = join(repositoryRoot, 'notebooks');
const all = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
/** The others run without a browser in test/notebooks, and in one at night. */
const IN_EVERY_RUN = ['02-candles-and-book', '05-first-strategy', '06-labels-and-training'].map(
  (name) => `${name}.ipynb`,
);
const names = process.env.QT_NIGHTLY === '1' ? all : IN_EVERY_RUN;

/** An error of a cell, and whatever it printed as one; that a source was edited meanwhile is none. */
function errorsOf(outputs: readonly (readonly CellOutput[])[]): readonly string[] {
  return outputs.flatMap((cell, i) =>
    cell
      .filter(({ output_type: type, name }) => type === 'error' || name === 'stderr')
      .filter(({ text }) => text?.startsWith('reloaded ') !== true)
      .map(({ ename, evalue, text }) => `cell ${i}: ${ename ?? ''} ${evalue ?? text ?? ''}`),
  );
}

await describeInBrowser('the notebooks of the repository in a browser, on synthetic days', (stage) => {
  it.each(names)(
    '%s runs without an error, and all of its figures draw',
    async (name) => {
      const file = join(stage().folder, name);
      copyFileSync(join(folder, name), file);
      const page = await stage().openNotebook(file);
      await page.runAll();
      const outputs = await page.outputs();
      expect(errorsOf(outputs)).toEqual([]);
      for (const [cell, own] of outputs.entries()) {
        expect(await page.figuresOf(cell).count(), `living figures of cell ${cell}`).toBe(figuresIn(own));
        if (figuresIn(own) === 0) continue;
        const picture = await page.screenshotOf(cell);
        const hasCandles = figureText(own).includes('"candlestick"');
        const faults = hasCandles ? candleFaults(picture) : picture.colours < 4 ? ['blank'] : [];
        expect(faults, `the first figure of cell ${cell}`).toEqual([]);
      }
      expect(page.faults).toEqual([]);
      await page.close();
    },
    TEST_MS_MAX,
  );

  it(
    'are there; Jupyter and a kernel end also where qt is killed',
    async () => {
      expect(all).toEqual(expect.arrayContaining(IN_EVERY_RUN));
      await stage().openNotebook(stage().write('left-open', ['1']));
      expect(await stage().close('SIGKILL')).toEqual([]);
    },
    TEST_MS_MAX,
  );
});
