// Candles whose open and close columns were exchanged, and the clean day they were made of.

import { describe, expect, it } from 'vitest';
import type { PartContext } from '../../../../src/core/quality/row-rule.ts';
import { openCloseSwapped } from '../../../../src/core/quality/rows/open-close-swapped.ts';
import { Random } from '../../../../src/simulation/random.ts';

/** A walk of half points in which each candle opens where the one before closed, or a tick beside it. */
function candles(rows: number): { readonly open: Float64Array; readonly close: Float64Array } {
  const random = new Random(3);
  const open = new Float64Array(rows);
  const close = new Float64Array(rows);
  let price = 5400;
  for (let row = 0; row < rows; row++) {
    open[row] = price + (random.float() < 0.3 ? 0.5 : 0);
    price += (Math.floor(random.float() * 13) - 6) / 2;
    close[row] = price;
  }
  return { open, close };
}

function findingOf(columns: { readonly open: Float64Array; readonly close: Float64Array }) {
  const check = openCloseSwapped.start({} as PartContext)!;
  const rows = columns.open.length;
  // in two blocks: what stands above the second is kept
  check.rows(columns, 0, 100, 0);
  check.rows(columns, 100, rows, 0);
  return check.finding(true);
}

describe('open-close-swapped', () => {
  const day = candles(540);

  it('refuses candles whose columns were exchanged, and says nothing of the day itself', () => {
    expect(findingOf({ open: day.close, close: day.open })).toMatchObject({
      rule: 'open-close-swapped',
      severity: 'refuse',
      rows: 540,
    });
    expect(findingOf(day)).toBeUndefined();
  });

  it('is not hidden by a price that is no number, and tells none', () => {
    for (const price of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const finding = findingOf({ open: day.close.with(539, price), close: day.open.with(7, price) });
      expect(finding).toMatchObject({ rows: 538, detail: expect.not.stringMatching(/NaN|Infinity/) });
    }
  });

  it('does not judge a day that stands still', () => {
    const flat = new Float64Array(540).fill(5400);
    expect(findingOf({ open: flat, close: flat })).toBeUndefined();
  });
});
