import { expect, it } from 'vitest';
import { HistoryQueue } from '../../../../src/runner/host/vendor/history-queue.ts';
import type { HistoryOutcome } from '../../../../src/runner/host/vendor/history-request.ts';
import { HISTORY_LIMITS } from '../../../../src/runner/host/vendor/history-request.ts';
import { AT, DAY_MS, historyRecord, OPEN_MS, tradesOf } from './trade-records.ts';

const WDO = { ticker: 'WDOU25', exchange: 'F' };

it('does not take its own standing still for the end of a history', async () => {
  let nowMs = 0;
  const queue = new HistoryQueue(
    {
      call: async () => ({ ok: true, value: undefined }),
      want: () => true,
      unwant: () => {},
      subscription: (asset) => ({ asset, kind: 'ticker', state: 'made', reason: undefined }),
      replaceProcess: () => {},
      nowMs: () => nowMs,
    },
    HISTORY_LIMITS,
  );
  let outcome: HistoryOutcome | undefined;
  const request = { candidates: [WDO], fromMs: DAY_MS, endMs: DAY_MS + 86_400_000 };
  queue.add({ request, progress: undefined, done: (what) => (outcome = what) });
  const pass = async (ms: number) => {
    for (const end = nowMs + ms; nowMs < end; ) {
      nowMs += 50;
      queue.tick(true);
      await Promise.resolve();
    }
  };
  const give = (number: number) =>
    queue.trade(WDO, historyRecord({ number, localMs: OPEN_MS + number, price: 5000, quantity: 1 }), AT, 0);
  await pass(100);
  queue.progressed(WDO, 100);
  // the throw-away request
  await pass(6_000);
  queue.progressed(WDO, 100);
  give(1);
  // the host stands still just before the end of the quiet time, while the last trades wait in the socket
  await pass(1_400);
  nowMs += 10_000;
  queue.tick(true);
  expect(outcome).toBeUndefined();
  give(2);
  await pass(2_000);
  if (outcome?.kind !== 'answered') expect.fail(outcome?.kind);
  expect(tradesOf(outcome.trades).map((trade) => trade.number)).toEqual([1, 2]);
});
