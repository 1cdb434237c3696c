// Overlapping files of one day: what both have stands once, what only one has is added, and contradictions are named.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeCandles } from '../../../src/adapters/datasets/merge-candles.ts';
import { mergeTicks } from '../../../src/adapters/datasets/merge-ticks.ts';
import type { PartColumns } from '../../../src/adapters/datasets/row-buffer.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { type Tick, tapes, tickParts, ticksOf } from './support/tick-tapes.ts';

const tape = tapes(['trades', 'quotes']);

describe('ticks of one day from two files', () => {
  it('are the whole day again, whichever part of it each file has and whichever comes first', () => {
    fc.assert(
      fc.property(tape, fc.nat(), fc.nat(), fc.boolean(), fc.boolean(), (ticks, a, b, withIds, swap) => {
        const start = a % ticks.length;
        let end = start + (b % (ticks.length - start));
        // of each instant one file has all: of two that are cut within it nobody knows which rows they share
        while (ticks[end + 1]?.timeUs === ticks[end]!.timeUs) end++;
        const files = [tickParts(ticks.slice(0, end + 1), withIds), tickParts(ticks.slice(start), withIds)] as const;
        const [older, newer] = swap ? [files[1], files[0]] : files;
        const merged = mergeTicks(older, newer);
        expect(merged.kind === 'merged' && ticksOf(merged.parts)).toEqual(ticksOf(tickParts(ticks, withIds)));
      }),
      { seed: 31, numRuns: propertyRuns(300) },
    );
  });

  it('change nothing when one file has all that the other has', () => {
    fc.assert(
      fc.property(tape, fc.boolean(), (ticks, withIds) => {
        const whole = tickParts(ticks, withIds);
        const merged = mergeTicks(whole, whole);
        expect(merged.kind === 'merged' && ticksOf(merged.parts)).toEqual(ticksOf(whole));
      }),
      { seed: 32, numRuns: propertyRuns(100) },
    );
  });

  const three: readonly Tick[] = [
    { kind: 'trades', timeUs: 1, price: 5, id: 10 },
    { kind: 'trades', timeUs: 2, price: 6, id: 20 },
    { kind: 'trades', timeUs: 3, price: 7, id: 30 },
  ];

  it('contradict each other when both cover a time and have other rows there', () => {
    const other = three.map((tick) => (tick.timeUs === 2 ? { ...tick, price: 9 } : tick));
    expect(mergeTicks(tickParts(three, false), tickParts(other, false))).toMatchObject({ kind: 'conflict', timeUs: 2 });
    const without = three.filter(({ timeUs }) => timeUs !== 2);
    expect(mergeTicks(tickParts(three, false), tickParts(without, false))).toMatchObject({
      kind: 'conflict',
      timeUs: 2,
    });
    expect(mergeTicks(tickParts(without, false), tickParts(three, false))).toMatchObject({
      kind: 'conflict',
      timeUs: 2,
    });
  });

  it('add a trade of a new id anywhere, and contradict each other when one id says two things', () => {
    const without = three.filter(({ timeUs }) => timeUs !== 2);
    const merged = mergeTicks(tickParts(without, true), tickParts(three, true));
    expect(merged.kind === 'merged' && ticksOf(merged.parts)).toHaveLength(3);
    const priced = three.map((tick) => (tick.id === 20 ? { ...tick, price: 9 } : tick));
    const conflict = mergeTicks(tickParts(three, true), tickParts(priced, true));
    expect(conflict).toMatchObject({ kind: 'conflict', timeUs: 2 });
    expect(conflict.kind === 'conflict' && conflict.why).toContain(
      'trade 20 has price 6 in one file and 9 in the other',
    );
    const moved = three.map((tick) => (tick.id === 30 ? { ...tick, timeUs: 9 } : tick));
    expect(mergeTicks(tickParts(three, true), tickParts(moved, true)).kind).toBe('conflict');
  });

  it('take the quotes of one file and the trades of the other in the order of time', () => {
    const quotes = tickParts([{ kind: 'quotes', timeUs: 2, price: 1, id: 0 }], false);
    const merged = mergeTicks(tickParts(three, false), quotes);
    expect(merged.kind === 'merged' && ticksOf(merged.parts)).toEqual([
      '0: trades 1 5',
      '1: quotes 2 1',
      '2: trades 2 6',
      '3: trades 3 7',
    ]);
  });

  it('are numbered alike whichever of the two kinds comes first', () => {
    fc.assert(
      fc.property(tape, tape, (some, others) => {
        const trades = tickParts(
          some.map((tick) => ({ ...tick, kind: 'trades' as const })),
          true,
        );
        const quotes = tickParts(
          others.map((tick) => ({ ...tick, kind: 'quotes' as const })),
          false,
        );
        const [one, two] = [mergeTicks(trades, quotes), mergeTicks(quotes, trades)];
        expect(one.kind === 'merged' && ticksOf(one.parts)).toEqual(two.kind === 'merged' && ticksOf(two.parts));
        expect(one.kind === 'merged' && ticksOf(one.parts)).toHaveLength(some.length + others.length);
      }),
      { seed: 33, numRuns: propertyRuns(100) },
    );
  });

  it('with trades of two files at one instant stand by their numbers, whichever file comes first', () => {
    const odd = tickParts(
      three.map((tick) => ({ ...tick, timeUs: 5, id: tick.id + 5 })),
      true,
    );
    const even = tickParts(
      three.map((tick) => ({ ...tick, timeUs: 5 })),
      true,
    );
    const ids = (merged: ReturnType<typeof mergeTicks>) =>
      merged.kind === 'merged' && Array.from(merged.parts.get('trades')!.trade_id!);
    expect(ids(mergeTicks(odd, even))).toEqual([10, 15, 20, 25, 30, 35]);
    expect(ids(mergeTicks(even, odd))).toEqual([10, 15, 20, 25, 30, 35]);
  });

  it('cannot be merged when one file goes back in time, or has columns that the other lacks', () => {
    const back = [three[1]!, three[0]!, three[2]!];
    expect(mergeTicks(tickParts(back, false), tickParts(three, false))).toMatchObject({ kind: 'conflict', timeUs: 1 });
    expect(mergeTicks(tickParts(three, true), tickParts(three, false))).toMatchObject({
      kind: 'conflict',
      why: 'trades: only one of the files has the column trade_id',
    });
  });
});

describe('candles of one day from two files', () => {
  const candles = (times: readonly number[], close = 5): PartColumns => ({
    open_time_us: Float64Array.from(times),
    close: Float64Array.from(times, (time) => close + time),
  });

  it('are those of both, each once', () => {
    const merged = mergeCandles(candles([1, 2, 3]), candles([2, 3, 4]));
    expect(merged).toEqual({ kind: 'merged', columns: candles([1, 2, 3, 4]) });
  });

  it('contradict each other when one time has two candles, or the columns differ', () => {
    const conflict = mergeCandles(candles([1, 2]), candles([2, 3], 6));
    expect(conflict).toMatchObject({ kind: 'conflict', timeUs: 2 });
    expect(conflict.kind === 'conflict' && conflict.why).toBe('the candle has close 7 in one file and 8 in the other');
    const { close: _, ...bare } = candles([1]);
    expect(mergeCandles(candles([2]), bare)).toMatchObject({ kind: 'conflict', timeUs: undefined });
  });
});
