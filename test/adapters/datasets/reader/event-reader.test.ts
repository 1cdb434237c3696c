// The stream of events over days, kinds and instruments is the same as the days read whole, in any size of batch.

import { describe, expect, it } from 'vitest';
import type { ReadRequest } from '../../../../src/adapters/datasets/reader/event-reader.ts';
import type { DatasetStore } from '../../../../src/adapters/datasets/store.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { Kind } from '../../../../src/core/market/event-record.ts';
import { scratch, userErrorOf } from '../scratch.ts';
import { bytesOf, CLEAN, collected, NINE, part, quotes, trades, tradesAt } from './made-parts.ts';

async function filled(): Promise<DatasetStore> {
  const { store } = scratch();
  for (const day of ['2025-08-27', '2025-08-28']) {
    await store.writeParts([
      part('WDOU25', day, 'trades', trades(day, { rows: 500, stepUs: 1000 })),
      part('WDOU25', day, 'quotes', quotes(day, 500, 1000, 1), { bookSource: 'bestQuotes' }),
    ]);
    await store.writeDay(part('DOLU25', day, 'trades', trades(day, { rows: 300, stepUs: 1700, lot: 5 })));
  }
  await store.writeDay(part('WDOV25', '2025-08-29', 'trades', trades('2025-08-29', { rows: 100, stepUs: 1000 })));
  return store;
}

const WDO = { instrument: 'WDO', instrumentId: 0 };
const DOL = { instrument: 'DOLU25', instrumentId: 1 };
const SPAN = { from: '2025-08-27', to: '2025-08-29' };

describe('the events of a span', () => {
  it('are those of each day of its contract, one after the other, over a roll', async () => {
    const store = await filled();
    const all = new EventBatch();
    for (const [contract, day] of [
      ['WDOU25', '2025-08-27'],
      ['WDOU25', '2025-08-28'],
      ['WDOV25', '2025-08-29'],
    ] as const) {
      const batch = await store.readDayEvents(contract, day, 0);
      for (let index = 0; index < batch.length; index++) all.pushFrom(batch, index);
    }
    const read = await collected(store, { series: [WDO], ...SPAN });
    expect(read.length).toBe(2 * 1000 + 100);
    expect(bytesOf(read)).toEqual(bytesOf(all));
  });

  it('are the same whatever the size of the batches, and in the order of time over instruments', async () => {
    const store = await filled();
    const request = { series: [WDO, DOL], ...SPAN };
    const whole = await collected(store, request);
    expect(whole.length).toBe(2 * 1300 + 100);
    for (const batchRecords of [1, 7, 1000]) {
      expect(bytesOf(await collected(store, { ...request, batchRecords }))).toEqual(bytesOf(whole));
    }
    for (let index = 1; index < whole.length; index++) {
      expect(whole.receivedTimeUsAt(index)).toBeGreaterThanOrEqual(whole.receivedTimeUsAt(index - 1));
    }
    // the leader's trade at the same time comes after those of the instrument named first
    expect([whole.instrumentAt(0), whole.instrumentAt(1), whole.instrumentAt(2)]).toEqual([0, 0, 1]);
  });

  it('are merged by the time received where the source has it', async () => {
    const { store } = scratch();
    const day = '2025-08-27';
    await store.writeDay(part('WDOU25', day, 'trades', trades(day, { rows: 10, stepUs: 1000, lagUs: 50_000 })));
    await store.writeDay(part('DOLU25', day, 'trades', trades(day, { rows: 10, stepUs: 1000, lagUs: 100, lot: 5 })));
    const read = await collected(store, { series: [WDO, DOL], from: day, to: day });
    expect(Array.from({ length: 20 }, (_, index) => read.instrumentAt(index))).toEqual([
      ...Array(10).fill(1),
      ...Array(10).fill(0),
    ]);
  });

  it('can be of chosen kinds and times only', async () => {
    const store = await filled();
    const fromUs = utcUsOf('2025-08-28', NINE) + 100_000;
    const some = { series: [{ ...WDO, kinds: ['trades'] as const }], ...SPAN, fromUs, toUs: fromUs + 10_000 };
    const read = await collected(store, some);
    expect(read.length).toBe(10);
    expect(read.kindAt(0)).toBe(Kind.trade);
    expect(read.exchangeTimeUsAt(0)).toBe(fromUs);
  });

  it('have the sides that a rule worked out, where the manifest says so', async () => {
    const { store } = scratch();
    const day = '2025-08-27';
    const columns = { ...trades(day, { rows: 3, stepUs: 1000 }), inferred_side: Float64Array.of(1, 2, 0) };
    await store.writeDay(part('WDOU25', day, 'trades', columns, { sideSource: 'tickRule' }));
    await store.writeDay(part('DOLU25', day, 'trades', columns, { sideSource: 'none' }));
    const sides = async (instrument: string) => {
      const read = await collected(store, { series: [{ instrument, instrumentId: 0 }], from: day, to: day });
      const whole = await store.readDayEvents(instrument, day, 0);
      expect(bytesOf(whole)).toEqual(bytesOf(read));
      return [0, 1, 2].map((index) => read.flagsAt(index) & 3);
    };
    expect(await sides('WDOU25')).toEqual([1, 2, 0]);
    expect(await sides('DOLU25')).toEqual([0, 0, 0]);
  });

  it('are refused where there is nothing, and leave out days that have last prices only', async () => {
    const store = await filled();
    const read = (request: Partial<ReadRequest>) => collected(store, { series: [WDO], ...SPAN, ...request });
    expect((await userErrorOf(read({ from: '2024-01-02', to: '2024-01-05' }))).code).toBe('part-missing');
    const { time_us, order, price } = tradesAt([utcUsOf('2025-09-01', NINE)]);
    const lasts = { time_us: time_us!, order: order!, price: price! };
    await store.writeDay(part('DOLU25', '2025-09-01', 'lasts', lasts));
    const onlyLasts = read({ series: [DOL], from: '2025-09-01', to: '2025-09-01' });
    expect((await userErrorOf(onlyLasts)).code).toBe('part-missing');
    expect((await read({ series: [DOL], to: '2025-09-01' })).length).toBe(600);
  });

  it('are refused when the quality gate refused the part, unless the store is opened for that', async () => {
    const { store, home } = scratch();
    const day = '2025-08-27';
    const finding = {
      rule: 'off-tick',
      severity: 'refuse',
      rows: 3,
      detail: 'Three rows are off the tick',
      examples: [],
    } as const;
    const quality = { ...CLEAN, verdict: 'refuse', findings: [finding] } as const;
    await store.writeDay(part('WDOU25', day, 'trades', trades(day, { rows: 3, stepUs: 1000 }), { quality }));
    const request = { series: [WDO], from: day, to: day };
    const error = await userErrorOf(collected(store, request));
    expect(error).toMatchObject({ code: 'part-refused', field: 'quality' });
    expect(error.message).toContain('Three rows are off the tick');
    expect((await userErrorOf(store.readDayEvents('WDOU25', day, 0))).code).toBe('part-refused');
    expect((await collected(openStore(home, { acceptRefused: true }), request)).length).toBe(3);
  });

  it('are refused when the present rules refuse a part that they had not judged', async () => {
    const { store, home } = scratch();
    const day = '2025-08-27';
    const quality = { ...CLEAN, rulesVersion: CLEAN.rulesVersion - 1 };
    const offTick = { ...trades(day, { rows: 300, stepUs: 1000 }), price: new Float64Array(300).fill(5400.123) };
    await store.writeDay(part('WDOU25', day, 'trades', offTick, { quality }));
    const request = { series: [WDO], from: day, to: day };
    expect((await userErrorOf(collected(store, request))).code).toBe('part-refused');
    expect((await userErrorOf(store.readDayEvents('WDOU25', day, 0))).code).toBe('part-refused');
    expect((await collected(openStore(home, { acceptRefused: true }), request)).length).toBe(300);
  });
});
