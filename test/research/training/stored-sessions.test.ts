// Candles of the dataset store as sessions to train on.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type DatasetStore, openStore } from '../../../src/adapters/datasets/store.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { storedSessions } from '../../../src/research/training/stored-sessions.ts';
import { syntheticSessions } from '../../../src/research/training/synthetic-sessions.ts';
import { storeEvents } from '../../../src/runner/store-events.ts';
import { syntheticDays } from '../../../src/runner/synthetic-days.ts';

const home = mkdtempSync(join(tmpdir(), 'stored-sessions-'));
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function writeDay(
  store: DatasetStore,
  instrument: string,
  day: string,
  sideSource: 'none' | 'feed',
  flow: Readonly<Record<string, Float64Array>> = {},
): Promise<void> {
  const { openUs } = sessionOf('WDO', day)!;
  const minutes = Float64Array.of(0, 1, 3);
  await store.writeDay({
    kind: 'candles-1m',
    day,
    instrument,
    provenance: 'simulated',
    sideSource,
    bookSource: 'none',
    adjusted: 'none',
    parameters: {},
    sources: [{ file: 'toy.csv', sha256: '0'.repeat(64), format: 'csv' }],
    columns: {
      open_time_us: minutes.map((minute) => openUs + minute * 60_000_000),
      close_time_us: minutes.map((minute) => openUs + (minute + 1) * 60_000_000),
      open: Float64Array.of(5500, 5501, 5502),
      high: Float64Array.of(5502, 5503, 5504),
      low: Float64Array.of(5499, 5500, 5501),
      close: Float64Array.of(5501, 5502, 5503.5),
      volume: Float64Array.of(10, 20, 30),
      trades: Float64Array.of(-1, -1, -1),
      ...flow,
    },
  });
}

it('gives the dated contract of each day, with its session, and names missing days', async () => {
  const store = openStore(home);
  await writeDay(store, 'WDOU25', '2025-08-28', 'none');
  await writeDay(store, 'WDOV25', '2025-08-29', 'none');
  const stored = await storedSessions(store, 'WDOFUT', '2025-08-28', '2025-09-01', 'candles-1m');
  expect(stored.days.map((day) => [day.contract, day.session.day, day.session.daysToRoll])).toEqual([
    ['WDOU25', '2025-08-28', 1],
    ['WDOV25', '2025-08-29', 22],
  ]);
  expect(stored.missing).toEqual(['2025-09-01']);
  expect(stored.provenance).toBe('simulated');
  expect(stored.datasets.map(({ path }) => path)).toEqual(['WDOU25/candles-1m', 'WDOV25/candles-1m']);
  const [first, second] = stored.days[0]!.candles;
  expect(first).toMatchObject({
    open: 5500,
    close: 5501,
    volume: 10,
    hasTrades: false,
    hasFlow: false,
    firstOfSession: true,
  });
  expect(second!.firstOfSession).toBe(false);
});

it('refuses days that tell the aggressor in different ways, and spans without any day', async () => {
  const store = openStore(home);
  await writeDay(store, 'WDOV25', '2025-08-29', 'none');
  await writeDay(store, 'WDOV25', '2025-09-01', 'feed');
  const sessions = (from: string, to: string) => storedSessions(store, 'WDO', from, to, 'candles-1m');
  await expect(sessions('2025-08-29', '2025-09-01')).rejects.toMatchObject({ code: 'mixed-sides' });
  await expect(sessions('2025-10-01', '2025-10-03')).rejects.toMatchObject({ code: 'part-missing' });
});

const SIDED = {
  buy_volume: Float64Array.of(4, 8, 12),
  sell_volume: Float64Array.of(2, 4, 6),
  buy_trades: Float64Array.of(2, 3, 4),
  sell_trades: Float64Array.of(1, 2, 3),
};

it('gives the flow of a part that tells it whole, RLP among it, and none of one that does not', async () => {
  const store = openStore(home);
  await writeDay(store, 'WDOV25', '2025-08-29', 'feed', { ...SIDED, rlp_volume: Float64Array.of(4, 8, 12) });
  await writeDay(store, 'WDOV25', '2025-09-01', 'feed', SIDED);
  const { days } = await storedSessions(store, 'WDO', '2025-08-29', '2025-09-01', 'candles-1m');
  const [whole, part] = days.map(({ candles }) => candles[1]!);
  expect(whole).toMatchObject({ hasFlow: true, buyVolume: 8, sellVolume: 4, rlpVolume: 8 });
  expect(part).toMatchObject({ hasFlow: false, buyVolume: 0, rlpVolume: 0 });
});

it('builds the minutes of trades as they are built of the market that told them', async () => {
  const span = { root: 'WDO', seed: 3, from: '2027-03-01', days: 1 } as const;
  const store = openStore(home);
  for (const { contract, day, market } of syntheticDays(span)) {
    const source = { file: 'toy', sha256: '0'.repeat(64), format: 'synthetic' };
    const origin = { instrument: contract, day, source, provenance: 'synthetic', sideSource: 'feed' } as const;
    await storeEvents(store, market, { ...origin, parameters: {} });
  }
  const stored = await storedSessions(store, 'WDO', '2027-03-01', '2027-03-01', 'trades');
  expect(stored.days[0]!.candles).toEqual(syntheticSessions(span, '1m').days[0]!.candles);
  expect(stored.datasets.map(({ path }) => path)).toEqual([`${stored.days[0]!.contract}/trades`]);
});

it('says of a span that ends before it begins that it does', async () => {
  const reversed = storedSessions(openStore(home), 'WDO', '2025-09-01', '2025-08-29', 'candles-1m');
  await expect(reversed).rejects.toMatchObject({ code: 'bad-option', field: 'to' });
});
