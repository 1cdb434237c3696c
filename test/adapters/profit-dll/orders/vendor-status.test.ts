import { describe, expect, it } from 'vitest';
import { messageOutcome, statusName, statusOf } from '../../../../src/adapters/profit-dll/orders/vendor-status.ts';
import { isFinal } from '../../../../src/core/account/order-transitions.ts';

/** Those that the vendor's manual names. */
const NAMED = [...Array.from({ length: 19 }, (_, k) => k), ...Array.from({ length: 8 }, (_, k) => 200 + k)];
/** What of them ends an order, by their names; done for day ends a day's order as well. */
const ENDS = [2, 3, 4, 8, 12, 15, 17, 18, 204, 205];

describe('the statuses of the vendor', () => {
  it('have each a meaning where the manual names them, and are unknown where it does not', () => {
    for (let status = 0; status < 256; status++) {
      const isNamed = NAMED.includes(status);
      expect([status, statusName(status) !== `status ${status}`]).toEqual([status, isNamed]);
      if (!isNamed) expect([status, statusOf(status)]).toEqual([status, 'unknown']);
      expect([status, isFinal(statusOf(status))]).toEqual([status, ENDS.includes(status)]);
    }
  });

  it('results of messages leave open what nobody knows', () => {
    const refused = Array.from({ length: 256 }, (_, code) => code).filter((code) => messageOutcome(code) === 'refused');
    expect(refused).toEqual([3, 5, 7, 9, 11, 12, 24]);
    expect([1, 13, 50, 63, 80, 200, 255].map(messageOutcome)).toEqual(new Array(7).fill('unknown'));
    expect([0, 2, 4, 6, 8, 17].map(messageOutcome)).toEqual(new Array(6).fill('onItsWay'));
    expect(messageOutcome(10)).toBe('accepted');
  });
});
