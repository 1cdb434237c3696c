// How far the result lies below its best of the session, from where that is counted, and what resets it.
import { describe, expect, it } from 'vitest';
import { Drawdown, drawdownLimitE4 } from '../../../src/core/risk/drawdown.ts';

describe('the drawdown of a session', () => {
  it('is counted from the best result, which is 0 where it was never above', () => {
    const drawdown = new Drawdown();
    expect([-5, 3, 10, 4, 12, -1].map((net) => drawdown.take('a', net, false))).toEqual([5, 0, 0, 6, 0, 13]);
  });

  it('begins anew with a session', () => {
    const drawdown = new Drawdown();
    drawdown.take('a', 100, false);
    expect(drawdown.take('b', -2, false)).toBe(2);
  });

  it('counts from where a person released its latch', () => {
    const drawdown = new Drawdown();
    drawdown.take('a', 100, false);
    expect(drawdown.take('a', 40, false)).toBe(60);
    expect(drawdown.take('a', 30, true)).toBe(70);
    expect([drawdown.take('a', 20, false), drawdown.take('a', 15, false)]).toEqual([0, 5]);
  });

  it('is limited by a share of the capital, in whole E4', () => {
    expect(drawdownLimitE4(0.03, 1_000_000_001)).toBe(30_000_000);
  });
});
