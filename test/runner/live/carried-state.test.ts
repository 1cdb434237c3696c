// What a run leaves behind: its orders as the next process must know them, its latches, and its event log made whole again.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repairEventLog } from '../../../src/adapters/journal/repair-log.ts';
import { createRunFolder, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import type { CommandResult, OperatorCommand, OrderAdopted } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderUpdate } from '../../../src/core/account/order.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { readCarried, writeCarried } from '../../../src/runner/live/carried-file.ts';
import { findCarried, type SessionName } from '../../../src/runner/live/find-carried.ts';
import { liveEngine } from '../../../src/runner/live/live-engine.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { runInfoAtStart } from '../../../src/runner/run-record.ts';
import { holds, testStrategy } from '../../support/test-strategy.ts';

const DAY = '2025-08-05';
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qt-carried-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const name = (): SessionName => ({ home, mode: 'demo', strategy: 'tested', account: '1:A', day: DAY });

async function newRun(second: number, continues: string | null = null): Promise<string> {
  const plan = await planRun({ code: codeFromSource(testStrategy(holds)) });
  const startedAtUtc = `2025-08-05T14:00:0${second}.000Z`;
  const { settings } = liveEngine(plan, 'WDOU25', {});
  const info = runInfoAtStart({
    ...{ mode: 'demo', plan, strategyFile: null, release: null, simulation: null, engine: settings, capitalBrl: 1000 },
    ...{ provenance: 'exchange', startedAtUtc },
    session: { day: DAY, account: '1:A', continues, isProtectOnly: false },
  });
  const folder = createRunFolder(home, { startedAtUtc, mode: 'demo', strategy: 'tested', suffix: `00000${second}` });
  writeRunInfo(folder, info);
  return folder;
}

function request(clientOrderId: string, role: OrderRequest['role'], quantity = 2): OrderRequest {
  const none = { price: undefined, stopPrice: undefined, bracketId: '7-5-1e' };
  const side = role === 'entry' ? 'buy' : 'sell';
  return { clientOrderId, strategyId: 'tested', instrumentId: 0, side, type: 'market', role, quantity, ...none };
}

const plan = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };
const submit = (seq: number, id: string, role: OrderRequest['role']): OrderCommand => ({
  ...{ kind: 'submit', seq, request: request(id, role), bracket: role === 'entry' ? plan : undefined },
});
const update = (clientOrderId: string, status: OrderUpdate['status'], filledQuantity = 0): OrderUpdate => ({
  ...{ kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason: undefined },
});
const fill = (clientOrderId: string, fillId: string, quantity = 1): Fill => ({
  ...{ kind: 'fill', fillId, clientOrderId, strategyId: 'tested', instrumentId: 0, side: 'buy', quantity },
  ...{ price: 5500, costsE4: 100, exchangeTimeUs: 1, aggressor: true },
});

function journalled(folder: string, steps: readonly (OrderCommand | PayloadEvent)[], close = true): RunJournal {
  const journal = new RunJournal(folder, { mode: 'durable', events: {} });
  const batch = new EventBatch(4);
  steps.forEach((step, seq) => {
    if (step.kind === 'submit' || step.kind === 'cancel' || step.kind === 'change') {
      journal.commands([step as OrderCommand]);
      return;
    }
    batch.clear();
    batch.stamp(batch.pushPayload(step as PayloadEvent, seq), seq, seq);
    journal.event(batch, 0);
  });
  journal.flush();
  if (close) journal.close();
  return journal;
}

describe('what a run leaves to the next', () => {
  it('has every order in the order of sending, with the last word about it and each fill once', async () => {
    const adopted: OrderAdopted = {
      kind: 'orderAdopted',
      request: request('g-1', 'stop'),
      by: 'guardian',
      reason: 'late',
    };
    journalled(await newRun(1), [
      submit(0, '7-5-1e', 'entry'),
      update('7-5-1e', 'working'),
      fill('7-5-1e', 'a'),
      fill('7-5-1e', 'a'),
      update('7-5-1e', 'partiallyFilled', 1),
      adopted,
      update('g-1', 'working'),
      fill('7-5-1e', 'b'),
      submit(8, '7-9-1t', 'target'),
    ]);
    const found = findCarried(name());
    expect(found?.lastEpoch).toBe(7);
    expect(found?.carried.orders.map((each) => [each.request.clientOrderId, each.status, each.fills.length])).toEqual([
      ['7-5-1e', 'filled', 2],
      ['g-1', 'working', 0],
      // journalled, and nobody knows whether it was sent
      ['7-9-1t', 'pendingNew', 0],
    ]);
    expect(found?.carried.orders[0]?.plan).toEqual(plan);
  });

  it('goes through a chain of restarts, the latches of the newest run too', async () => {
    const first = await newRun(1);
    const journal = journalled(first, [submit(0, '7-5-1e', 'entry'), fill('7-5-1e', 'a')], false);
    journal.tradingState(2, 2, { halted: undefined, paused: 'a person: lunch', lossLimit: 'lost enough' });
    journal.close();
    const second = await newRun(2);
    writeCarried(second, findCarriedBefore(second));
    journalled(second, [update('7-5-1e', 'cancelled', 1)]);
    const third = await newRun(3);
    writeCarried(third, findCarriedBefore(third));
    const found = findCarried(name());
    // a run that died before it had a journal
    expect(found?.folder).toBe(third);
    expect(found?.carried).toMatchObject({ paused: 'a person: lunch', lossLimit: 'lost enough' });
    expect(found?.carried.orders).toHaveLength(1);
    expect(found?.carried.orders[0]).toMatchObject({ status: 'cancelled', fills: [{ fillId: 'a' }] });
  });

  it('has a stop that was taken as taken, also where nobody knows of it for now', async () => {
    journalled(await newRun(1), [
      ...[submit(0, '7-5-1s', 'stop'), update('7-5-1s', 'working'), update('7-5-1s', 'unknown')],
      ...[submit(3, '7-5-2s', 'stop'), update('7-5-2s', 'unknown')],
    ]);
    expect(findCarried(name())!.carried.orders.map(({ status }) => status)).toEqual(['working', 'unknown']);
  });

  describe('has of a stop that was changed', () => {
    const terms = { quantity: 2, price: 5485, stopPrice: 5495 };
    const change: OrderCommand = { kind: 'change', seq: 2, clientOrderId: '7-5-1s', ...terms };
    const result = (outcome: CommandResult['outcome']): CommandResult => ({
      ...{ kind: 'commandResult', command: 'change', clientOrderId: '7-5-1s', outcome, reason: undefined },
    });
    const sent: OrderCommand = { kind: 'submit', seq: 0, request: request('7-5-1s', 'stop', 1), bracket: undefined };
    const works = update('7-5-1s', 'working');
    const left = async (...answers: readonly PayloadEvent[]) => {
      rmSync(home, { recursive: true });
      mkdirSync(home);
      journalled(await newRun(1), [sent, works, change, ...answers]);
      const second = await newRun(2);
      writeCarried(second, findCarriedBefore(second));
      const third = readCarried(second).orders[0]!;
      return [third.request.quantity, third.change?.terms] as const;
    };

    it('its former size while the venue has not made it, and what was asked', async () => {
      expect(await left()).toEqual([1, terms]);
      expect(await left(result('accepted'))).toEqual([1, terms]);
      expect(await left(result('unknown'))).toEqual([1, terms]);
    });

    it('the new one once it works again, or has filled more than it had', async () => {
      expect(await left(result('accepted'), works)).toEqual([2, terms]);
      expect(await left(works, result('accepted'))).toEqual([2, terms]);
      expect(await left(fill('7-5-1s', 'x', 2))).toEqual([2, terms]);
    });

    it('the former one when the venue refuses what it had accepted, in this run or in the next', async () => {
      expect(await left(result('accepted'), result('refused'))).toEqual([1, undefined]);
      expect(await left(result('accepted'), works, result('refused'))).toEqual([1, undefined]);
      await left(result('accepted'), works);
      const third = await newRun(3);
      writeCarried(third, findCarriedBefore(third));
      journalled(third, [result('refused')]);
      const [order] = findCarried(name())!.carried.orders;
      expect([order!.request.quantity, order!.change]).toEqual([1, undefined]);
    });
  });

  it('has when each order was sent, the best of the day, and a flatten until something is entered anew', async () => {
    const flatten: OperatorCommand = { kind: 'operatorCommand', command: 'flatten', by: 'ana', reason: 'home' };
    const first = await newRun(1);
    const journal = journalled(first, [update('x', 'working'), submit(1, '7-5-1e', 'entry'), flatten], false);
    const latches = { halted: undefined, paused: undefined, lossLimit: undefined };
    journal.tradingState(2, 2, { ...latches, bestNetE4: 1_500_000 });
    journal.close();
    const { carried } = findCarried(name())!;
    // the event that it followed from
    expect(carried.orders[0]?.sentUs).toBe(0);
    expect([carried.flattening, carried.bestNetE4]).toEqual(['ana: home', 1_500_000]);
    const second = await newRun(2);
    writeCarried(second, carried);
    journalled(second, [update('7-5-1e', 'cancelled')]);
    expect(findCarried(name())!.carried).toMatchObject({ flattening: 'ana: home', orders: [{ sentUs: 0 }] });
    const third = await newRun(3);
    writeCarried(third, carried);
    journalled(third, [submit(0, '8-0-1e', 'entry')]);
    expect(findCarried(name())!.carried.flattening).toBeUndefined();
  });

  it('is nothing for another account, mode or day', async () => {
    journalled(await newRun(1), [submit(0, '7-5-1e', 'entry')]);
    expect(findCarried({ ...name(), account: '1:B' })).toBeUndefined();
    expect(findCarried({ ...name(), mode: 'live' })).toBeUndefined();
    expect(findCarried({ ...name(), day: '2025-08-06' })).toBeUndefined();
  });

  it('has its event log cut back to the last whole group, and says so', async () => {
    const folder = await newRun(1);
    journalled(folder, [submit(0, '7-5-1e', 'entry'), update('7-5-1e', 'working')]);
    const file = join(folder, readdirSync(folder).find((each) => each.startsWith('events-'))!);
    const whole = statSync(file).size;
    appendFileSync(file, readFileSync(file).subarray(whole - 90, whole - 30));
    const found = findCarried(name());
    expect(found?.notices).toEqual([
      `events-0001.bin of ${folder} ended inside a group: its last 60 bytes were cut off`,
    ]);
    expect(statSync(file).size).toBe(whole);
    expect(repairEventLog(folder)).toBeUndefined();
  });
});

/** As it stood before the newest run was there. */
function findCarriedBefore(newest: string): NonNullable<ReturnType<typeof findCarried>>['carried'] {
  const aside = join(newest, '..', '..', 'aside');
  rmSync(aside, { recursive: true, force: true });
  renameSync(newest, aside);
  const found = findCarried(name())!.carried;
  renameSync(aside, newest);
  return found;
}
