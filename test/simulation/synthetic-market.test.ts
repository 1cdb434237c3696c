// A synthetic day: reproducible, consistent as a feed, and with the stylised facts of a real one, loosely.
import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../src/core/market/event-batch.ts';
import {
  AGGRESSOR_MASK,
  AGGRESSOR_SELLER,
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  Kind,
  TradeCondition,
} from '../../src/core/market/event-record.ts';
import { rootInstrument } from '../../src/core/market/instrument-table.ts';
import { isOnGrid, tickAt } from '../../src/core/market/price-grid.ts';
import { type Session, sessionOf } from '../../src/core/market/session.ts';
import { PriceLevels } from '../../src/simulation/price-levels.ts';
import { type SyntheticDayOptions, syntheticDay } from '../../src/simulation/synthetic-market.ts';

const US_PER_MINUTE = 60_000_000;
const wdo = rootInstrument('WDO');
const session = sessionOf('WDO', '2025-08-05')!;
const base = { seed: 1, root: 'WDO', contract: 'WDOU25', isoDay: '2025-08-05', session, startPrice: 5500 } as const;
const day = syntheticDay(base);

const bytesOf = (batch: EventBatch) => batch.bytes.subarray(0, batch.length * 64);
const indices = (batch: EventBatch, kind: number) =>
  Array.from({ length: batch.length }, (_, index) => index).filter((index) => batch.kindAt(index) === kind);
const conditionAt = (batch: EventBatch, index: number) => batch.flagsAt(index) >> CONDITION_SHIFT;
const word = (batch: EventBatch, index: number, field: number) => batch.f64[batch.f64At(index) + field]!;

/** Per minute of the session: last price, contracts bought and sold by aggressors, contracts in all. */
function minutes(batch: EventBatch, { openUs, closeUs }: Session) {
  const count = Math.round((closeUs - openUs) / US_PER_MINUTE);
  const rows = Array.from({ length: count }, () => ({ close: Number.NaN, bought: 0, sold: 0, volume: 0 }));
  for (const index of indices(batch, Kind.trade)) {
    const row = rows[Math.floor((batch.exchangeTimeUsAt(index) - openUs) / US_PER_MINUTE)]!;
    const quantity = word(batch, index, F64_B);
    row.close = word(batch, index, F64_A);
    row.volume += quantity;
    const aggressor = batch.flagsAt(index) & AGGRESSOR_MASK;
    if (aggressor === AGGRESSOR_SELLER) row.sold += quantity;
    else if (aggressor !== 0) row.bought += quantity;
  }
  for (const [index, row] of rows.entries()) if (Number.isNaN(row.close)) row.close = rows[index - 1]?.close ?? 5500;
  return rows;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: readonly number[], power: number) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** power));
};
const correlation = (a: readonly number[], b: readonly number[]) => {
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = a.map((value, index) => (value - meanA) * (b[index]! - meanB));
  return mean(products) / Math.sqrt(moment(a, 2) * moment(b, 2));
};

function manyDays(changes: Partial<SyntheticDayOptions>) {
  return Array.from({ length: 20 }, (_, index) =>
    minutes(syntheticDay({ ...base, seed: 100 + index, ...changes }), session),
  );
}

describe('a synthetic day', () => {
  it('is the same to the bit for the same seed, and another for another seed, contract or day', () => {
    expect(Buffer.compare(bytesOf(syntheticDay(base)), bytesOf(day))).toBe(0);
    for (const changes of [{ seed: 2 }, { contract: 'WDOV25' }, { isoDay: '2025-08-06' }]) {
      expect(Buffer.compare(bytesOf(syntheticDay({ ...base, ...changes })), bytesOf(day))).not.toBe(0);
    }
  });

  it('has 30 to 60 thousand records', () => {
    expect(day.length).toBeGreaterThan(30_000);
    expect(day.length).toBeLessThan(60_000);
  });

  it('ascends in whole microseconds from the pre-open to before the close, without phase changes', () => {
    let previousUs = session.preOpenUs;
    for (let index = 0; index < day.length; index++) {
      const timeUs = day.exchangeTimeUsAt(index);
      if (!Number.isInteger(timeUs) || timeUs < previousUs) expect.fail(`record ${index} at ${timeUs}`);
      previousUs = timeUs;
    }
    expect(previousUs).toBeLessThan(session.closeUs);
    expect(indices(day, Kind.phaseChange)).toEqual([]);
  });

  it('opens with crossed quotes and a burst of auction trades of unknown aggressor at one price', () => {
    const auction = indices(day, Kind.trade).filter((index) => conditionAt(day, index) === TradeCondition.auction);
    expect(auction.length).toBeGreaterThanOrEqual(40);
    for (const index of auction) {
      expect(word(day, index, F64_A)).toBe(5500);
      expect(day.flagsAt(index) & AGGRESSOR_MASK).toBe(0);
      expect(day.exchangeTimeUsAt(index)).toBeGreaterThanOrEqual(session.openUs);
    }
    const early = indices(day, Kind.quote).filter((index) => day.exchangeTimeUsAt(index) < session.openUs);
    expect(early.length).toBeGreaterThan(30);
    for (const index of early) expect(word(day, index, F64_A)).toBeGreaterThan(word(day, index, F64_B));
  });

  it('never crosses its book in continuous trading, and every quote is the best of its levels', () => {
    const [bids, asks] = [new PriceLevels('bid'), new PriceLevels('ask')];
    let opened = false;
    let oneTick = 0;
    let quotes = 0;
    for (let index = 0; index < day.length; index++) {
      const kind = day.kindAt(index);
      const flags = day.flagsAt(index);
      if (kind === Kind.bookChange) {
        if ((flags & BOOK_CLEAR) !== 0) {
          opened = true;
          continue;
        }
        const side = (flags & BOOK_ASK) !== 0 ? asks : bids;
        side.set(tickAt(wdo, word(day, index, F64_A)), word(day, index, F64_B));
        if ((flags & BOOK_MORE) !== 0) continue;
        if (bids.count !== 5 || asks.count !== 5 || bids.ticksAt(0) >= asks.ticksAt(0)) expect.fail(`book at ${index}`);
      } else if (kind === Kind.quote && opened) {
        const best = [bids.ticksAt(0) / 2, asks.ticksAt(0) / 2, bids.quantityAt(0), asks.quantityAt(0)];
        const quoted = [F64_A, F64_B, F64_C, F64_D].map((field) => word(day, index, field));
        if (best.some((value, at) => value !== quoted[at])) expect.fail(`quote ${quoted} at ${index}, book ${best}`);
        quotes += 1;
        if (asks.ticksAt(0) - bids.ticksAt(0) === 1) oneTick += 1;
      }
    }
    expect(oneTick / quotes).toBeGreaterThan(0.85);
    expect(oneTick).toBeLessThan(quotes);
  });

  it('trades on the grid, at the quotes before it: buyers at the ask, sellers at the bid', () => {
    let [bid, ask] = [0, 0];
    let rlp = 0;
    for (let index = 0; index < day.length; index++) {
      const kind = day.kindAt(index);
      if (kind === Kind.quote) [bid, ask] = [word(day, index, F64_A), word(day, index, F64_B)];
      if (kind !== Kind.trade || conditionAt(day, index) === TradeCondition.auction) continue;
      const price = word(day, index, F64_A);
      const aggressor = day.flagsAt(index) & AGGRESSOR_MASK;
      if (conditionAt(day, index) === TradeCondition.rlp) rlp += 1;
      else if (aggressor === 0) expect.fail(`trade ${index} has no aggressor`);
      const isAt =
        aggressor === 0 ? price === bid || price === ask : price === (aggressor === AGGRESSOR_SELLER ? bid : ask);
      if (!isAt || !isOnGrid(wdo, price) || word(day, index, F64_B) < 1) expect.fail(`trade ${index} at ${price}`);
    }
    expect(rlp).toBeGreaterThan(100);
  });

  it('keeps lots and ticks of other instruments', () => {
    const dol = syntheticDay({ ...base, root: 'DOL', contract: 'DOLU25' });
    for (const index of indices(dol, Kind.trade)) if (word(dol, index, F64_B) % 5 !== 0) expect.fail(`trade ${index}`);
    const win = syntheticDay({ ...base, root: 'WIN', contract: 'WINV25', startPrice: 135_000, instrumentId: 2 });
    for (const index of indices(win, Kind.trade)) {
      if (word(win, index, F64_A) % 5 !== 0 || win.instrumentAt(index) !== 2) expect.fail(`trade ${index}`);
    }
    expect(() => syntheticDay({ ...base, startPrice: 5500.3 })).toThrow('not a multiple of the tick');
  });
});

describe('many synthetic days', () => {
  const days = manyDays({});
  const returns = days.flatMap((rows) => rows.slice(1).map((row, index) => row.close - rows[index]!.close));

  it('are busiest at the open, quietest in the middle, and busier again at the close', () => {
    const volumeAt = (from: number, to: number) =>
      mean(
        days.map((rows) =>
          mean(rows.slice(Math.round(from * rows.length), Math.round(to * rows.length)).map((row) => row.volume)),
        ),
      );
    expect(volumeAt(0.01, 0.1)).toBeGreaterThan(1.8 * volumeAt(0.4, 0.7));
    expect(volumeAt(0.95, 1)).toBeGreaterThan(1.2 * volumeAt(0.4, 0.7));
  });

  it('have moves of about a point a minute, with fat tails', () => {
    expect(Math.sqrt(moment(returns, 2))).toBeGreaterThan(0.9);
    expect(Math.sqrt(moment(returns, 2))).toBeLessThan(1.6);
    expect(moment(returns, 4) / moment(returns, 2) ** 2).toBeGreaterThan(4);
  });

  it('cluster: busy minutes follow busy minutes, large moves large moves', () => {
    const following = (values: readonly number[]) => correlation(values.slice(1), values.slice(0, -1));
    const middle = days.flatMap((rows) => rows.slice(200, 400).map((row) => row.volume));
    expect(following(middle)).toBeGreaterThan(0.05);
    expect(following(returns.map(Math.abs))).toBeGreaterThan(0.05);
  });

  it('can be predicted faintly from the flow of orders, and not at all without an edge', () => {
    const edgeOf = (all: typeof days) => {
      const flows: number[] = [];
      const moves: number[] = [];
      for (const rows of all) {
        for (let now = 10; now + 10 < rows.length; now += 5) {
          const recent = rows.slice(now - 9, now + 1);
          const bought = recent.reduce((sum, row) => sum + row.bought, 0);
          const sold = recent.reduce((sum, row) => sum + row.sold, 0);
          flows.push((bought - sold) / (bought + sold + 1));
          moves.push(rows[now + 10]!.close - rows[now]!.close);
        }
      }
      return correlation(flows, moves);
    };
    expect(edgeOf(days)).toBeGreaterThan(0.06);
    expect(edgeOf(days)).toBeLessThan(0.3);
    expect(Math.abs(edgeOf(manyDays({ edge: 0 })))).toBeLessThan(0.06);
  });
});
