// Looks at a day before it is over and expects what lies after the moment of looking.
import { describe, expect, it } from 'vitest';
import { US_PER_MINUTE } from '../../../../src/core/market/civil-time.ts';
import { futureTime } from '../../../../src/core/quality/rows/future-time.ts';
import {
  changed,
  cleanCandles,
  cleanDaily,
  cleanTrades,
  contextFor,
  findingOf,
  plantedFinding,
} from '../../../support/quality-sets.ts';

describe('future-time', () => {
  it('refuses rows of a time that has not come', () => {
    const clean = cleanTrades();
    const context = contextFor('trades');
    const planted = changed(clean, 'time_us', (time) => time + context.nowUs - context.midnightUs, 2990);
    const finding = plantedFinding(futureTime, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 10 });
    expect(finding!.examples).toHaveLength(10);
    expect(finding!.examples[0]).toMatchObject({ row: 2990 });
  });

  it('leaves a minute to clocks that differ', () => {
    const columns = cleanTrades();
    const lastUs = columns.time_us!.at(-1)!;
    expect(findingOf(futureTime, contextFor('trades', { nowUs: lastUs - US_PER_MINUTE }), columns)).toBeUndefined();
    expect(findingOf(futureTime, contextFor('trades', { nowUs: lastUs - US_PER_MINUTE - 1 }), columns)).toMatchObject({
      severity: 'refuse',
      rows: 1,
    });
  });

  it('warns of a candle that is still open', () => {
    const columns = cleanCandles();
    const finding = findingOf(
      futureTime,
      contextFor('candles', { nowUs: columns.close_time_us!.at(-1)! - 1 }),
      columns,
    );
    expect(finding).toMatchObject({ severity: 'warn', rows: 1, examples: [{ row: 569, what: 'ends at 18:30:00' }] });
  });

  it('says nothing of the daily candle of today', () => {
    const context = contextFor('daily');
    expect(findingOf(futureTime, { ...context, nowUs: context.midnightUs + 1 }, cleanDaily())).toBeUndefined();
  });
});
