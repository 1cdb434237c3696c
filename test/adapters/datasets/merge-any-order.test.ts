// Files of one day that are merged one after the other: the rows and their order do not depend on which came first.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KindSpans, type Span, sourceSpans } from '../../../src/adapters/datasets/merge-spans.ts';
import { type MergedTicks, mergeTicks, type TickParts } from '../../../src/adapters/datasets/merge-ticks.ts';
import type { PartKind } from '../../../src/adapters/datasets/schema.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { permutations, type TapeKind, type Tick, tapes, tickParts, ticksOf } from './support/tick-tapes.ts';

interface Stored {
  readonly parts: TickParts;
  readonly spans: KindSpans;
}

/** What a file brings. */
function fileOf(ticks: readonly Tick[], withIds: boolean): Stored {
  const parts = tickParts(ticks, withIds);
  const spanOf = (times: Float64Array): Span => ({ firstTimeUs: times[0]!, lastTimeUs: times[times.length - 1]! });
  return { parts, spans: new Map([...parts].map(([kind, { time_us }]) => [kind, [spanOf(time_us!)]])) };
}

/** One file after the other; the text of the conflict when there is one. */
function imported(files: readonly Stored[]): readonly string[] | string {
  let sum: Stored = files[0]!;
  for (const file of files.slice(1)) {
    const merged: MergedTicks = mergeTicks(sum.parts, file.parts, { older: sum.spans, newer: file.spans });
    if (merged.kind === 'conflict') return `${merged.why} at ${merged.timeUs}`;
    const kinds: readonly PartKind[] = [...merged.parts.keys()];
    const spansOf = (kind: PartKind) => [...(sum.spans.get(kind) ?? []), ...(file.spans.get(kind) ?? [])];
    sum = { parts: merged.parts, spans: new Map(kinds.map((kind) => [kind, spansOf(kind)])) };
  }
  return ticksOf(sum.parts);
}

/** From the first to the last row, both included. */
interface Piece {
  readonly first: number;
  readonly last: number;
}

const cuts = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 3, maxLength: 4 });

function piecesOf(length: number, each: readonly (readonly [number, number])[]): readonly Piece[] {
  return each.map(([a, b]) => ({ first: a % length, last: (a % length) + (b % (length - (a % length))) }));
}

/**
 * Longer pieces, so that an instant is cut by one piece at most and is whole in another one: of two that are cut within it
 * nobody knows which rows they share.
 */
function tellable(ticks: readonly Tick[], pieces: readonly Piece[]): readonly Piece[] {
  const out = [...pieces];
  for (const [index, piece] of pieces.entries()) {
    for (const edge of [piece.first, piece.last]) {
      const { first, last } = out[index]!;
      const timeUs = ticks[edge]!.timeUs;
      const whole = {
        first: ticks.findIndex((tick) => tick.timeUs === timeUs),
        last: ticks.findLastIndex((tick) => tick.timeUs === timeUs),
      };
      const others = out.filter((_, other) => other !== index);
      const isWhole = (each: Piece): boolean => each.first <= whole.first && each.last >= whole.last;
      const isApart = (each: Piece): boolean => each.first > whole.last || each.last < whole.first;
      if (others.some(isWhole) && others.every((each) => isWhole(each) || isApart(each))) continue;
      out[index] = { first: Math.min(first, whole.first), last: Math.max(last, whole.last) };
    }
  }
  return out;
}

function filesOf(ticks: readonly Tick[], pieces: readonly Piece[], withIds: boolean): readonly Stored[] {
  return pieces.map(({ first, last }) => fileOf(ticks.slice(first, last + 1), withIds));
}

function someOf(ticks: readonly Tick[], pieces: readonly Piece[]): readonly Tick[] {
  return ticks.filter((_, index) => pieces.some(({ first, last }) => first <= index && index <= last));
}

function only(kind: TapeKind, ticks: readonly Tick[]): readonly Tick[] {
  return ticks.map((tick) => ({ ...tick, kind }));
}

describe('files of one day in any order', () => {
  it('are the tape, as far as one of them has it, when they are pieces of it', () => {
    fc.assert(
      fc.property(tapes(['trades', 'quotes']), cuts, fc.boolean(), (ticks, each, withIds) => {
        const pieces = tellable(ticks, piecesOf(ticks.length, each));
        const expected = ticksOf(tickParts(someOf(ticks, pieces), withIds));
        for (const files of permutations(filesOf(ticks, pieces, withIds))) expect(imported(files)).toEqual(expected);
      }),
      { seed: 41, numRuns: propertyRuns(150) },
    );
  });

  it('are the tape wherever they are cut, when they have trades with ids', () => {
    fc.assert(
      fc.property(tapes(['trades']), cuts, (ticks, each) => {
        const pieces = piecesOf(ticks.length, each);
        const expected = ticksOf(tickParts(someOf(ticks, pieces), true));
        for (const files of permutations(filesOf(ticks, pieces, true))) expect(imported(files)).toEqual(expected);
      }),
      { seed: 42, numRuns: propertyRuns(100) },
    );
  });

  it('are the same when trades and quotes come from two sources, each in pieces', () => {
    const two = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(tapes(['trades']), tapes(['trades']), two, two, fc.boolean(), (some, others, a, b, withIds) => {
        const quotes = only('quotes', others);
        const files = [
          ...filesOf(some, tellable(some, piecesOf(some.length, a)), withIds),
          ...filesOf(quotes, tellable(quotes, piecesOf(quotes.length, b)), withIds),
        ];
        const [first, ...rest] = permutations(files).map(imported);
        expect(typeof first).not.toBe('string');
        for (const other of rest) expect(other).toEqual(first);
      }),
      { seed: 43, numRuns: propertyRuns(100) },
    );
  });

  it('keep the order of a tape of trades and quotes when levels of another source come between', () => {
    fc.assert(
      fc.property(tapes(['trades', 'quotes'], 12), tapes(['levels'], 8), cuts, (ticks, levels, each) => {
        const pieces = tellable(ticks, piecesOf(ticks.length, each));
        const files = [...filesOf(ticks, pieces, false), fileOf(levels, false)];
        const [first, ...rest] = permutations(files).map(imported);
        for (const other of rest) expect(other).toEqual(first);
        const bare = (texts: readonly string[]) => texts.map((text) => text.slice(text.indexOf(':')));
        const ofTape = bare(first as readonly string[]).filter((text) => !text.includes('levels'));
        expect(ofTape).toEqual(bare(ticksOf(tickParts(someOf(ticks, pieces), false))));
      }),
      { seed: 44, numRuns: propertyRuns(60) },
    );
  });

  it('are the same whenever they are accepted, wherever they are cut and whatever they say', () => {
    fc.assert(
      fc.property(
        tapes(['trades', 'quotes'], 8, 2),
        cuts,
        fc.infiniteStream(fc.nat(9)),
        fc.boolean(),
        (ticks, each, dice, withIds) => {
          // each file has the rows of an instant in a sequence of its own
          const shuffled = (part: readonly Tick[]): readonly Tick[] =>
            part
              .map((tick) => ({ tick, at: tick.timeUs * 10 + dice.next().value! }))
              .sort((a, b) => a.at - b.at)
              .map(({ tick }) => tick);
          const files = piecesOf(ticks.length, each).map(({ first, last }) =>
            fileOf(shuffled(ticks.slice(first, last + 1)), withIds),
          );
          const accepted = permutations(files)
            .map(imported)
            .filter((result) => typeof result !== 'string');
          for (const other of accepted) expect(other).toEqual(accepted[0]);
        },
      ),
      { seed: 45, numRuns: propertyRuns(300) },
    );
  });

  it('say themselves whether they changed anything', () => {
    fc.assert(
      fc.property(tapes(['trades', 'quotes']), cuts, fc.boolean(), (ticks, each, withIds) => {
        const pieces = tellable(ticks, piecesOf(ticks.length, each));
        const [one, two] = filesOf(ticks, pieces, withIds);
        const merged = mergeTicks(one!.parts, two!.parts, { older: one!.spans, newer: two!.spans });
        if (merged.kind === 'conflict') return;
        expect(merged.isChanged).toBe(ticksOf(merged.parts).join() !== ticksOf(one!.parts).join());
      }),
      { seed: 46, numRuns: propertyRuns(150) },
    );
  });
});

describe('what a file reaches over', () => {
  const at = (timeUs: number, price = 5): Tick => ({ kind: 'trades', timeUs, price, id: 0 });
  const early = fileOf([at(1), at(2)], false);
  const late = fileOf([at(8), at(9)], false);
  const between = fileOf([at(5)], false);

  it('does not reach into the hole between two files', () => {
    for (const files of permutations([early, late, between])) expect(imported(files)).toHaveLength(5);
  });

  it('reaches from its first to its last row, whatever other files stand there', () => {
    const over = fileOf([at(2), at(8)], false);
    for (const files of permutations([early, late, over])) expect(imported(files)).toHaveLength(4);
    for (const files of permutations([early, late, over, between])) {
      expect(imported(files)).toBe('both files cover that time and have different trades at 5');
    }
  });

  it('counts as a change where it says that nothing else happened, and rows with ids do not need that', () => {
    const over = fileOf([at(2), at(8)], false);
    const change = (files: readonly Stored[], withIds: boolean) => {
      const older = tickParts(
        [at(1), at(2), at(8), at(9)].map((tick) => ({ ...tick, id: tick.timeUs })),
        withIds,
      );
      const newer = tickParts(
        [at(2), at(8)].map((tick) => ({ ...tick, id: tick.timeUs })),
        withIds,
      );
      const spans = new Map([['trades', files.flatMap((file) => file.spans.get('trades')!)]] as const);
      return mergeTicks(older, newer, { older: spans, newer: over.spans });
    };
    expect(change([early, late], false)).toMatchObject({ kind: 'merged', isChanged: true });
    expect(change([early, late, over], false)).toMatchObject({ kind: 'merged', isChanged: false });
    expect(change([early, late], true)).toMatchObject({ kind: 'merged', isChanged: false });
    const [both, one] = [tickParts([at(1), at(2)], false), tickParts([at(2)], false)];
    expect(mergeTicks(both, one)).toMatchObject({ kind: 'merged', isChanged: false });
  });

  it('ends within its last instant, where another file may have more and a third begin', () => {
    const cut = fileOf([at(1), at(2)], false);
    const more = fileOf([at(2), at(2, 6), at(3)], false);
    for (const files of permutations([cut, more])) expect(imported(files)).toHaveLength(4);
    const touching = [fileOf([at(1), at(2)], false), fileOf([at(2), at(3)], false), fileOf([at(2), at(2)], false)];
    for (const files of permutations(touching)) expect(imported(files)).toHaveLength(4);
  });

  it('is all of a part whose manifest does not tell it', () => {
    expect(
      sourceSpans([
        { firstTimeUs: 1, lastTimeUs: 2 },
        { firstTimeUs: 8, lastTimeUs: 9 },
      ]),
    ).toHaveLength(2);
    expect(sourceSpans([{ firstTimeUs: 1, lastTimeUs: 2 }, {}])).toBeUndefined();
    const both = tickParts([at(1), at(2), at(8), at(9)], false);
    expect(mergeTicks(both, between.parts)).toMatchObject({ kind: 'conflict', timeUs: 5 });
    const spans = new Map([['trades', [...early.spans.get('trades')!, ...late.spans.get('trades')!]]] as const);
    expect(mergeTicks(both, between.parts, { older: spans }).kind).toBe('merged');
  });
});

describe('what two files say of one instant', () => {
  const at = (kind: TapeKind, price: number): Tick => ({ kind, timeUs: 1, price, id: price });
  const placed = (ticks: readonly Tick[]) => ticksOf(tickParts(ticks, false));

  it('stands as the file that has all of it tells, not as it was put together before that came', () => {
    const whole = [at('trades', 1), at('quotes', 2), at('trades', 3)];
    const files = [fileOf([whole[0]!], false), fileOf([whole[1]!], false), fileOf(whole, false)];
    for (const order of permutations(files)) expect(imported(order)).toEqual(placed(whole));
  });

  it('stands by id only until a file comes that has all of it', () => {
    const whole = [at('trades', 2), at('trades', 1)];
    const files = [fileOf([whole[0]!], true), fileOf([whole[1]!], true), fileOf(whole, true)];
    for (const order of permutations(files)) expect(imported(order)).toEqual(ticksOf(tickParts(whole, true)));
  });

  it('counts as changed when only its order is another one', () => {
    const [trade, quote] = [at('trades', 1), at('quotes', 2)];
    const change = (older: readonly Tick[], newer: readonly Tick[]) =>
      mergeTicks(tickParts(older, false), tickParts(newer, false));
    expect(change([quote, trade], [trade, quote])).toMatchObject({ kind: 'merged', isChanged: true });
    expect(change([trade, quote], [quote, trade])).toMatchObject({ kind: 'merged', isChanged: false });
    expect(change([at('trades', 1), at('trades', 2)], [at('trades', 2), at('trades', 1)])).toMatchObject({
      isChanged: true,
    });
  });

  it('is refused when one file has more of it and the other reaches over it', () => {
    const later = (timeUs: number): Tick => ({ ...at('trades', 1), timeUs });
    const over = fileOf([later(0), at('trades', 1), later(2)], false);
    for (const more of [
      [at('trades', 1), at('trades', 2)],
      [at('trades', 1), at('trades', 1)],
    ]) {
      for (const files of permutations([over, fileOf(more, false)])) {
        expect(imported(files)).toBe('both files cover that time and have different trades at 1');
      }
    }
  });

  it('may be very long', () => {
    const rows = 150_000;
    const many: TickParts = new Map([
      [
        'trades',
        {
          time_us: new Float64Array(rows).fill(1),
          order: Float64Array.from({ length: rows }, (_, row) => row),
          price: Float64Array.from({ length: rows }, (_, row) => row % 7),
        },
      ],
    ]);
    const merged = mergeTicks(many, tickParts([at('trades', 3), at('trades', 3)], false));
    expect(merged).toMatchObject({ kind: 'merged', isChanged: false });
    expect(merged.kind === 'merged' && merged.parts.get('trades')!.time_us).toHaveLength(rows);
  });

  it('is found moved by all that makes an id: its number in its session and channel', () => {
    const trades = (rows: readonly (readonly [timeUs: number, id: number, channel: number])[]): TickParts => {
      const column = (at: 0 | 1 | 2) => Float64Array.from(rows, (row) => row[at]);
      const order = Float64Array.from(rows, (_, row) => row);
      return new Map([['trades', { time_us: column(0), order, trade_id: column(1), channel: column(2) }]]);
    };
    const one = trades([
      [1, 7, 1],
      [2, 7, 2],
      [3, 8, 1],
    ]);
    const apart = trades([[4, 7, 3]]);
    const moved = trades([[4, 7, 2]]);
    for (const [a, b] of permutations([one, apart])) expect(mergeTicks(a!, b!).kind).toBe('merged');
    for (const [a, b] of permutations([one, moved])) {
      expect(mergeTicks(a!, b!)).toMatchObject({ kind: 'conflict', timeUs: 2 });
    }
  });

  it('is refused when one trade stands there in one file and later in the other, whichever comes first', () => {
    const [one, other] = [fileOf([at('trades', 4)], true), fileOf([{ ...at('trades', 4), timeUs: 7 }], true)];
    for (const files of permutations([one, other])) {
      expect(imported(files)).toBe('trade 4 stands at that time in one file only, and later in the other at 1');
    }
  });
});
