// Records of one instrument: what the watch lets through, what it calls wrong, and that it calls nothing wrong in sound markets.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import type { PartKind } from '../../../../src/adapters/datasets/schema.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { I32_G, I32_H, Kind, Phase, RECORD_I32 } from '../../../../src/core/market/event-record.ts';
import { instrumentOf, rootInstrument } from '../../../../src/core/market/instrument-table.ts';
import { sessionOf } from '../../../../src/core/market/session.ts';
import { InputWatch, type SessionSpan } from '../../../../src/core/quality/live/input-watch.ts';
import { syntheticDays } from '../../../../src/runner/synthetic-days.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { at } from '../../../support/tape.ts';

const wdo = rootInstrument('WDO');
const SPAN: SessionSpan = { openUs: at(0), closeUs: at(36_000) };
/** From the exchange to us, microseconds. */
const DELAY_US = 10_000;

/** The names of the faults after all records, each received a moment after its exchange time. */
function faultsOf(batch: EventBatch, watch = new InputWatch(wdo, SPAN, Phase.open)): readonly string[] {
  const { f64, i32 } = batch;
  for (let index = 0; index < batch.length; index++) {
    const f = batch.f64At(index);
    const i = index * RECORD_I32;
    const flags = batch.flagsAt(index);
    batch.stamp(index, index, batch.exchangeTimeUsAt(index) + DELAY_US);
    const kind = batch.kindAt(index);
    if (kind === Kind.trade) {
      if (watch.trades.take(f64, f, flags, i32[i + I32_G]!, i32[i + I32_H]!)) watch.onTrade(f64, f);
    } else if (kind === Kind.quote) watch.quotes.take(f64, f, flags);
    else if (kind === Kind.bookChange) watch.book.take(f64, f, flags);
    else if (kind === Kind.bar) watch.bars.take(batch, index);
    else if (kind === Kind.barFlow) watch.bars.takeFlow(batch, index);
  }
  return watch.log.latched.map((fault) => fault.kind);
}

type Bar = Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume' | 'endS', number>> & { readonly flow?: boolean };

/** Forty minutes of sound bars in ticks, each changed as told. */
function bars(change: (index: number) => Bar): EventBatch {
  const batch = new EventBatch(128);
  for (let index = 0; index < 40; index++) {
    const middle = 11_000 + ((index * 7) % 13);
    const sound = { open: middle, high: middle + 3, low: middle - 2, close: middle + 1, volume: 100 + index };
    const { open, high, low, close, volume, endS, flow } = {
      ...sound,
      endS: (index + 1) * 60,
      flow: true,
      ...change(index),
    };
    if (flow) batch.pushBarFlow(0, at(endS), 0, 60, 40, 6, 4, 0);
    batch.pushBar(0, at(endS), 0, open, high, low, close, volume, 10, 60);
  }
  return batch;
}

const late = (index: number): boolean => index >= 20;

describe('bars', () => {
  it('that are sound have no fault', () => expect(faultsOf(bars(() => ({})))).toEqual([]));

  it.each<readonly [string, (index: number) => Bar]>([
    ['badBarVolume', (index) => (index === 20 ? { volume: Number.NaN } : {})],
    ['badBarVolume', (index) => (index === 20 ? { volume: -1 } : {})],
    ['badBarVolume', (index) => (index === 20 ? { volume: Number('186632642904026752') } : {})],
    ['barVolumeGone', (index) => (late(index) ? { volume: 0 } : {})],
    ['badBar', (index) => (index === 20 ? { open: 0, high: 0, low: 0, close: 0 } : {})],
    ['badBar', (index) => (index === 20 ? { high: 10_990 } : {})],
    ['farBar', (index) => (index === 20 ? { high: 12_500 } : {})],
    ['barRepeated', (index) => (index === 20 ? { endS: 20 * 60 } : {})],
    ['barsConstant', (index) => (index > 15 ? { open: 11_000, high: 11_000, low: 11_000, close: 11_000 } : {})],
    ['barFlowGone', (index) => (late(index) ? { flow: false } : {})],
  ])('are %s', (fault, change) => {
    expect(faultsOf(bars(change))).toEqual([fault]);
  });

  it('of one volume for hours are implausible', () => {
    const batch = new EventBatch(256);
    for (let index = 0; index < 250; index++) {
      const ticks = 11_000 + (index % 5);
      batch.pushBar(0, at((index + 1) * 60), 0, ticks, ticks + 1, ticks, ticks, 100, 10, 60);
    }
    expect(faultsOf(batch)).toEqual(['barVolumeConstant']);
  });
});

describe('trades', () => {
  const tape = (trades: number, quantity: (index: number) => number): EventBatch => {
    const batch = new EventBatch(2048);
    for (let index = 0; index < trades; index++) {
      batch.pushTrade(0, at(index), 5500 + (index % 7) / 2, quantity(index), 1 + (index % 2), index + 1, 0, 0);
    }
    return batch;
  };

  it('of one quantity without end are implausible', () => {
    expect(faultsOf(tape(1600, () => 3))).toEqual(['quantityConstant']);
    expect(faultsOf(tape(1600, (index) => 1 + (index % 3)))).toEqual([]);
  });

  it('at a price that is refused do not become the last price; a market that did jump is followed', () => {
    const watch = new InputWatch(wdo, SPAN, Phase.open);
    const batch = tape(200, () => 1);
    for (let index = 0; index < 4; index++) batch.pushTrade(0, at(200 + index), 5700, 1, 1, 201 + index, 0, 0);
    expect(faultsOf(batch, watch)).toEqual(['farPrice']);
    expect([watch.trades.lastPrice < 5510, watch.log.refused]).toEqual([true, 4]);
    const more = new EventBatch(2);
    more.pushTrade(0, at(205), 5700.5, 1, 1, 205, 0, 0);
    faultsOf(more, watch);
    expect([watch.trades.lastPrice, watch.log.refused]).toEqual([5700.5, 4]);
  });

  it('are compared with the last candle before the session', () => {
    const watch = new InputWatch(wdo, SPAN, Phase.open);
    watch.onWarmup({ close: 2000 } as Parameters<InputWatch['onWarmup']>[0]);
    expect(
      faultsOf(
        tape(3, () => 1),
        watch,
      ),
    ).toEqual(['farPrice']);
  });
});

it('synthetic days have no fault', () => {
  for (const { market, session } of syntheticDays({ root: 'WDO', seed: 4, from: '2027-03-01', days: 3 })) {
    expect(faultsOf(market, new InputWatch(wdo, session, Phase.open))).toEqual([]);
  }
});

const REAL: readonly (readonly [
  file: string,
  symbol: string | undefined,
  kinds: readonly PartKind[],
  parts: number,
])[] = [
  ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz', 'DOLK20', ['trades', 'quotes'], 1],
  ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz', 'DOLK20', ['candles-1m'], 7],
  ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz', undefined, ['candles-1m'], 123],
  ['b3-wdou25-top-of-book-20250811/WDOU25_top_20250811_1056_1105.csv.gz', undefined, ['quotes'], 1],
];

for (const [file, symbol, kinds, parts] of REAL) {
  describeWithRealData(`the real market of ${file}`, [file], (path) => {
    const home = mkdtempSync(join(tmpdir(), 'quantumtrader-watch-'));
    afterAll(() => rmSync(home, { recursive: true, force: true }));
    it('has no fault', async () => {
      await importFiles({ home, format: 'auto', files: [path!], instrument: symbol });
      const store = openStore(home);
      let seen = 0;
      for (const contract of store.instruments()) {
        const instrument = instrumentOf(contract)!;
        for (const { day } of store.parts(contract, kinds[0]!)) {
          const market = await store.readDayEvents(contract, day, 0, kinds);
          const watch = new InputWatch(instrument, sessionOf(instrument.root, day)!, Phase.open);
          expect(faultsOf(market, watch), `${contract} ${day}`).toEqual([]);
          seen += 1;
        }
      }
      expect(seen).toBe(parts);
    }, 30_000);
  });
}
