// What a run journalled against what a replay decides and sends: equal, different, missing, and beyond the end of a crashed run.
import { describe, expect, it } from 'vitest';
import type { RunReader } from '../../src/adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { ComparingJournal } from '../../src/runner/comparing-journal.ts';
import { cancel } from '../support/tape.ts';

function decision(index: number, price = 5500): DecisionRecord {
  const position = { quantity: 0, averagePrice: null };
  return {
    index,
    strategyId: 's',
    epoch: 1,
    seq: index * 10,
    timeUs: 1_000_000 * (index + 1),
    trigger: 'candle',
    inputs: { features: {}, regime: null, prediction: null, position, price, candleCloseUs: null },
    gates: [],
    outcome: { kind: 'hold', code: 'warmingUp', reason: 'test' },
    inputDigest: '',
  };
}

function command(index: number): OrderCommand {
  return { ...cancel(`order-${index}`), seq: index * 10 };
}

interface Journalled {
  readonly decisions: number;
  readonly commands: number;
  readonly isFinished: boolean;
}

/** A journal of so many decisions, each with a command while there are commands. */
function journalled({ decisions, commands, isFinished }: Journalled): ComparingJournal {
  const run = {
    info: { finishedAtUtc: isFinished ? '2027-03-01T12:00:00Z' : null },
    decisions: () => Array.from({ length: decisions }, (_, index) => decision(index)).values(),
    commands: () => Array.from({ length: commands }, (_, index) => command(index)).values(),
  };
  return new ComparingJournal(run as unknown as RunReader);
}

/** The replay of so many decisions, each with a command. */
function replayInto(journal: ComparingJournal, decisions: number): ComparingJournal {
  for (let index = 0; index < decisions; index++) {
    journal.decision(decision(index));
    journal.commands([command(index)]);
  }
  journal.close();
  return journal;
}

describe('a replay compared with its run', () => {
  it('is equal when each decision and command is', () => {
    const journal = replayInto(journalled({ decisions: 3, commands: 3, isFinished: true }), 3);
    expect(journal).toMatchObject({ decisions: 3, difference: undefined, beyond: 0 });
  });

  it('names the first input that differs', () => {
    const journal = journalled({ decisions: 3, commands: 0, isFinished: true });
    journal.decision(decision(0));
    journal.decision(decision(1, 5501));
    expect(journal.difference).toMatchObject({ index: 1, path: 'inputs.price', expected: 5500, actual: 5501 });
  });

  it.each([true, false])('misses what it did not decide (finished: %s)', (isFinished) => {
    const journal = replayInto(journalled({ decisions: 3, commands: 3, isFinished }), 2);
    expect(journal.difference).toMatchObject({ index: 2, path: 'missing' });
  });

  it('has too much when the run was finished before', () => {
    const journal = replayInto(journalled({ decisions: 2, commands: 2, isFinished: true }), 3);
    expect(journal.difference).toMatchObject({ index: 2, path: 'extra' });
  });

  it('claims nothing beyond the last decision that a crashed run made durable', () => {
    const journal = replayInto(journalled({ decisions: 2, commands: 2, isFinished: false }), 5);
    expect(journal).toMatchObject({ decisions: 2, difference: undefined, beyond: 3 });
  });

  it('lets the last durable decision of a crashed run have a command that is not durable', () => {
    const journal = replayInto(journalled({ decisions: 2, commands: 1, isFinished: false }), 2);
    expect(journal).toMatchObject({ decisions: 2, difference: undefined });
  });

  it('has a command too much when a crashed run went on deciding after it', () => {
    const journal = replayInto(journalled({ decisions: 3, commands: 1, isFinished: false }), 3);
    expect(journal.difference).toMatchObject({ index: 1, path: expect.stringMatching(/^(extra|commands\[1\])/) });
  });
});
