// Entry orders in any minute, and when the next is free; the rate of all messages, told and never held back.
import { describe, expect, it } from 'vitest';
import { MESSAGES_PER_MINUTE_ALARM, OrderRate } from '../../../src/core/risk/order-rate.ts';

const S = 1_000_000;

describe('the rate of orders', () => {
  it('counts the entries of the last minute and no other command', () => {
    const rate = new OrderRate();
    for (const at of [0, 10, 20]) rate.note(true, at * S);
    for (const at of [21, 22]) rate.note(false, at * S);
    expect([
      rate.entriesAt(30 * S),
      rate.entriesAt(60 * S - 1),
      rate.entriesAt(60 * S),
      rate.entriesAt(80 * S),
    ]).toEqual([3, 3, 2, 0]);
  });

  it('is free again when the oldest of too many is a minute old', () => {
    const rate = new OrderRate();
    for (const at of [0, 10, 20]) rate.note(true, at * S);
    expect(rate.freeAtUs(4, 30 * S)).toBe(30 * S);
    expect(rate.freeAtUs(3, 30 * S)).toBe(60 * S);
    expect(rate.freeAtUs(2, 30 * S)).toBe(70 * S);
    expect(rate.freeAtUs(1, 30 * S)).toBe(80 * S);
  });

  it('is never free under a limit that is no number', () => {
    for (const limit of [Number.NaN, 0, -1]) expect(new OrderRate().freeAtUs(limit, 0)).toBeNaN();
  });

  it('tells of too many messages once a minute', () => {
    const rate = new OrderRate();
    const told: number[] = [];
    for (let n = 1; n <= 2 * MESSAGES_PER_MINUTE_ALARM; n++) if (rate.note(false, n * 1000)) told.push(n);
    expect(told).toEqual([MESSAGES_PER_MINUTE_ALARM]);
    expect(rate.note(false, 60 * S)).toBe(false);
    expect(rate.note(false, told[0]! * 1000 + 60 * S - 1)).toBe(false);
  });
});
