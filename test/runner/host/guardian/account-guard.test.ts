// The guard of one account told by hand: the close, the market that is shut, traders that come and go, stops that are refused.
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../../src/core/account/order.ts';
import type { HostOrder } from '../../../../src/runner/host/order-port.ts';

import {
  CALM,
  changeResult,
  fill,
  HOUR,
  held,
  order,
  PLAN,
  SECOND,
  type Stage,
  stageOf,
  update,
  WISH,
} from './told-guard.ts';

describe('a trader that is gone before the close', () => {
  const flatByUs = HOUR;

  it('is out at market when nothing may be held any more, and not before', () => {
    const stage = held({ ...WISH, flatByUs });
    stage.guard.traderGone();
    stage.run(flatByUs - SECOND);
    expect(stage.placed).toEqual([]);
    stage.guard.book.heard(update('st', 'working'));
    stage.run(flatByUs);
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.run(flatByUs + SECOND);
    expect([stage.placed, stage.alerts]).toEqual([['exit'], ['outAtMarket']]);
  });

  it('is not taken for gone while it speaks: it closes by itself', () => {
    const stage = held({ ...WISH, flatByUs });
    stage.run(SECOND, { isAlive: true });
    stage.nowUs = flatByUs - SECOND;
    stage.run(flatByUs + SECOND, { isAlive: true });
    expect(stage.placed).toEqual([]);
  });

  it.each([
    ['closed', { ...CALM, isOpen: false, isClosed: true }, 0],
    ['not open', { ...CALM, isOpen: false }, 260],
    ['not told', CALM, 260],
  ] as const)('sends little into a market that is %s, and calls a person once', (_name, quote, most) => {
    const stage = held();
    stage.guard.traderGone();
    stage.guard.book.heard(update('st', 'expired'));
    stage.run(4 * HOUR, { quote, refuses: true });
    expect(stage.placed.length).toBeLessThanOrEqual(most);
    const calls = stage.alerts.filter((code) => code !== 'outAtMarket');
    expect(calls).toHaveLength(1);
  });

  it('is seen to at once when trading goes on', () => {
    const stage = held();
    stage.guard.traderGone();
    stage.guard.book.heard(update('st', 'expired'));
    stage.run(HOUR, { quote: { ...CALM, isOpen: false }, refuses: true });
    const before = stage.placed.length;
    stage.run(HOUR + 2 * SECOND);
    expect(stage.placed.slice(before)).toEqual(['stop']);
  });
});

describe('a book that touches the trigger', () => {
  const touched = { ...CALM, last: 5496, bid: 5494.5, ask: 5495 };

  it('triggers nothing when it comes back without a trade, with the trader there and without', () => {
    for (const isAlive of [true, false]) {
      const stage = held();
      if (!isAlive) stage.guard.traderGone();
      stage.run(SECOND, { isAlive });
      stage.run(SECOND + 200_000, { isAlive, quote: touched });
      stage.run(20 * SECOND, { isAlive });
      expect(stage.alerts).toEqual([]);
    }
  });

  it('and stays there is a stop that does not fill', () => {
    const stage = held();
    stage.run(4 * SECOND, { isAlive: true, quote: touched });
    expect(stage.alerts).toEqual(['outAtMarket']);
  });

  it('with a trade is remembered, also where the price comes back', () => {
    const stage = held();
    stage.guard.traderGone();
    stage.run(0, { quote: { ...CALM, last: 5495 } });
    stage.run(SECOND);
    expect(stage.alerts).toEqual(['outAtMarket']);
  });
});

describe('a change that was handed over and then refused', () => {
  function grown(): Stage {
    const stage = held();
    const { book } = stage.guard;
    book.submitted(order('e2', 'entry'), PLAN, false, 0);
    book.heard(fill('e2', 'q2'));
    book.changed({ kind: 'change', seq: 1, clientOrderId: 'st', quantity: 2, price: 5485, stopPrice: 5495 });
    book.heard(changeResult('st', 'accepted'));
    return stage;
  }

  it('leaves the order as it was: the guardian covers what it does not', () => {
    const stage = grown();
    stage.guard.book.heard(update('st', 'working'));
    stage.guard.book.heard(changeResult('st', 'refused'));
    expect(stage.guard.book.find('st')!.quantity).toBe(1);
    stage.run(2 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop']);
  });

  it('was made all the same where more has filled than it had', () => {
    const stage = grown();
    stage.guard.book.heard(update('st', 'partiallyFilled', 2));
    stage.guard.book.heard(changeResult('st', 'refused'));
    expect(stage.guard.book.find('st')!.quantity).toBe(2);
  });
});

describe('a host that was started anew', () => {
  const kept = (request: OrderRequest, more: Partial<HostOrder>): HostOrder => ({
    ...{ request, plan: undefined, by: 'trader', status: 'working', filledQuantity: 0, fills: [], sentUs: -HOUR },
    ...more,
  });
  const entry = kept(order('e', 'entry'), {
    plan: PLAN,
    status: 'filled',
    filledQuantity: 1,
    fills: [fill('e', 'q1')],
  });

  function anew(...orders: readonly HostOrder[]): Stage {
    const stage = stageOf();
    for (const each of orders) stage.guard.book.restored(each);
    stage.guard.traderCame(WISH, 0);
    stage.guard.traderBegan();
    return stage;
  }

  it('lets nothing through for what its guardian has closed before the trader can know of it', () => {
    const done = { by: 'guardian', status: 'filled', filledQuantity: 1, fills: [fill('g1', 'q')] } as const;
    const { guard } = anew(entry, kept(order('g1', 'stop'), done));
    const exit = { kind: 'submit', seq: 100, request: order('x', 'exit'), bracket: undefined } as const;
    expect(guard.refusalOf(exit, 0, undefined, 0)).toContain('g1');
    expect(guard.refusalOf(exit, 0, 200, 0)).toContain('g1');
    expect(guard.refusalOf({ ...exit, seq: 201 }, 0, 200, 0)).toBeUndefined();
  });

  it('does not judge a stop that the broker had no chance to speak of', () => {
    const stop = kept(order('st', 'stop'), { status: 'unknown' });
    const stage = anew(entry, stop);
    stage.run(25 * SECOND, { isAlive: true, readSinceUs: 60 * SECOND });
    expect(stage.placed).toEqual([]);
    stage.run(34 * SECOND, { isAlive: true, readSinceUs: 25 * SECOND });
    expect(stage.placed).toEqual(['exit']);
  });
});

describe('a clock that is set forward', () => {
  it('makes no stop old and no trader silent', () => {
    const stage = held();
    const { guard } = stage;
    guard.book.submitted(order('e2', 'entry'), PLAN, false, 0);
    guard.book.heard(fill('e2', 'q2'));
    guard.book.submitted(order('s2', 'stop'), undefined, false, 0);
    stage.run(100_000, { isAlive: true });
    stage.nowUs += 6 * SECOND;
    guard.skip(6 * SECOND, stage.nowUs);
    expect(guard.isThere(stage.nowUs)).toBe(true);
    stage.run(stage.nowUs);
    expect([stage.placed, stage.alerts]).toEqual([[], []]);
  });
});
