// Quotes of files that begin in the middle of a day and tell only what changes: what they do not know yet is left to others.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileSpan } from '../../../src/adapters/datasets/merge-spans.ts';
import { mergeTicks } from '../../../src/adapters/datasets/merge-ticks.ts';
import type { PartColumns } from '../../../src/adapters/datasets/row-buffer.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { permutations } from './support/tick-tapes.ts';

/** One side of the book changes. */
interface Change {
  readonly timeUs: number;
  readonly isAsk: boolean;
  readonly price: number;
}

/** What a file tells that begins with the first of the changes. */
function quotesOf(changes: readonly Change[]): PartColumns {
  let [bid, ask] = [0, 0];
  const rows = changes.map(({ timeUs, isAsk, price }) => {
    if (isAsk) ask = price + 100;
    else bid = price;
    return { timeUs, bid, ask, flags: (bid > 0 ? 1 : 0) + (ask > 0 ? 2 : 0) };
  });
  const column = (value: (row: (typeof rows)[number], index: number) => number) => Float64Array.from(rows, value);
  return {
    time_us: column(({ timeUs }) => timeUs),
    order: column((_, index) => index),
    flags: column(({ flags }) => flags),
    bid: column((row) => row.bid),
    ask: column((row) => row.ask),
    bid_size: column(() => 0),
    ask_size: column(() => 0),
  };
}

/** One file after the other; undefined when they contradict each other. */
function imported(files: readonly PartColumns[]): PartColumns | undefined {
  let sum = files[0]!;
  const spans = [fileSpan('quotes', sum)];
  for (const file of files.slice(1)) {
    const newer = fileSpan('quotes', file);
    const merged = mergeTicks(new Map([['quotes', sum]]), new Map([['quotes', file]]), {
      older: new Map([['quotes', spans]]),
      newer: new Map([['quotes', [newer]]]),
    });
    if (merged.kind === 'conflict') return undefined;
    sum = merged.parts.get('quotes')!;
    spans.push(newer);
  }
  return sum;
}

const changes = fc
  .array(
    fc.record({ step: fc.integer({ min: 0, max: 2 }), isAsk: fc.boolean(), price: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 4, maxLength: 40 },
  )
  .map((rows) => {
    let timeUs = 0;
    return rows.map(({ step, ...rest }): Change => {
      timeUs += step;
      return { timeUs, ...rest };
    });
  });

const cuts = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 3, maxLength: 4 });

describe('quotes of files that begin without knowing both sides', () => {
  const tape: readonly Change[] = Array.from({ length: 60 }, (_, index) => ({
    timeUs: index,
    isAsk: index % 6 > 2,
    price: 1 + (index % 7),
  }));

  it('are those of the whole day when its pieces overlap by enough, in any order', () => {
    const pieces = [tape.slice(0, 25), tape.slice(19, 45), tape.slice(38)].map(quotesOf);
    for (const files of permutations(pieces)) expect(imported(files)).toEqual(quotesOf(tape));
  });

  it('are the same in any order in which they are accepted, however the day is cut', () => {
    let accepted = 0;
    fc.assert(
      fc.property(changes, cuts, (all, each) => {
        const files = each.map(([a, b]) => {
          const first = a % all.length;
          return quotesOf(all.slice(first, first + 1 + (b % (all.length - first))));
        });
        const results = permutations(files).map(imported);
        const some = results.filter((result) => result !== undefined);
        accepted += some.length;
        for (const other of some) expect(other).toEqual(some[0]);
      }),
      { seed: 51, numRuns: propertyRuns(200) },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('stand as they are where no other file tells more, and where the book had one side only', () => {
    const late = quotesOf(tape.slice(40));
    expect(imported([quotesOf(tape.slice(0, 20)), late])!.flags!.filter((flags) => flags !== 3)).toHaveLength(5);
    const emptied = quotesOf(tape);
    emptied.flags![30] = 1;
    emptied.ask![30] = 0;
    expect(imported([emptied, quotesOf(tape)])).toBeUndefined();
    expect(imported([quotesOf(tape), emptied])).toBeUndefined();
  });

  it('contradict a file that says other things of the side that they know', () => {
    const late = quotesOf(tape.slice(20));
    const wrong = {
      ...late,
      bid: late.bid!.map((bid, row) => (row === 0 ? bid + 1 : bid)),
      ask: late.ask!.map((ask, row) => (row === 0 && ask > 0 ? ask + 1 : ask)),
    };
    for (const files of permutations([quotesOf(tape), wrong])) expect(imported(files)).toBeUndefined();
    for (const files of permutations([quotesOf(tape), late])) expect(imported(files)).toEqual(quotesOf(tape));
  });

  it('count from the first that has both sides', () => {
    expect(fileSpan('quotes', quotesOf(tape))).toEqual({ firstTimeUs: 3, lastTimeUs: 59 });
    expect(fileSpan('quotes', quotesOf(tape.slice(0, 3)))).toEqual({ firstTimeUs: 2, lastTimeUs: 2 });
    const { flags: _, ...trades } = quotesOf(tape);
    expect(fileSpan('trades', trades)).toEqual({ firstTimeUs: 0, lastTimeUs: 59 });
  });
});
