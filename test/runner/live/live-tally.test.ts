// Alerts of a session in; those that are kept for whoever asks, the critical ones longest, out.
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../src/core/account/order.ts';
import { LiveTally } from '../../../src/runner/live/live-tally.ts';

describe('the last alerts of a session', () => {
  it('keep the critical one when a hundred warnings come behind it, in the order in which they came', () => {
    const tally = new LiveTally();
    tally.onAlert(1_000_000, 'critical', 'stopLate', 'the stop is late');
    for (let k = 0; k < 100; k++) tally.onAlert(1_000_000, 'warning', 'slowDisk', `${k}`);
    expect(tally.alerts[0]).toEqual({
      ...{ timeUtc: '1970-01-01T00:00:01.000Z', severity: 'critical', code: 'stopLate', text: 'the stop is late' },
    });
    const others = tally.alerts.slice(1).map(({ text }) => Number(text));
    expect(others.at(-1)).toBe(99);
    expect(others).toEqual([...others].sort((a, b) => a - b));
  });
});

it('the target of the last entry of a strategy is known by the plan of its bracket', () => {
  const tally = new LiveTally();
  const request: OrderRequest = {
    ...{ clientOrderId: '1-1-1', strategyId: 'eager', instrumentId: 0, side: 'buy', type: 'limit', role: 'entry' },
    ...{ quantity: 1, price: 5500, stopPrice: undefined, bracketId: '1-1-1' },
  };
  const bracket = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };
  tally.onCommand({ kind: 'submit', seq: 1, request, bracket });
  tally.onCommand({ kind: 'submit', seq: 2, request: { ...request, role: 'stop' }, bracket: undefined });
  expect(tally.targetPriceOf('eager', 0)).toBe(5510);
  expect(tally.targetPriceOf('another', 0)).toBeUndefined();
  expect(tally.counts.commands).toBe(2);
});
