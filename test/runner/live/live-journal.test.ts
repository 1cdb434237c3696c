// A disk that is full: it is named once, entries are held back, and what protects goes out all the same.
import { describe, expect, it } from 'vitest';
import type { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import type { OrderRequest } from '../../../src/core/account/order.ts';
import type { Exchange } from '../../../src/core/engine/exchange.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import type { PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { HeldEntries, LiveJournal } from '../../../src/runner/live/live-journal.ts';

function fullDisk(): { readonly journal: LiveJournal; readonly told: string[]; readonly disk: { isFull: boolean } } {
  const disk = { isFull: false };
  const told: string[] = [];
  const write = (): void => {
    if (disk.isFull) throw new Error('no space left on device');
  };
  const kept = {
    event: write,
    decision: write,
    commands: write,
    alert: write,
    tradingState: write,
    flush: write,
    close: write,
  };
  const journal = new LiveJournal(kept as unknown as RunJournal, {
    broken: (reason) => told.push(reason),
    committed: () => {},
  });
  return { journal, told, disk };
}

const none = { price: undefined, stopPrice: undefined, bracketId: undefined };
function submit(role: 'entry' | 'stop' | 'exit'): OrderCommand {
  const request = {
    ...{
      clientOrderId: role,
      strategyId: 's',
      instrumentId: 0,
      side: 'buy',
      type: 'market',
      role,
      quantity: 1,
      ...none,
    },
  } as OrderRequest;
  return { kind: 'submit', seq: 1, request, bracket: undefined };
}

describe('a journal that can be written no more', () => {
  it('is named once and ends nothing', () => {
    const { journal, told, disk } = fullDisk();
    journal.commands([submit('entry')]);
    expect(journal.broken).toBeUndefined();
    disk.isFull = true;
    journal.commands([submit('entry')]);
    journal.flush();
    journal.close();
    expect(told).toEqual(['no space left on device']);
    expect(journal.eventsSha256).toBeUndefined();
  });

  it('holds entries back and answers them, and lets stops, exits and cancels out', () => {
    const { journal, disk } = fullDisk();
    const sent: string[] = [];
    const answers: PayloadEvent[] = [];
    const inner = {
      submit: (command: OrderCommand) => sent.push(command.kind === 'submit' ? command.request.role : command.kind),
    };
    const exchange = new HeldEntries(inner as unknown as Exchange, journal, (event) => answers.push(event));
    const all = [
      submit('entry'),
      submit('stop'),
      submit('exit'),
      { kind: 'cancel', seq: 1, clientOrderId: 'x', reason: 'r' },
    ] as const;
    for (const command of all) exchange.submit(command);
    expect(sent).toEqual(['entry', 'stop', 'exit', 'cancel']);
    disk.isFull = true;
    journal.commands(all);
    for (const command of all) exchange.submit(command);
    expect(sent.slice(4)).toEqual(['stop', 'exit', 'cancel']);
    expect(answers).toMatchObject([{ kind: 'commandResult', clientOrderId: 'entry', outcome: 'refused' }]);
  });
});
