// Puts a clean day on a Saturday and expects all of it to be refused.
import { describe, expect, it } from 'vitest';
import { closedDay } from '../../../../src/core/quality/rows/closed-day.ts';
import { cleanCandles, contextFor, findingOf } from '../../../support/quality-sets.ts';

describe('closed-day', () => {
  it('refuses every row of a day on which the exchange is closed', () => {
    const context = contextFor('candles', { isoDay: '2018-11-10' });
    const finding = findingOf(closedDay, context, cleanCandles());
    expect(finding).toMatchObject({ severity: 'refuse', rows: 570 });
    expect(finding!.detail).toContain('2018-11-10');
    expect(finding!.detail).toContain('Weekend');
    expect(finding!.examples).toHaveLength(10);
  });

  it('says nothing of a trading day', () => {
    expect(findingOf(closedDay, contextFor('candles'), cleanCandles())).toBeUndefined();
  });
});
