import { describe, expect, it } from 'vitest';
import type { PositionReport, ReconciliationReport } from '../../../src/core/account/account-event.ts';
import type { PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { silentLog } from '../../../src/runner/host/host-log.ts';
import { noOrders } from '../../../src/runner/host/order-port.ts';
import { TraderDesk } from '../../../src/runner/host/trader-desk.ts';

describe('the desk of traders', () => {
  it('keeps a difference that nobody was there to hear of, and tells it once to whoever comes next', () => {
    const desk = new TraderDesk({ ...noOrders, accounts: ['1:A'] }, silentLog);
    const report: ReconciliationReport = {
      kind: 'reconciliationReport',
      agreed: false,
      differences: ['order a: 3 of 2'],
    };
    const position: PositionReport = { kind: 'positionReport', instrumentId: 0, quantity: 1 };
    desk.answer('1:A', report, 5);
    desk.answer('1:A', position, 6);
    const told: [PayloadEvent, number][] = [];
    const trader = {
      peer: { facts: { name: 'test' } },
      answer: (event: PayloadEvent, receivedUs: number) => void told.push([event, receivedUs]),
    };
    expect(desk.claim('1:A', trader)).toBeUndefined();
    desk.resume('1:A');
    desk.resume('1:A');
    expect(told).toEqual([[report, 5]]);
  });

  it('tells no position to a trader that was not told of its orders yet: what these have filled would be missing in its books', () => {
    const desk = new TraderDesk({ ...noOrders, accounts: ['1:A'] }, silentLog);
    const told: PayloadEvent[] = [];
    const traderOf = (name: string) => ({
      peer: { facts: { name } },
      answer: (event: PayloadEvent) => void told.push(event),
    });
    const position: PositionReport = { kind: 'positionReport', instrumentId: 0, quantity: 1 };
    const first = traderOf('first');
    desk.claim('1:A', first);
    desk.answer('1:A', position, 1);
    expect(told).toEqual([]);
    desk.resume('1:A');
    // a further stream of the same trader takes nothing away
    desk.claim('1:A', first);
    desk.answer('1:A', position, 2);
    expect(told).toEqual([position]);
    desk.release('1:A', first);
    desk.claim('1:A', traderOf('second'));
    desk.answer('1:A', position, 3);
    expect(told).toEqual([position]);
  });
});
