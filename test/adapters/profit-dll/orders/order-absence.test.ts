import { describe, expect, it } from 'vitest';
import { ABSENT_AFTER_US, type WholeRead } from '../../../../src/adapters/profit-dll/orders/absences.ts';
import { type BridgeBench, NOW_US, newBench, orderRequest, said, settle, vendorOrder, WDO } from './bridge-bench.ts';

const SECOND_US = 1_000_000;
const EARLIER: WholeRead = { run: '1', startedUs: NOW_US - 60 * SECOND_US, loadedUs: NOW_US - 50 * SECOND_US };

async function lost(bench: BridgeBench, id: string): Promise<void> {
  const request = orderRequest(id);
  bench.account.add(request);
  bench.bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
  await bench.sends.at(-1)!.answer({ kind: 'lost', reason: 'deadline' });
}

/** A new login that has loaded the history after a second. */
function login(bench: BridgeBench, run: string): WholeRead {
  bench.bridge.processStarted(run);
  const startedUs = bench.time.nowUs;
  bench.time.nowUs += SECOND_US;
  return { run, startedUs, loadedUs: bench.time.nowUs };
}

function readAfter(bench: BridgeBench, seconds: number, read: WholeRead | undefined): void {
  bench.time.nowUs += seconds * SECOND_US;
  bench.bridge.onRead([], read);
}

describe('an order that the vendor does not show', () => {
  it('is unknown as long as the vendor has not said that the history is loaded, however long that takes', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    for (let times = 0; times < 20; times++) readAfter(bench, 60, undefined);
    expect(said(bench)).toEqual(['submit a unknown']);
    expect(bench.notes).toEqual([]);
  });

  it('halts entries once after 30 s of a whole history, and stays unknown in that login', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    readAfter(bench, 29, EARLIER);
    expect(bench.notes).toEqual([]);
    for (let times = 0; times < 5; times++) readAfter(bench, 30, EARLIER);
    expect(bench.notes).toMatchObject([{ code: 'missing', halts: true, clientOrderId: 'a' }]);
    expect(said(bench)).toEqual(['submit a unknown']);
    expect(bench.bridge.whyLogin(EARLIER)).toContain('order a');
  });

  it('never reached the broker only when two logins that began after it say so, each after 30 s', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    readAfter(bench, 31, EARLIER);
    const second = login(bench, '2');
    readAfter(bench, 29, second);
    expect(bench.bridge.whyLogin(second)).toBeUndefined();
    readAfter(bench, 1, second);
    expect(bench.bridge.whyLogin(second)).toContain('order a');
    for (let times = 0; times < 5; times++) readAfter(bench, 30, second);
    expect(bench.account.order('a')!.status).toBe('pendingNew');
    const third = login(bench, '3');
    readAfter(bench, 30, third);
    expect(said(bench)).toEqual(['submit a unknown', 'a rejected']);
    expect(bench.answers.at(-1)).toMatchObject({ reason: 'never reached the broker' });
    expect(bench.bridge.whyLogin(third)).toBeUndefined();
  });

  it('that shows up late is taken up, and its proofs count for nothing', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    readAfter(bench, 31, EARLIER);
    const second = login(bench, '2');
    readAfter(bench, 31, second);
    bench.tell({ localOrderId: 3n, clOrderId: 'C', status: 0 });
    const third = login(bench, '3');
    bench.bridge.onRead([vendorOrder({ localOrderId: 4n, clOrderId: 'C', status: 0 })], third);
    expect(said(bench).at(-1)).toBe('a working');
    expect(bench.bridge.whyLogin(third)).toBeUndefined();
  });

  it('is not missing in a reading that is held back while a call is on its way', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    const second = login(bench, '2');
    bench.bridge.take({ kind: 'submit', seq: 2, request: orderRequest('b', { price: 5449 }), bracket: undefined }, WDO);
    bench.time.nowUs += 31 * SECOND_US;
    const shown = vendorOrder({ localOrderId: 3n, clOrderId: 'C', status: 0 });
    bench.bridge.onRead([shown], second);
    expect(bench.notes).toEqual([]);
    await bench.sends[1]!.answer({ kind: 'answered', value: { localOrderId: 4n, messageId: 4n, version: 2 } });
    expect(said(bench).at(-1)).toBe('a working');
  });

  it('old failure: trading blocked by an order nobody knows; an equal one may go once it is not on its way any more', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    readAfter(bench, ABSENT_AFTER_US / SECOND_US, EARLIER);
    const request = orderRequest('b');
    bench.account.add(request);
    bench.bridge.take({ kind: 'submit', seq: 2, request, bracket: undefined }, WDO);
    expect(bench.sends).toHaveLength(2);
    await bench.sends[1]!.answer({ kind: 'answered', value: { localOrderId: 5n, messageId: 5n, version: 2 } });
    bench.tell({ localOrderId: 5n, clOrderId: 'C5', status: 0 });
    // the first shows up after all: both are known
    bench.tell({ localOrderId: 4n, clOrderId: 'C4', traded: 2, status: 2 });
    expect(said(bench)).toEqual(['submit a unknown', 'submit b accepted', 'b working', 'fill a 2@5450.5', 'a filled']);
  });

  it('and that had a name is unknown again, and a person hears of it', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('a'));
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
    for (let times = 0; times < 3; times++) readAfter(bench, 20, EARLIER);
    expect(bench.notes).toMatchObject([{ code: 'missing', halts: true }]);
    expect(said(bench).at(-1)).toBe('a unknown');
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 4 });
    expect(said(bench).at(-1)).toBe('a cancelled');
  });
});

describe('two orders of the vendor that fit one of ours', () => {
  const both = (bench: BridgeBench): void => {
    bench.tell({ localOrderId: 4n, clOrderId: 'C4', status: 0 });
    for (let times = 0; times < 2; times++) bench.tell({ localOrderId: 5n, clOrderId: 'C5', status: 0 });
  };

  it('are both cancelled where the account is ours alone', async () => {
    const bench = newBench(undefined, { isExclusive: () => true });
    await lost(bench, 'a');
    both(bench);
    expect(bench.notes).toMatchObject([
      { code: 'adopted' },
      { code: 'severalCandidates', halts: false, clientOrderId: 'a' },
    ]);
    expect(bench.cancels.map(({ request }) => request.order.clOrderId)).toEqual(['C4', 'C5']);
    expect(bench.foreign.map(({ clOrderId }) => clOrderId)).toEqual(['C5', 'C5']);
    await settle();
  });

  it('halt where others trade on the account, and nothing is cancelled', async () => {
    const bench = newBench();
    await lost(bench, 'a');
    both(bench);
    expect(bench.notes.at(-1)).toMatchObject({ code: 'severalCandidates', halts: true });
    expect(bench.notes).toHaveLength(2);
    expect(bench.cancels).toEqual([]);
  });

  it('are none where one was there before ours was sent', async () => {
    const bench = newBench(undefined, { isExclusive: () => true });
    bench.tell({ localOrderId: 5n, clOrderId: 'C5', status: 0 });
    bench.time.nowUs += SECOND_US;
    await lost(bench, 'a');
    both(bench);
    expect(bench.notes.map(({ code }) => code)).toEqual(['adopted']);
    expect(bench.cancels).toEqual([]);
  });
});
