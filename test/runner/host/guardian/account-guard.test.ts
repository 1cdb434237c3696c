// The guard of one account told by hand: orders and answers in, at times of the test's choice; what it does about them out.
import { describe, expect, it } from 'vitest';
import type { Fill, OrderRequest, OrderRole, OrderStatus, OrderUpdate } from '../../../../src/core/account/order.ts';
import { instrumentOf } from '../../../../src/core/market/instrument-table.ts';
import { AccountGuard, type StepView } from '../../../../src/runner/host/guardian/account-guard.ts';
import type { GuardAction, GuardQuote } from '../../../../src/runner/host/guardian/guard-view.ts';
import type { HostOrder } from '../../../../src/runner/host/order-port.ts';
import type { GuardWish } from '../../../../src/runner/host/stream-messages.ts';

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;
const PLAN = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };
const WISH: GuardWish = { stopDeadlineMs: 500, silentMs: 2000, accountUse: 'exclusive' };
const CALM: GuardQuote = { isOpen: true, last: 5500, bid: 5499.5, ask: 5500.5 };

function order(clientOrderId: string, role: OrderRole, quantity = 1): OrderRequest {
  const side = role === 'entry' ? 'buy' : 'sell';
  const isStop = role === 'stop';
  return {
    ...{ clientOrderId, strategyId: 's', instrumentId: 0, role, quantity, side, bracketId: 'e' },
    type: isStop ? 'stopLimit' : 'market',
    price: isStop ? PLAN.stopLimitPrice : undefined,
    stopPrice: isStop ? PLAN.stopPrice : undefined,
  };
}

const fill = (clientOrderId: string, fillId: string, quantity = 1): Fill => ({
  ...{ kind: 'fill', clientOrderId, fillId, quantity, strategyId: 's', instrumentId: 0, side: 'buy' },
  ...{ price: 5500, costsE4: 0, exchangeTimeUs: 0, aggressor: true },
});
const update = (clientOrderId: string, status: OrderStatus, filledQuantity = 0): OrderUpdate => ({
  ...{ kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason: undefined },
});
const changeResult = (clientOrderId: string, outcome: 'accepted' | 'refused') =>
  ({ kind: 'commandResult', command: 'change', clientOrderId, outcome, reason: 'x' }) as const;

interface Stage {
  readonly guard: AccountGuard;
  /** The last time that was looked at, microseconds. */
  nowUs: number;
  readonly placed: string[];
  readonly alerts: string[];
  /** To a time, each 50 ms; `refuses`: the broker refuses what the guardian sends. */
  run(toUs: number, more?: Partial<StepView> & { quote?: GuardQuote; refuses?: boolean; isAlive?: boolean }): void;
}

function stageOf(guard = new AccountGuard()): Stage {
  let ids = 0;
  const stage: Stage = {
    guard,
    nowUs: 0,
    placed: [],
    alerts: [],
    run(toUs, { quote = CALM, refuses = false, isAlive = false, ...view } = {}) {
      const take = (action: GuardAction): void => {
        if (action.kind === 'alert') stage.alerts.push(action.code);
        if (action.kind !== 'place') return;
        const id = `g${++ids}`;
        stage.placed.push(action.request.role);
        guard.placed({ ...action.request, clientOrderId: id }, stage.nowUs);
        if (refuses) guard.book.heard(update(id, 'rejected'));
      };
      for (; stage.nowUs <= toUs; stage.nowUs += 50_000) {
        if (isAlive) guard.alive(undefined, undefined, stage.nowUs);
        const seen = { nowUs: stage.nowUs, readySinceUs: 0, toldSeq: 1, quoteOf: () => quote };
        guard.step({ ...seen, ...view }).forEach(take);
      }
    },
  };
  return stage;
}

/** Holds one contract whose stop works. */
function held(wish: GuardWish = WISH): Stage {
  const stage = stageOf();
  const { guard } = stage;
  guard.traderCame(wish, 0);
  guard.traderBegan();
  guard.book.submitted(order('e', 'entry'), PLAN, false, 0);
  guard.book.heard(fill('e', 'q1'));
  guard.book.submitted(order('st', 'stop'), undefined, false, 0);
  guard.book.heard(update('st', 'working'));
  return stage;
}

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

describe('a stop that the venue never spoke of', () => {
  const quote = { ...CALM, grid: instrumentOf('WDOU25')! };

  it('gets another beside it after a second, which does not look like it', () => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('st2', 'stop'), undefined, false, 0);
    stage.run(SECOND - 50_000, { isAlive: true, quote });
    expect(stage.placed).toEqual([]);
    stage.run(4 * SECOND, { isAlive: true, quote });
    expect(stage.placed).toEqual(['stop']);
    expect(stage.guard.book.find('g1')?.request).toMatchObject({ price: 5485.5, stopPrice: 5495, quantity: 1 });
  });

  it('gets none where nothing tells the two apart', () => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('st2', 'stop'), undefined, false, 0);
    stage.run(4 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual([]);
  });
});

describe('an exit that the venue never spoke of', () => {
  it('gets the planned stop beside it after a second; where that is not answered either the guardian closes what is left', () => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    stage.run(SECOND - 50_000, { isAlive: true });
    expect(stage.placed).toEqual([]);
    stage.run(SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop']);
    stage.run(20 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop', 'exit']);
  });

  it.each([
    ['in an auction', { ...CALM, isOpen: false }],
    ['while the price is through the trigger', { ...CALM, last: 1 }],
  ] as const)('gets no stop beside it %s', (_name, quote) => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    stage.run(4 * SECOND, { isAlive: true, quote });
    expect(stage.placed).toEqual([]);
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
