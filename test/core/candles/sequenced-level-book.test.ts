// Numbered level messages lost, repeated and out of step with their snapshots: a book that calls itself whole is the true one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noSequenceFaults } from '../../../src/core/candles/sequence-faults.ts';
import { SequencedLevelBook } from '../../../src/core/candles/sequenced-level-book.ts';
import {
  ask,
  bid,
  feedMessage,
  type LevelChange,
  levelsOf,
  type NumberedMessage,
} from '../../support/numbered-levels.ts';
import { propertyRuns } from '../../support/property-runs.ts';

/** Number 10: bids 99 and 98, asks 101 and 102, of 5 contracts each. */
const snapshot: NumberedMessage = {
  isSnapshot: true,
  sequence: 10,
  changes: [bid(99, 5), bid(98, 5), ask(101, 5), ask(102, 5)],
};

function difference(previous: number, sequence: number, ...changes: LevelChange[]): NumberedMessage {
  return { previous, sequence, changes };
}

function bookAfter(...messages: NumberedMessage[]): SequencedLevelBook {
  const book = new SequencedLevelBook();
  for (const message of messages) feedMessage(book, message);
  return book;
}

const change = fc.record({
  isAsk: fc.boolean(),
  ticks: fc.integer({ min: 0, max: 12 }),
  quantity: fc.nat(3),
});

/** A history of messages, what happens to each on its way, and after which of them a snapshot of about that time comes. */
const story = fc.array(
  fc.record({
    changes: fc.array(change, { minLength: 1, maxLength: 5 }),
    step: fc.integer({ min: 1, max: 3 }),
    fate: fc.constantFrom('arrives', 'arrives', 'arrives', 'arrives', 'arrives', 'lost', 'twice'),
    snapshot: fc.option(fc.record({ age: fc.integer({ min: -4, max: 2 }), part: fc.nat(4) }), { freq: 4 }),
  }),
  { minLength: 1, maxLength: 40 },
);

type State = ReadonlyMap<string, LevelChange>;

function changed(state: State, changes: readonly LevelChange[]): State {
  const next = new Map(state);
  for (const one of changes) {
    const key = `${one.isAsk} ${one.ticks}`;
    if (one.quantity === 0) next.delete(key);
    else next.set(key, one);
  }
  return next;
}

function levelsOfState(state: State): readonly (readonly [number, number])[] {
  const side = (isAsk: boolean) => [...state.values()].filter((level) => level.isAsk === isAsk);
  const sorted = (levels: LevelChange[]) => levels.sort((a, b) => a.ticks - b.ticks);
  return [...sorted(side(false)), ...sorted(side(true))].map((level) => [
    level.ticks,
    level.isAsk ? -level.quantity : level.quantity,
  ]);
}

describe('a sequenced level book', () => {
  it('is the true book whenever it calls itself whole, and agrees with every snapshot', () => {
    let whole = 0;
    let compared = 0;
    fc.assert(
      fc.property(story, (steps) => {
        // numbers go up by twice the step, so that a snapshot may stand between two messages
        const sequences = [100];
        const states: State[] = [new Map()];
        for (const { changes, step } of steps) {
          sequences.push(sequences.at(-1)! + 2 * step);
          states.push(changed(states.at(-1)!, changes));
        }
        const truth = new Map(sequences.map((sequence, at) => [sequence, states[at]!]));
        const book = new SequencedLevelBook();
        const feed = (message: NumberedMessage): void => {
          feedMessage(book, message);
          if (!book.isWhole) return;
          expect(levelsOf(book.book)).toEqual(levelsOfState(truth.get(book.sequence!)!));
          whole += 1;
        };
        for (const [at, { changes, fate, snapshot: taken }] of steps.entries()) {
          const message = difference(sequences[at]!, sequences[at + 1]!, ...changes);
          if (fate !== 'lost') feed(message);
          if (fate === 'twice') feed(message);
          if (taken === null) continue;
          const base = Math.min(Math.max(0, at + 1 + taken.age), steps.length - 1);
          const state = changed(states[base]!, steps[base]!.changes.slice(0, taken.part));
          const sequence = sequences[base]! + (taken.part === 0 ? 0 : 1);
          // the part of a message that a snapshot holds is the same for all snapshots of its number
          if (truth.has(sequence) && truth.get(sequence) !== states[base]) continue;
          truth.set(sequence, taken.part === 0 ? states[base]! : state);
          const levels = [...state.values()];
          if (levels.length > 0) feed({ isSnapshot: true, sequence, changes: levels });
        }
        expect([book.faults.mismatchedSnapshots, book.faults.unfinished]).toEqual([0, 0]);
        compared += book.comparisons;
      }),
      { seed: 71, numRuns: propertyRuns(400) },
    );
    expect([whole > 1000, compared > 200]).toEqual([true, true]);
  });

  it('applies to a snapshot the differences that reach its number, whether they came before it or after', () => {
    const messages = [
      difference(4, 8, bid(98, 1)),
      difference(8, 11, bid(99, 7)),
      snapshot,
      difference(11, 12, ask(101, 0)),
    ];
    const book = bookAfter(...messages);
    expect(levelsOf(book.book)).toEqual([
      [98, 5],
      [99, 7],
      [102, -5],
    ]);
    expect([book.isWhole, book.sequence, book.faults]).toEqual([true, 12, noSequenceFaults()]);
  });

  it('says when a message has ended that is in the book', () => {
    const book = new SequencedLevelBook();
    expect(feedMessage(book, difference(4, 8, bid(98, 1)))).toBe(false);
    expect(book.isWhole).toBe(false);
    expect(feedMessage(book, snapshot)).toBe(true);
    expect(feedMessage(book, difference(10, 11, bid(97, 1), bid(96, 1)), 1)).toBe(false);
    expect(book.apply(0, 96, 1, 11, 10)).toBe(true);
    expect([book.messages, book.snapshots]).toEqual([2, 1]);
  });

  it('counts a gap and is not whole until the next snapshot', () => {
    const book = bookAfter(snapshot, difference(10, 11, bid(97, 1)), difference(13, 14, bid(96, 1)));
    expect([book.isWhole, book.faults.gaps]).toEqual([false, 1]);
    feedMessage(book, difference(14, 15, bid(95, 1)));
    expect([book.isWhole, book.faults.gaps]).toEqual([false, 1]);
    feedMessage(book, { ...snapshot, sequence: 14 });
    expect([book.isWhole, book.faults]).toEqual([true, { ...noSequenceFaults(), gaps: 1 }]);
    expect(levelsOf(book.book).slice(0, 3)).toEqual([
      [95, 1],
      [98, 5],
      [99, 5],
    ]);
  });

  it('counts a gap at once where the first difference begins after the snapshot', () => {
    const book = bookAfter(snapshot, difference(11, 12, bid(97, 1)));
    expect([book.isWhole, book.faults.gaps]).toEqual([false, 1]);
  });

  it('leaves out, and counts, what is no newer than the book', () => {
    const book = bookAfter(snapshot, difference(7, 9, bid(97, 1)), difference(9, 10, bid(99, 5)));
    const next = difference(10, 12, bid(97, 2));
    feedMessage(book, next);
    feedMessage(book, next);
    expect([book.isWhole, book.messages, book.faults]).toEqual([true, 3, { ...noSequenceFaults(), stale: 2 }]);
  });

  it('takes, and counts, a message that repeats a part of the one before', () => {
    const book = bookAfter(snapshot, difference(10, 12, bid(97, 1)), difference(11, 13, bid(97, 2)));
    expect([book.isWhole, book.book.bids.quantityOf(97)]).toEqual([true, 2]);
    expect(book.faults).toEqual({ ...noSequenceFaults(), overlaps: 1 });
  });

  it('cannot see gaps where the source does not name the message before', () => {
    const book = bookAfter(snapshot, { sequence: 20, changes: [bid(97, 1)] }, { sequence: 19, changes: [bid(97, 2)] });
    expect([book.isWhole, book.book.bids.quantityOf(97), book.faults.stale]).toEqual([true, 1, 1]);
  });

  it('counts messages at whose end the best prices meet or cross', () => {
    const book = bookAfter(snapshot, difference(10, 11, bid(101, 1)), difference(11, 12, bid(102, 1)));
    expect([book.faults.lockedMessages, book.faults.crossedMessages]).toEqual([1, 1]);
  });
});

describe('a later snapshot', () => {
  const later = { ...snapshot, sequence: 12 };
  const deeper = [difference(10, 11, bid(90, 3)), difference(11, 12, bid(90, 4))];

  it('leaves a book alone that agrees with it over the prices it tells', () => {
    const book = bookAfter(snapshot, ...deeper, later);
    expect([book.comparisons, book.book.bids.quantityOf(90), book.faults]).toEqual([1, 4, noSequenceFaults()]);
  });

  it('replaces a book that differs, and the levels that differ are counted', () => {
    const changed = { ...later, changes: [bid(99, 6), bid(97, 5), ask(101, 5), ask(102, 5), ask(103, 1)] };
    const book = bookAfter(snapshot, ...deeper, changed);
    // 99 has another quantity, 98 is not told, 97 and 103 are new; 90 is beyond what the snapshot tells
    expect(book.faults).toEqual({ ...noSequenceFaults(), mismatchedSnapshots: 1, mismatchedLevels: 4 });
    expect([book.isWhole, book.book.bids.quantityOf(98), book.book.bids.quantityOf(90)]).toEqual([true, 0, 0]);
  });

  it('is compared when the differences have reached it', () => {
    const book = bookAfter(snapshot, { ...later, changes: [...later.changes, bid(97, 1)] });
    expect([book.comparisons, book.sequence, book.book.bids.quantityOf(97)]).toEqual([0, 10, 0]);
    feedMessage(book, difference(10, 13, bid(97, 1)));
    expect([book.comparisons, book.sequence, book.isWhole]).toEqual([1, 13, true]);
    expect([book.book.bids.quantityOf(97), book.faults]).toEqual([1, noSequenceFaults()]);
  });

  it('takes the place of the book when the difference that would reach it is lost', () => {
    const book = bookAfter(snapshot, later, difference(11, 12, bid(99, 1)), difference(12, 13, bid(97, 1)));
    expect([book.isWhole, book.sequence, book.faults.gaps]).toEqual([true, 13, 1]);
    expect([book.book.bids.quantityOf(99), book.book.bids.quantityOf(97)]).toEqual([1, 1]);
  });

  it('is left out, and counted, when messages of its time are gone already', () => {
    const book = bookAfter(snapshot, ...deeper, { ...snapshot, sequence: 9 });
    expect([book.isWhole, book.sequence, book.faults]).toEqual([true, 12, { ...noSequenceFaults(), lateSnapshots: 1 }]);
  });
});

describe('a message that breaks off', () => {
  const broken = difference(10, 11, bid(97, 1), bid(96, 1));

  it('leaves a book that is not whole', () => {
    const book = bookAfter(snapshot);
    feedMessage(book, broken, 1);
    feedMessage(book, difference(11, 12, bid(95, 1)));
    expect([book.isWhole, book.sequence, book.faults]).toEqual([false, 12, { ...noSequenceFaults(), unfinished: 1 }]);
    feedMessage(book, { ...snapshot, sequence: 11 });
    expect([book.isWhole, book.book.bids.quantityOf(95)]).toEqual([true, 1]);
  });

  it('is not applied to a snapshot of before it', () => {
    const book = bookAfter(snapshot);
    feedMessage(book, broken, 1);
    feedMessage(book, difference(11, 12, bid(95, 1)));
    feedMessage(book, snapshot);
    expect([book.isWhole, book.faults.lateSnapshots]).toEqual([false, 1]);
  });

  it('is left out when it is a snapshot', () => {
    const book = bookAfter(snapshot);
    feedMessage(book, { ...snapshot, sequence: 11, changes: [bid(1, 1), bid(2, 1)] }, 1);
    feedMessage(book, difference(10, 12, bid(95, 1)));
    expect([book.isWhole, book.book.bids.quantityOf(99), book.book.bids.quantityOf(1)]).toEqual([true, 5, 0]);
    expect(book.faults).toEqual({ ...noSequenceFaults(), unfinished: 1 });
  });

  it('gives way to a snapshot that is newer and waits to be compared', () => {
    const book = bookAfter(snapshot, { ...snapshot, sequence: 12 });
    feedMessage(book, broken, 1);
    feedMessage(book, difference(11, 13, bid(95, 1)));
    expect([book.isWhole, book.book.bids.quantityOf(97), book.book.bids.quantityOf(95)]).toEqual([true, 0, 1]);
  });
});
