// The contract of every feature of the catalogue: the rules of `qt features check`, and what a set of them adds.

import { describe, expect, it } from 'vitest';
import { emptyCandle } from '../../src/core/candles/candle.ts';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import type { Feature, FeatureInput, FeatureSpec } from '../../src/core/features/feature.ts';
import { FeatureSet } from '../../src/core/features/feature-set.ts';
import { checkData } from '../../src/research/feature-checks/feature-check.ts';
import { candlesOf, type FeatureEvent, FeaturePlayer } from '../../src/research/feature-checks/feature-events.ts';
import { eventsFor, FEATURE_RULES, readsTicks, run } from '../../src/research/feature-checks/feature-rules.ts';
import { type CandleSessionInput, candleBlock, readCandle } from '../../src/research/features/candle-block.ts';
import { computeValues, specsById } from '../../src/research/features/compute-values.ts';
import { valueBlock } from '../../src/research/features/value-block.ts';
import { Random } from '../../src/simulation/random.ts';

const data = checkData();
const specs = [...catalogue.values()];
const byId = specs.map((spec) => [spec.meta.id, spec] as const);
/** Looked at by itself, on more data, in test/research/feature-checks/leak-check.test.ts. */
const rules = FEATURE_RULES.filter(({ id }) => id !== 'no look-ahead');

/** Sessions of the candle market, without a warm-up. */
function sessionsOf(): readonly CandleSessionInput[] {
  const days = new Map<
    string,
    { session: CandleSessionInput['session']; candles: CandleSessionInput['candles'][number][] }
  >();
  for (const { candle, session } of candlesOf(data.candles)) {
    const day = days.get(session.day) ?? { session, candles: [] };
    days.set(session.day, day);
    day.candles.push(candle);
  }
  return [...days.values()].map(({ session, candles }) => ({ session, candles, before: [] }));
}

describe('the catalogue', () => {
  it('has every feature under its own id, described in full', () => {
    expect(catalogue.size).toBeGreaterThanOrEqual(270);
    for (const [id, { meta }] of catalogue) {
      expect(meta.id).toBe(id);
      for (const field of ['meaning', 'formula', 'source', 'group', 'unit'] as const) {
        expect([id, field, meta[field].length > 0]).toEqual([id, field, true]);
      }
      expect([id, meta.meaning.includes('\n'), meta.inputs.length > 0]).toEqual([id, false, true]);
    }
  });

  it('is fresh between candles in clock, book and flow', () => {
    const held = specs.filter(({ meta }) => !meta.freshBetweenCandles);
    const isFresh = (input: FeatureInput): boolean => ['clock', 'quotes', 'book'].includes(input);
    const stale = held.filter(({ meta }) => meta.inputs.some(isFresh) && !meta.inputs.includes('candles'));
    expect(stale.map(({ meta }) => meta.id)).toEqual([]);
    const heldFlow = held.filter(({ meta }) => meta.group === 'order flow').map(({ meta }) => meta.id);
    expect(heldFlow.sort()).toEqual(['absorption_10', 'deltaDivergence_20', 'kyleLambda_50']);
  });
});

describe.each(rules)('every feature $says', (rule) => {
  it.each(byId)('%s', (_id, spec) => {
    expect(rule.broken(spec, data)).toBeUndefined();
  });
});

describe('a set of features', () => {
  it('gives each the values that it has alone, to the bit, on candles', () => {
    const ofCandles = specs.filter((spec) => !readsTicks(spec));
    const set = new FeatureSet(specsById(ofCandles));
    const alone = ofCandles.map((spec) => run(spec, data.candles));
    for (const [row, { candle, session }] of candlesOf(data.candles).entries()) {
      set.update(candle, session);
      for (const [column, values] of alone.entries()) {
        if (!Object.is(set.at(column), values[row])) {
          throw new Error(
            `${set.ids[column]} at candle ${row + 1}: ${set.at(column)} in the set, ${values[row]} alone`,
          );
        }
      }
    }
  });

  it('gives each the values that it has alone, to the bit, on trades and book', () => {
    const set = new FeatureSet(specsById(specs));
    const player = new FeaturePlayer();
    const told: Feature = {
      ready: false,
      value: Number.NaN,
      update: (candle, session) => set.update(candle, session),
      refresh: (running, session) => set.refresh(running, session),
      onTrade: (trade, session) => set.onTrade(trade, session),
      onBook: (book, session) => set.onBook(book, session),
    };
    const alone = specs.map((spec) => run(spec, data.ticks));
    let row = 0;
    for (const event of data.ticks) {
      player.tell(told, event);
      if (event.kind !== 'candle') continue;
      for (const [column, values] of alone.entries()) {
        if (!Object.is(set.at(column), values[row])) {
          throw new Error(
            `${set.ids[column]} at candle ${row + 1}: ${set.at(column)} in the set, ${values[row]} alone`,
          );
        }
      }
      row++;
    }
  });

  it('gives over columns what it gives candle by candle, wherever the columns are divided', () => {
    const ofCandles = specs.filter((spec) => !readsTicks(spec));
    const named = specsById(ofCandles);
    const block = candleBlock(sessionsOf());
    const whole = valueBlock(block.rows, ofCandles.length);
    computeValues(named, block, { first: 0, end: block.sessions.length, row: 0 }, whole);
    const parts = valueBlock(block.rows, ofCandles.length);
    let row = 0;
    const candle = emptyCandle();
    for (const [first, { session, start, end }] of block.sessions.entries()) {
      computeValues(named, block, { first, end: first + 1, row }, parts);
      const set = new FeatureSet(named);
      for (let at = start; at < end; at++, row++) {
        readCandle(block, at, candle);
        set.update(candle, session);
        for (let column = 0; column < ofCandles.length; column++) {
          const value =
            whole.ready[column * block.rows + row] === 1 ? whole.values[column * block.rows + row] : undefined;
          if (!Object.is(set.at(column), value)) throw new Error(`${set.ids[column]} at row ${row}`);
        }
      }
    }
    expect(parts.values).toEqual(whole.values);
    expect(parts.ready).toEqual(whole.ready);
  });

  it('computes what several of them need once', () => {
    const count = (chosen: readonly FeatureSpec[]): number => new FeatureSet(specsById(chosen)).parts;
    const of = (...ids: string[]) => ids.map((id) => catalogue.get(id)!);
    expect(count(of('ema_20'))).toBe(1);
    expect(count(of('ema_20', 'emaSlope_20', 'priceToEma_20'))).toBe(1);
    expect(count(of('ema_20', 'ema_50'))).toBe(2);
    expect(count(of('macdLine_12_26_9', 'macdSignal_12_26_9', 'macdCross'))).toBe(count(of('macdCross')));
  });
});

describe('events that have nothing to do with each other', () => {
  const reads = (spec: FeatureSpec, ...inputs: FeatureInput[]) =>
    spec.meta.inputs.some((input) => inputs.includes(input));
  const onlyOne = specs.filter((spec) => reads(spec, 'tape', 'agents') !== reads(spec, 'quotes', 'book'));

  /** Trades and updates of the book between two candles in another order, each kind in its own. */
  function interleavedAnew(events: readonly FeatureEvent[]): readonly FeatureEvent[] {
    const random = new Random(3, 'interleave');
    const out: FeatureEvent[] = [];
    let waiting: FeatureEvent[] = [];
    const flush = (): void => {
      const queues = [waiting.filter(({ kind }) => kind === 'trade'), waiting.filter(({ kind }) => kind === 'book')];
      while (queues.some((queue) => queue.length > 0)) {
        const queue = queues[random.integer(2)]!;
        const next = queue.shift();
        if (next !== undefined) out.push(next);
      }
      waiting = [];
    };
    for (const event of events) {
      if (event.kind !== 'candle') {
        waiting.push(event);
        continue;
      }
      flush();
      out.push(event);
    }
    return out;
  }

  it('may come in any order', () => {
    const other = interleavedAnew(data.ticks);
    expect(onlyOne.length).toBeGreaterThan(20);
    for (const spec of onlyOne) expect([spec.meta.id, run(spec, other)]).toEqual([spec.meta.id, run(spec, data.ticks)]);
  });

  it('may be missing: features of candles do without trades and book', () => {
    const bare = data.ticks.filter(({ kind }) => kind === 'candle');
    for (const spec of specs.filter((each) => !readsTicks(each))) {
      expect([spec.meta.id, run(spec, bare)]).toEqual([spec.meta.id, run(spec, data.ticks)]);
    }
  });

  it('gives nothing to features that need them', () => {
    const bare = data.ticks.filter(({ kind }) => kind === 'candle');
    for (const spec of specs.filter(readsTicks)) {
      expect([spec.meta.id, run(spec, bare).some((value) => value !== undefined)]).toEqual([spec.meta.id, false]);
      expect(run(spec, eventsFor(spec, data)).some((value) => value !== undefined)).toBe(true);
    }
  });
});
