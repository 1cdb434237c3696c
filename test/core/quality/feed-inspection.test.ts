// Gives the rows of parts to a feed's inspection as events, in any cut, and expects what whole parts give.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { US_PER_DAY } from '../../../src/core/market/civil-time.ts';
import { barEvents, tickEvents } from '../../../src/core/market/day-events.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { BAR_WARMUP, F64_RECEIVED, RECORD_F64 } from '../../../src/core/market/event-record.ts';
import { FeedInspection, MAX_ENDED_PARTS } from '../../../src/core/quality/feed-inspection.ts';
import { inspectPart } from '../../../src/core/quality/inspect-part.ts';
import type { PartContext, RowColumns, RowKind } from '../../../src/core/quality/row-rule.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { damaged, damages } from '../../support/quality-damage.ts';
import {
  changed,
  cleanCandles,
  cleanLevels,
  cleanQuotes,
  cleanTrades,
  contextFor,
  lacking,
} from '../../support/quality-sets.ts';

/** Columns that events do not carry. */
function carried(columns: RowColumns): RowColumns {
  return ['sequence', 'previous_sequence', 'turnover'].reduce(lacking, columns);
}

/** The order of all events of the day: by time, the kinds of one instrument together. */
function ordered(parts: readonly { readonly kind: 'trades' | 'quotes' | 'levels'; readonly columns: RowColumns }[]) {
  const places = parts.flatMap(({ columns }, part) => [...columns.time_us!.keys()].map((row) => ({ part, row })));
  places.sort(
    (a, b) => parts[a.part]!.columns.time_us![a.row]! - parts[b.part]!.columns.time_us![b.row]! || a.part - b.part,
  );
  const orders = parts.map(({ columns }) => new Float64Array(columns.time_us!.length));
  for (const [order, { part, row }] of places.entries()) orders[part]![row] = order;
  return parts.map(({ kind, columns }, part) => ({ kind, columns: { ...columns, order: orders[part]! } }));
}

const contextAt = (_instrumentId: number, kind: RowKind): PartContext => contextFor(kind);

const TICKS = ordered([
  { kind: 'trades', columns: carried(cleanTrades(1500)) },
  { kind: 'quotes', columns: carried(cleanQuotes(1500)) },
  { kind: 'levels', columns: carried(cleanLevels(700)) },
]);

const DAMAGED_NAMES: Readonly<Record<string, readonly string[]>> = {
  trades: ['time_us', 'received_us', 'price', 'quantity', 'trade_id', 'price', 'quantity'],
  quotes: ['time_us', 'received_us', 'bid', 'ask', 'bid_size', 'ask_size'],
  levels: ['time_us', 'received_us', 'price', 'quantity', 'orders'],
};

describe('FeedInspection', () => {
  it('finds what inspectPart finds in the same damaged rows, however they are cut and whenever it is asked', () => {
    const cuts = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), asks: fc.boolean() }), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(fc.tuple(damages, damages, damages), cuts, (choices, pieces) => {
        const parts = TICKS.map(({ kind, columns }, part) => ({
          kind,
          columns: damaged(columns, DAMAGED_NAMES[kind]!, choices[part]!, 1),
        }));
        const batch = tickEvents(parts, 3);
        const feed = new FeedInspection(contextAt);
        let from = 0;
        for (const { share, asks } of [...pieces, { share: 1, asks: false }].sort((a, b) => a.share - b.share)) {
          const to = Math.floor(share * batch.length);
          feed.inspect(batch, from, to);
          if (asks) feed.findings();
          from = to;
        }
        const found = new Map(feed.findings(true).map(({ context, inspection }) => [context.kind, inspection]));
        expect(feed.unplacedRows).toBe(0);
        for (const { kind, columns } of parts) {
          expect(found.get(kind)).toEqual(inspectPart(contextFor(kind), columns));
        }
      }),
      { seed: 11, numRuns: propertyRuns(25) },
    );
  });

  it('keeps instruments and kinds apart', () => {
    const trades = { kind: 'trades' as const, columns: TICKS[0]!.columns };
    const bad = { kind: 'trades' as const, columns: changed(trades.columns, 'quantity', () => -1, 4, 9) };
    const feed = new FeedInspection(contextAt);
    const [first, second] = [tickEvents([trades], 1), tickEvents([bad], 2)];
    for (let at = 0; at < first.length; at += 7) {
      feed.inspect(first, at, Math.min(first.length, at + 7));
      feed.inspect(second, at, Math.min(second.length, at + 7));
    }
    const verdicts = feed.findings(true).map(({ instrumentId, inspection }) => [instrumentId, inspection.verdict]);
    expect(verdicts).toEqual([
      [1, 'clean'],
      [2, 'refuse'],
    ]);
  });

  it('keeps kinds and intervals apart, however large the numbers of the instruments are', () => {
    const asked: string[] = [];
    const feed = new FeedInspection((instrumentId, kind, _timeUs, intervalUs) => {
      asked.push(`${instrumentId} ${kind} ${intervalUs ?? '-'}`);
      return contextFor(kind, { intervalUs });
    });
    const { openUs } = contextFor('trades').session!;
    const ids = [5, 100_001, 2 ** 31 - 2, 2 ** 31 - 1];
    // each twice, so that every lane is looked up again after all others
    for (const round of [1, 2]) {
      const batch = new EventBatch();
      for (const id of ids) {
        batch.pushTrade(id, openUs + round, 5450, 1, 1, round, 1, 1);
        batch.pushQuote(id, openUs + round, 7, 5450, 5450.5, 1, 1);
        batch.pushBookChange(id, openUs + round, 0, 5450, 5, 1);
        for (const seconds of [60, 300]) {
          batch.pushBar(id, openUs + round * seconds * 1_000_000, 0, 10_900, 10_900, 10_900, 10_900, 1, 1, seconds);
        }
      }
      feed.inspect(batch, 0, batch.length);
    }
    const lanes = ['trades -', 'quotes -', 'levels -', 'candles 60000000', 'candles 300000000'];
    expect(asked).toEqual(ids.flatMap((id) => lanes.map((lane) => `${id} ${lane}`)));
    const clean = feed.findings().filter(({ inspection }) => inspection.verdict === 'clean');
    expect(
      clean.map(({ instrumentId, context }) => `${instrumentId} ${context.kind} ${context.intervalUs ?? '-'}`),
    ).toEqual(asked);
  });

  it('inspects closed bars as candles, but none of a warm-up', () => {
    const columns = carried(changed(cleanCandles(), 'volume', () => 0, 30, 42));
    const bars = barEvents(columns, contextFor('candles').terms, 5);
    if (bars.kind !== 'events') throw new Error('clean candles are on the grid');
    const feed = new FeedInspection(contextAt);
    feed.inspect(bars.events, 0, bars.events.length);
    const warmup = new EventBatch();
    warmup.pushBar(5, contextFor('candles').midnightUs, BAR_WARMUP, 1, 1, 1, 1, 1, 1, 60);
    feed.inspect(warmup, 0, 1);
    expect(feed.findings(true)).toMatchObject([{ instrumentId: 5, context: { kind: 'candles' } }]);
    expect(feed.findings(true)[0]!.inspection).toEqual(inspectPart(contextFor('candles'), columns));
  });

  it('does not miss what is still to come before the day is over', () => {
    const columns = TICKS[0]!.columns;
    const batch = tickEvents([{ kind: 'trades', columns }], 1);
    const feed = new FeedInspection(contextAt);
    feed.inspect(batch, 0, 500);
    expect(feed.findings()).toMatchObject([{ ended: false, inspection: { verdict: 'clean' } }]);
    expect(feed.findings(true)[0]!.inspection.findings).toMatchObject([{ rule: 'early-end' }]);
  });
});

describe('the days of FeedInspection', () => {
  const dayAfter = (timeUs: number): PartContext => {
    const { dayNumber, midnightUs } = contextFor('trades');
    const days = Math.floor((timeUs - midnightUs) / US_PER_DAY);
    return {
      ...contextFor('trades'),
      dayNumber: dayNumber + days,
      midnightUs: midnightUs + days * US_PER_DAY,
      session: undefined,
    };
  };

  it('end when a row of a later day comes, and rows of an earlier one stay where they are told', () => {
    const feed = new FeedInspection((_id, _kind, timeUs) => dayAfter(timeUs));
    const batch = new EventBatch();
    const { openUs } = contextFor('trades').session!;
    for (const timeUs of [openUs, openUs + 1, openUs + US_PER_DAY, openUs + 2, openUs + US_PER_DAY + 1]) {
      batch.pushTrade(1, timeUs, 5450, 1, 1, 0, 0, 0);
    }
    feed.inspect(batch, 0, batch.length);
    const [first, second] = feed.findings();
    expect(first).toMatchObject({ ended: true, inspection: { verdict: 'clean' } });
    expect(second).toMatchObject({ ended: false, inspection: { findings: [{ rule: 'out-of-order', rows: 1 }] } });
  });

  it('are not opened by a time ahead of the clock or by none', () => {
    const feed = new FeedInspection((_id, _kind, timeUs) => dayAfter(timeUs));
    const batch = new EventBatch();
    const { openUs } = contextFor('trades').session!;
    for (const timeUs of [0, openUs, openUs + 3 * US_PER_DAY, Number.NaN]) {
      const index = batch.pushTrade(1, timeUs, 5450, 1, 1, 0, 0, 0);
      batch.f64[index * RECORD_F64 + F64_RECEIVED] = openUs + 5;
    }
    feed.inspect(batch, 0, batch.length);
    const parts = feed.findings(true);
    expect(parts).toHaveLength(1);
    expect(parts[0]!.inspection.findings).toMatchObject([
      { rule: 'zero-time', rows: 2 },
      { rule: 'received-before-exchange', rows: 1 },
    ]);
  });

  it('are placed by no guess: rows without any time are counted', () => {
    const feed = new FeedInspection(contextAt);
    const batch = new EventBatch();
    batch.pushTrade(1, 0, 5450, 1, 1, 0, 0, 0);
    feed.inspect(batch, 0, 1);
    expect(feed.unplacedRows).toBe(1);
    expect(feed.findings(true)).toEqual([]);
  });

  it('are asked for once, also where nobody knows the instrument', () => {
    let asked = 0;
    const feed = new FeedInspection(() => {
      asked++;
      return undefined;
    });
    const batch = tickEvents([{ kind: 'trades', columns: TICKS[0]!.columns }], 1);
    feed.inspect(batch, 0, 50);
    expect(asked).toBe(1);
    expect(feed.findings(true)).toEqual([]);
  });

  it('are forgotten, the oldest first, when there are too many', () => {
    const feed = new FeedInspection((_id, _kind, timeUs) => dayAfter(timeUs));
    const batch = new EventBatch();
    const { openUs } = contextFor('trades').session!;
    for (let day = 0; day < MAX_ENDED_PARTS + 3; day++)
      batch.pushTrade(1, openUs + day * US_PER_DAY, 5450, 1, 1, 0, 0, 0);
    feed.inspect(batch, 0, batch.length);
    expect(feed.forgottenParts).toBe(2);
    expect(feed.findings()).toHaveLength(MAX_ENDED_PARTS + 1);
  });
});
