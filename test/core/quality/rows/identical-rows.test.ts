// Repeats trades and expects them to be counted, noted and left alone.
import { describe, expect, it } from 'vitest';
import { identicalRows } from '../../../../src/core/quality/rows/identical-rows.ts';
import { cleanTrades, contextFor, findingOf, lacking, picked, plantedFinding } from '../../../support/quality-sets.ts';

const numbered = cleanTrades();
const clean = lacking(numbered, 'trade_id');
const context = contextFor('trades');
const all = Array.from({ length: 3000 }, (_, row) => row);

describe('identical-rows', () => {
  it('notes trades that equal the one above', () => {
    const planted = picked(clean, [...all.slice(0, 11), 10, 10, ...all.slice(11)]);
    const finding = plantedFinding(identicalRows, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'note', rows: 2 });
    expect(finding!.examples.map(({ row }) => row)).toEqual([11, 12]);
  });

  it('does not call trades equal that have numbers of their own', () => {
    const planted = picked(clean, [0, 0, 1]);
    expect(findingOf(identicalRows, context, { ...planted, trade_id: Float64Array.of(1, 2, 3) })).toBeUndefined();
    expect(findingOf(identicalRows, context, { ...planted, trade_id: new Float64Array(3) })).toMatchObject({ rows: 1 });
  });

  it('compares the brokers as well', () => {
    const planted = picked(clean, [0, 0, 1]);
    expect(findingOf(identicalRows, context, { ...planted, buy_agent: Float64Array.of(1, 2, 3) })).toBeUndefined();
  });
});

describe('a file that holds everything twice', () => {
  it('is refused, and one odd trade among many says that it is none', () => {
    const rows = 400;
    const column = (value: (row: number) => number): Float64Array =>
      Float64Array.from({ length: rows }, (_, row) => value(row >> 1));
    const doubled = {
      time_us: column((row) => 1_754_395_200_000_000 + row * 1_000_000),
      price: column((row) => 5400 + (row % 7) / 2),
      quantity: column((row) => 1 + (row % 5)),
      aggressor: column((row) => 1 + (row % 2)),
      condition: column(() => 0),
    };
    const context = contextFor('trades');
    expect(findingOf(identicalRows, context, doubled)).toMatchObject({ severity: 'refuse', rows: 200 });
    const odd = Object.fromEntries(Object.entries(doubled).map(([name, values]) => [name, values.subarray(1)]));
    expect(findingOf(identicalRows, context, odd)).toMatchObject({ severity: 'note', rows: 199 });
  });
});
