// The loop of a run whose journal fails while nobody calls it: the run ends with what went wrong.
import { describe, expect, it } from 'vitest';
import type { FallibleJournal } from '../../src/adapters/journal/fallible-journal.ts';
import { NullJournal } from '../../src/adapters/journal/null-journal.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import type { EventCursor, Exchange } from '../../src/core/engine/exchange.ts';
import { drive } from '../../src/runner/drive.ts';

/** Has nothing to give, and goes on so many turns. */
class Silence implements Exchange {
  turns = 0;
  private readonly turnsMax: number;

  constructor(turnsMax: number) {
    this.turnsMax = turnsMax;
  }

  advance(_cursor: EventCursor): boolean {
    return false;
  }

  more(): Promise<boolean> {
    this.turns += 1;
    return Promise.resolve(this.turns < this.turnsMax);
  }

  submit(): void {}
  wake(): void {}
  deliver(): undefined {}
}

describe('a run', () => {
  it('ends when its exchange does', async () => {
    const exchange = new Silence(3);
    const engine = { effects: [] } as unknown as Engine;
    await drive({ engine, exchange, journal: new NullJournal(), predictors: new Map() });
    expect(exchange.turns).toBe(3);
  });

  it('ends with what its journal failed at, also where nothing happens', async () => {
    const exchange = new Silence(1000);
    const failure = new Error('disk is full');
    const journal: FallibleJournal = Object.defineProperty(new NullJournal(), 'failure', {
      get: () => (exchange.turns < 5 ? undefined : failure),
    });
    const engine = { effects: [] } as unknown as Engine;
    await expect(drive({ engine, exchange, journal, predictors: new Map() })).rejects.toBe(failure);
    expect(exchange.turns).toBe(5);
  });
});
