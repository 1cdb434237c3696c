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
