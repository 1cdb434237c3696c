// Breaks the tie between turnover, contracts and price in several ways and expects the cause, not only the fact.
import { describe, expect, it } from 'vitest';
import type { RowColumns } from '../../../../src/core/quality/row-rule.ts';
import { turnoverMismatch } from '../../../../src/core/quality/rows/turnover-mismatch.ts';
import {
  changed,
  cleanCandles,
  contextFor,
  findingOf,
  lacking,
  plantedFinding,
} from '../../../support/quality-sets.ts';

const clean = cleanCandles();
const context = contextFor('candles');

function repriced(columns: RowColumns, price: (value: number) => number): RowColumns {
  return ['open', 'high', 'low', 'close'].reduce((result, name) => changed(result, name, price), columns);
}

describe('turnover-mismatch', () => {
  it('refuses prices that were adjusted by ratio without saying so, and notes it where it is said', () => {
    const planted = repriced(clean, (price) => Math.round(price * 101.330538) / 100);
    const finding = plantedFinding(turnoverMismatch, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 570, values: { cause: 'ratio' } });
    expect(Math.abs((finding!.values!.factor as number) - 1.01330538)).toBeLessThan(1e-4);
    const declared = findingOf(turnoverMismatch, { ...context, adjusted: 'ratio' }, planted);
    expect(declared).toMatchObject({ severity: 'note', values: { cause: 'ratio' } });
  });

  it('refuses prices on the grid that were adjusted by difference', () => {
    const planted = repriced(clean, (price) => price + 47.5);
    const finding = plantedFinding(turnoverMismatch, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', values: { cause: 'difference' } });
    expect(Math.abs((finding!.values!.offset as number) - 47.5)).toBeLessThan(0.5);
    expect(findingOf(turnoverMismatch, { ...context, adjusted: 'difference' }, planted)).toMatchObject({
      severity: 'note',
    });
  });

  it('sees that the volume counts trades', () => {
    const planted = { ...clean, volume: clean.trades!, trades: clean.volume! };
    const finding = plantedFinding(turnoverMismatch, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 570, values: { cause: 'volume-counts-trades' } });
  });

  it('sees the value of a point of another instrument', () => {
    const planted = changed(clean, 'turnover', (turnover) => turnover * 5);
    const finding = plantedFinding(turnoverMismatch, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', values: { cause: 'unit' } });
    expect(finding!.values!.factor as number).toBeCloseTo(0.2, 3);
  });

  it('says so when nothing explains it, and lets single rows pass', () => {
    const planted = changed(clean, 'turnover', (turnover, row) => turnover * (1 + (row % 7) / 3));
    expect(plantedFinding(turnoverMismatch, context, clean, planted)).toMatchObject({ values: { cause: 'unknown' } });
    expect(
      findingOf(
        turnoverMismatch,
        context,
        changed(clean, 'turnover', () => 1, 3, 7),
      ),
    ).toBeUndefined();
  });

  it('does not explain what few rows cannot tell', () => {
    const rows = Object.fromEntries(Object.entries(clean).map(([name, column]) => [name, column.slice(0, 3)]));
    const planted = changed(rows, 'turnover', (turnover) => turnover * 1.02);
    expect(plantedFinding(turnoverMismatch, context, rows, planted)).toMatchObject({
      severity: 'warn',
      values: { cause: 'unknown' },
    });
  });

  it('says nothing where turnover or the value of a point is not told', () => {
    const planted = changed(clean, 'turnover', () => 1);
    expect(findingOf(turnoverMismatch, context, lacking(planted, 'turnover'))).toBeUndefined();
    const terms = { ...context.terms, pointValue: undefined };
    expect(findingOf(turnoverMismatch, { ...context, terms }, planted)).toBeUndefined();
  });
});
