// Each style of entry with every default filled in, and what sizing must count on.
import { describe, expect, it } from 'vitest';
import { entryPlanOf, entryRoomTicks, marketEntry } from '../../../src/core/execution/entry-plan.ts';

describe('the plan of an entry', () => {
  it('at market is one order as ever, with nothing beyond the slippage that sizing assumes', () => {
    expect(entryPlanOf({ kind: 'market' })).toBe(marketEntry);
    expect(entryRoomTicks(marketEntry)).toBe(0);
  });

  it('has its defaults, in microseconds', () => {
    expect(entryPlanOf({ kind: 'limit' })).toEqual({
      ...marketEntry,
      ...{ first: 'rest', restUs: 60_000_000, maxTicks: 4 },
    });
    expect(entryPlanOf({ kind: 'passiveThenAggressive' })).toEqual({
      ...marketEntry,
      ...{ first: 'rest', restUs: 2_000_000, atEnd: 'takeLimit', maxTicks: 4 },
    });
    expect(entryPlanOf({ kind: 'slices', contracts: 2, everyMs: 500 })).toEqual({
      ...marketEntry,
      ...{ sliceContracts: 2, sliceEveryUs: 500_000, maxTicks: 4 },
    });
  });

  it('is what the strategy says', () => {
    const limit = {
      kind: 'limit',
      offsetTicks: -1,
      chaseEveryMs: 500,
      maxTicks: 7,
      restMs: 3000,
      atEnd: 'take',
    } as const;
    const plan = entryPlanOf(limit);
    expect(plan).toMatchObject({ offsetTicks: -1, chaseEveryUs: 500_000, restUs: 3_000_000, atEnd: 'takeLimit' });
    expect(entryRoomTicks(plan)).toBe(7);
    expect(entryPlanOf({ kind: 'passiveThenAggressive', take: 'market' }).atEnd).toBe('takeMarket');
  });
});
