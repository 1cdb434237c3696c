// Instruments whose days begin at other hours make one stream that never goes back in time.

import { readdirSync, readlinkSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../../src/adapters/datasets/reader/event-reader.ts';
import { type DatasetStore, openStore } from '../../../../src/adapters/datasets/store.ts';
import { ZoneDays } from '../../../../src/adapters/datasets/zone-days.ts';
import { formatDay } from '../../../../src/core/market/civil-day.ts';
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { scratch } from '../scratch.ts';
import { collected, part, tradesAt } from './made-parts.ts';

const SEED = 20250805;
const HOUR_US = 3_600_000_000;
const FIRST_US = Date.UTC(2025, 7, 5) * 1000;
const SPAN = { from: '2025-08-04', to: '2025-08-08' };
const SERIES = [
  { instrument: 'BTCUSDT', instrumentId: 1 },
  { instrument: 'LOCAL24', instrumentId: 2 },
];

function allHours(): DatasetStore {
  return openStore(scratch().home, { acceptRefused: true });
}

/** Stores trades at these times, each under its local day. */
async function write(store: DatasetStore, instrument: string, timeZone: string, times: readonly number[]) {
  const zone = new ZoneDays(timeZone);
  const days = new Map<string, number[]>();
  for (const timeUs of times) {
    const day = formatDay(zone.dayNumberAt(timeUs));
    days.set(day, [...(days.get(day) ?? []), timeUs]);
  }
  await store.writeParts(
    [...days].map(([day, ofDay]) => part(instrument, day, 'trades', tradesAt(ofDay))),
    { replace: true },
  );
}

function told(batch: EventBatch): readonly string[] {
  return Array.from({ length: batch.length }, (_, index) => {
    const time = new Date(batch.receivedTimeUsAt(index) / 1000).toISOString().slice(8, 16);
    return `${batch.instrumentAt(index)} ${time}`;
  });
}

const hours = (...each: readonly number[]): readonly number[] => each.map((hour) => FIRST_US + hour * HOUR_US);

describe('days of several time zones', () => {
  it('are merged over their ends: a day in UTC ends while it is evening in Sao Paulo', async () => {
    const store = allHours();
    await write(store, 'BTCUSDT', 'UTC', hours(12, 23.5, 24.5, 36));
    await write(store, 'LOCAL24', 'America/Sao_Paulo', hours(13, 26, 28));
    expect(store.parts('LOCAL24').map(({ day }) => day)).toEqual(['2025-08-05', '2025-08-06']);
    expect(told(await collected(store, { series: SERIES, ...SPAN }))).toEqual([
      ...['1 05T12:00', '2 05T13:00', '1 05T23:30', '1 06T00:30', '2 06T02:00', '2 06T04:00', '1 06T12:00'],
    ]);
  });

  it('never go back in time, at whatever hours and with days missing', async () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 12 })
      .map((each) => hours(...each.sort((a, b) => a - b)));
    await fc.assert(
      fc.asyncProperty(times, times, async (utc, local) => {
        const store = allHours();
        await write(store, 'BTCUSDT', 'UTC', utc);
        await write(store, 'LOCAL24', 'America/Sao_Paulo', local);
        const read = await collected(store, { series: SERIES, ...SPAN });
        const received = Array.from({ length: read.length }, (_, index) => read.receivedTimeUsAt(index));
        expect(received).toEqual([...utc, ...local].sort((a, b) => a - b));
      }),
      { seed: SEED, numRuns: propertyRuns(15) },
    );
  });

  it.skipIf(process.platform !== 'linux')('let go of their files at the end and when nobody reads on', async () => {
    const store = allHours();
    await write(store, 'BTCUSDT', 'UTC', hours(12, 23.5, 24.5, 36));
    await write(store, 'LOCAL24', 'America/Sao_Paulo', hours(13, 26, 28));
    let most = 0;
    for await (const _ of readEvents(store, { series: SERIES, ...SPAN, batchRecords: 1 })) {
      most = Math.max(most, openParts(store));
      if (most === 2) break;
    }
    expect([most, openParts(store)]).toEqual([2, 0]);
    await collected(store, { series: SERIES, ...SPAN });
    expect(openParts(store)).toBe(0);
  });
});

/** Files of the store that this process has open. */
function openParts(store: DatasetStore): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(store.root);
    } catch {
      return false;
    }
  }).length;
}
