// Run all in a fresh kernel, where the compiler answers when the cells have long ended: what it says stands below each of them.
import { expect, it, vi } from 'vitest';
import { describeInBrowser } from './browser-stage.ts';
import { textIn } from './notebook-page.ts';

const PATIENCE = { timeout: 90_000 };

await describeInBrowser('type warnings in classic Notebook', (stage) => {
  it('come below the cells that they are about, also when later ones have run', async () => {
    const wrong = 'let a: number = 1;\na = "x" as unknown as string;\na';
    const page = await stage().openNotebook(stage().write('types', [wrong, '1 + 1', 'const b: string = 2;\nb']));
    await page.runAll();
    await vi.waitFor(async () => {
      const texts = (await page.outputs()).map(textIn);
      expect(texts[0]).toContain("Type 'string' is not assignable to type 'number'. (TS2322)");
      expect(texts[2]).toContain("Type 'number' is not assignable to type 'string'. (TS2322)");
      expect(texts[1]).toBe('2');
    }, PATIENCE);
    expect(page.faults).toEqual([]);
    await page.close();
  }, 120_000);
});
