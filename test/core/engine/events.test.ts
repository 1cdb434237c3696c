// The engine's input must be whole: seq by seq, of instruments it knows; what is not is our own mistake and stops it.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { BAR_WARMUP, BOOK_ASK, BOOK_CLEAR, Kind, Phase } from '../../../src/core/market/event-record.ts';
import { EngineBench } from '../../support/engine-bench.ts';
import { at } from '../../support/tape.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

describe('the seq of events', () => {
  const give = (engine: Engine, seq: number): void => {
    const batch = new EventBatch(1);
    batch.pushClockTick(at(0));
    batch.stamp(0, seq, at(0));
    engine.process(batch, 0);
  };

  it('may begin anywhere and then goes up by one', () => {
    for (const first of [0, 1, 7_000_000]) {
      const engine = new Engine([setupOf(holds)]);
      for (let seq = first; seq < first + 5; seq++) give(engine, seq);
      expect(engine.context.seq).toBe(first + 4);
    }
  });

  it('has no hole, no repetition and no way back', () => {
    for (const next of [12, 14, 11, 10, 0, -1, 11.5, Number.NaN]) {
      const engine = new Engine([setupOf(holds)]);
      for (const seq of [10, 11]) give(engine, seq);
      if (next === 12) expect(() => give(engine, next)).not.toThrow();
      else expect(() => give(engine, next)).toThrow(`event seq ${next} after 11`);
    }
  });
});

describe('an event of an instrument that the session does not have', () => {
  const records: Readonly<Record<string, (batch: EventBatch, id: number) => void>> = {
    trade: (batch, id) => batch.pushTrade(id, at(1), 5500, 1, 0, 0, 0, 0),
    quote: (batch, id) => batch.pushQuote(id, at(1), 3, 5500, 5500.5, 1, 1),
    bookChange: (batch, id) => batch.pushBookChange(id, at(1), 0, 5500, 1, 1),
    bar: (batch, id) => batch.pushBar(id, at(1), 0, 11_000, 11_000, 11_000, 11_000, 1, 1, 60),
    warmupBar: (batch, id) => batch.pushBar(id, at(1), BAR_WARMUP, 11_000, 11_000, 11_000, 11_000, 1, 1, 60),
    barFlow: (batch, id) => batch.pushBarFlow(id, at(1), 0, 1, 1, 1, 1, 1),
    limits: (batch, id) => batch.pushPriceLimits(id, at(1), 5200, 5800),
    phase: (batch, id) => batch.pushPhase(id, at(1), Phase.open),
    correction: (batch, id) => batch.push(Kind.tradeCorrection, 0, id, at(1), at(1)),
  };

  for (const [name, push] of Object.entries(records)) {
    it(`stops the engine: ${name}`, () => {
      for (const id of [1, -1]) {
        const bench = new EngineBench([setupOf(holds)]).start();
        expect(() => bench.to(1).process((batch) => push(batch, id))).toThrow(
          `event of instrument ${id}, which the session does not have`,
        );
      }
      const early = new EngineBench([setupOf(holds)]);
      expect(() => early.process((batch) => push(batch, 0))).toThrow(/which the session does not have/);
    });
  }
});

describe('a change of the book', () => {
  it('that clears it clears both sides before its own level', () => {
    const bench = new EngineBench([setupOf(holds)]).start().to(1);
    const change = (flags: number, price: number, quantity: number) =>
      bench.process((batch) => batch.pushBookChange(0, at(1), flags, price, quantity, 1));
    const { book } = bench.engine.context.instruments[0]!;
    const levels = () => [book.levels.bids.levels, book.levels.asks.levels];
    for (const clearing of [BOOK_CLEAR, BOOK_CLEAR | BOOK_ASK]) {
      change(0, 5499, 3);
      change(0, 5499.5, 4);
      change(BOOK_ASK, 5500, 5);
      change(BOOK_ASK, 5500.5, 6);
      change(clearing, 5510, 9);
      expect(levels()).toEqual(clearing === BOOK_CLEAR ? [1, 0] : [0, 1]);
      expect((clearing === BOOK_CLEAR ? book.levels.bids : book.levels.asks).quantityOf(11_020)).toBe(9);
      change(clearing, 5510, 0);
      expect(levels()).toEqual([0, 0]);
    }
  });
});
