// What a run journalled against what a replay decides and sends: equal, different, missing, and beyond the end of a crashed run.
import { describe, expect, it } from 'vitest';
import type { JournalledAlert, RunReader } from '../../src/adapters/journal/run-reader.ts';
import type { OrderUpdate } from '../../src/core/account/order.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
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
  readonly isClosed?: boolean;
  readonly alerts?: readonly JournalledAlert[];
  readonly orderEvents?: readonly { readonly seq: number; readonly event: OrderUpdate }[];
  /** Of rows that are not compared, such as predictions. */
  readonly lastSeq?: number;
}

/** A journal of so many decisions, each with a command while there are commands. */
function journalled(given: Journalled): ComparingJournal {
  const { decisions, commands, isFinished, isClosed = false, alerts = [], orderEvents = [], lastSeq = -1 } = given;
  const lastAlert = alerts.at(-1)?.seq ?? -1;
  const any = Math.max(lastSeq, lastAlert, (decisions - 1) * 10, (commands - 1) * 10);
  const run = {
    info: { finishedAtUtc: isFinished ? '2027-03-01T12:00:00Z' : null },
    decisions: () => Array.from({ length: decisions }, (_, index) => decision(index)).values(),
    commands: () => Array.from({ length: commands }, (_, index) => command(index)).values(),
    alerts: () => alerts.values(),
    orderEvents: () => orderEvents.values(),
    isClosed,
    lastSeqs: { any, command: (commands - 1) * 10 },
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
    expect(journal).toMatchObject({ decisions: 3, difference: undefined, beyond: { decisions: 0 } });
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
    expect(journal).toMatchObject({ decisions: 2, difference: undefined, beyond: { decisions: 3, commands: 3 } });
  });

  it('misses the last decisions of a crashed run that were taken out from before a command', () => {
    const journal = replayInto(journalled({ decisions: 2, commands: 4, isFinished: false }), 5);
    expect(journal).toMatchObject({ decisions: 2, difference: { index: 2, path: 'extra' } });
  });

  it('misses the last decisions of a crashed run that were taken out from before a row of another kind', () => {
    const journal = replayInto(journalled({ decisions: 2, commands: 2, isFinished: false, lastSeq: 35 }), 5);
    expect(journal.difference).toMatchObject({ index: 2, path: 'extra' });
  });

  it('misses the last decisions of a run that was closed in order, though it was not finished', () => {
    const journal = replayInto(journalled({ decisions: 2, commands: 2, isFinished: false, isClosed: true }), 5);
    expect(journal.difference).toMatchObject({ index: 2, path: 'extra' });
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

describe('the alerts of a replay', () => {
  const alerts = [0, 1, 2].map((index): JournalledAlert => {
    return { seq: index * 10, timeUs: index, severity: 'warning', code: 'muted', text: `gap ${index}` };
  });
  const given = { decisions: 0, commands: 0, isFinished: true, alerts };
  const say = (journal: ComparingJournal, { seq, timeUs, severity, code, text }: JournalledAlert): void =>
    journal.alert(seq, timeUs, severity, code, text);

  it('are equal to those of the run', () => {
    const journal = journalled(given);
    for (const alert of alerts) say(journal, alert);
    journal.close();
    expect(journal.difference).toBeUndefined();
  });

  it('differ in the field that is named', () => {
    const journal = journalled(given);
    for (const alert of alerts) say(journal, alert.seq === 20 ? { ...alert, text: 'another' } : alert);
    expect(journal.difference).toMatchObject({ path: 'alerts[2].text', expected: 'gap 2', actual: 'another' });
  });

  it('miss one that the run had', () => {
    const journal = journalled(given);
    say(journal, alerts[0]!);
    say(journal, alerts[2]!);
    expect(journal.difference).toMatchObject({ path: 'alerts[1]', expected: alerts[1], actual: null });
    const short = journalled(given);
    say(short, alerts[0]!);
    short.close();
    expect(short.difference).toMatchObject({ path: 'alerts[1]', expected: alerts[1] });
  });

  it('have one too many, unless it lies beyond the journal of a crashed run', () => {
    const more: JournalledAlert = { ...alerts[2]!, seq: 50 };
    for (const isFinished of [true, false]) {
      const journal = journalled({ ...given, isFinished });
      for (const alert of [...alerts, more]) say(journal, alert);
      journal.close();
      if (isFinished) expect(journal.difference).toMatchObject({ path: 'alerts[3]', actual: more });
      else expect(journal).toMatchObject({ difference: undefined, beyond: { alerts: 1 } });
    }
  });
});

describe('the answers to orders in a replay', () => {
  const answer = (status: OrderUpdate['status']): OrderUpdate => {
    return { kind: 'orderUpdate', clientOrderId: '1-1-1e', status, filledQuantity: 0, reason: undefined };
  };
  const event = (seq: number, update: OrderUpdate): EventBatch => {
    const batch = new EventBatch(1);
    batch.stamp(batch.pushPayload(update, seq), seq, seq);
    return batch;
  };
  const orderEvents = [{ seq: 10, event: answer('working') }];
  const given = { decisions: 0, commands: 0, isFinished: true, orderEvents };

  it('must be those of the journal', () => {
    const journal = journalled(given);
    journal.event(event(10, answer('working')), 0);
    journal.close();
    expect(journal.difference).toBeUndefined();
  });

  it('are named where the journal tells another, one more or one less', () => {
    const other = journalled(given);
    other.event(event(10, answer('rejected')), 0);
    expect(other.difference).toMatchObject({
      path: 'orderEvents[0].event.status',
      expected: 'working',
      actual: 'rejected',
    });
    const more = journalled({ ...given, orderEvents: [] });
    more.event(event(10, answer('working')), 0);
    expect(more.difference?.path).toBe('orderEvents[0]');
    const less = journalled(given);
    less.close();
    expect(less.difference).toMatchObject({ path: 'orderEvents[0]', actual: null });
  });
});
