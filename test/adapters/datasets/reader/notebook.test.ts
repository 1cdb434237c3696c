// What a notebook imports is enough to read the store as events.
import { expect, it } from 'vitest';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { eventRecord, openStore, readEvents } from '../../../../src/research/index.ts';
import { scratch } from '../scratch.ts';
import { NINE, part, trades } from './made-parts.ts';

const DAY = '2025-08-27';

it('a notebook reads the prices of a day as events', async () => {
  const { store, home } = scratch();
  await store.writeDay(part('WDOU25', DAY, 'trades', trades(DAY, { rows: 30, stepUs: 1000 })));
  const { Kind, F64_A } = eventRecord;
  const prices: number[] = [];
  const series = [{ instrument: 'WDOFUT', instrumentId: 0 }];
  const fromUs = utcUsOf(DAY, NINE) + 28_000;
  for await (const batch of readEvents(openStore(home), { series, from: DAY, to: DAY, fromUs })) {
    for (let index = 0; index < batch.length; index++) {
      if (batch.kindAt(index) === Kind.trade) prices.push(batch.f64[batch.f64At(index) + F64_A]!);
    }
  }
  expect(prices).toEqual([5504, 5504.5]);
});
