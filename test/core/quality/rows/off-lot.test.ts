// Plants sizes between two lots and expects them; a day of them is another instrument.
import { describe, expect, it } from 'vitest';
import { offLot } from '../../../../src/core/quality/rows/off-lot.ts';
import {
  changed,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  plantedFinding,
} from '../../../support/quality-sets.ts';

const full = changed(cleanTrades(), 'quantity', (quantity) => 5 * quantity);
const context = contextFor('trades', { instrument: 'DOLU25' });

describe('off-lot', () => {
  it('warns of single trades', () => {
    const planted = changed(full, 'quantity', (quantity) => quantity + 1, 7, 9);
    const finding = plantedFinding(offLot, context, full, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 2 });
    expect(finding!.examples.map(({ row }) => row)).toEqual([7, 8]);
  });

  it('refuses mini contracts under the name of the full one', () => {
    const finding = findingOf(offLot, context, cleanTrades());
    expect(finding!.severity).toBe('refuse');
    expect(finding!.rows).toBeGreaterThan(2000);
  });

  it('counts in lots of thousandths without the error of floats', () => {
    const terms = { ...context.terms, lot: 0.001 };
    const small = changed(cleanTrades(), 'quantity', (quantity) => (quantity * 37) / 1000);
    expect(findingOf(offLot, foreignContext('trades', { terms }), small)).toBeUndefined();
    const planted = changed(small, 'quantity', () => 0.0005, 4, 5);
    expect(findingOf(offLot, foreignContext('trades', { terms }), planted)).toMatchObject({ rows: 1 });
  });
});
