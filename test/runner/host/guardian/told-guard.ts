import type { Fill, OrderRequest, OrderRole, OrderStatus, OrderUpdate } from '../../../../src/core/account/order.ts';
import { AccountGuard, type StepView } from '../../../../src/runner/host/guardian/account-guard.ts';
import type { GuardAction, GuardQuote } from '../../../../src/runner/host/guardian/guard-view.ts';
import type { GuardWish } from '../../../../src/runner/host/stream-messages.ts';

export const SECOND = 1_000_000;
export const HOUR = 3600 * SECOND;
export const PLAN = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };
export const WISH: GuardWish = { stopDeadlineMs: 500, silentMs: 2000, accountUse: 'exclusive' };
export const CALM: GuardQuote = { isOpen: true, last: 5500, bid: 5499.5, ask: 5500.5 };

export function order(clientOrderId: string, role: OrderRole, quantity = 1): OrderRequest {
  const side = role === 'entry' ? 'buy' : 'sell';
  const isStop = role === 'stop';
  return {
    ...{ clientOrderId, strategyId: 's', instrumentId: 0, role, quantity, side, bracketId: 'e' },
    type: isStop ? 'stopLimit' : 'market',
    price: isStop ? PLAN.stopLimitPrice : undefined,
    stopPrice: isStop ? PLAN.stopPrice : undefined,
  };
}

export const fill = (clientOrderId: string, fillId: string, quantity = 1): Fill => ({
  ...{ kind: 'fill', clientOrderId, fillId, quantity, strategyId: 's', instrumentId: 0, side: 'buy' },
  ...{ price: 5500, costsE4: 0, exchangeTimeUs: 0, aggressor: true },
});
export const update = (clientOrderId: string, status: OrderStatus, filledQuantity = 0): OrderUpdate => ({
  ...{ kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason: undefined },
});
export const changeResult = (clientOrderId: string, outcome: 'accepted' | 'refused') =>
  ({ kind: 'commandResult', command: 'change', clientOrderId, outcome, reason: 'x' }) as const;

export interface Stage {
  readonly guard: AccountGuard;
  /** The last time that was looked at, microseconds. */
  nowUs: number;
  readonly placed: string[];
  readonly alerts: string[];
  /** To a time, each 50 ms; `refuses`: the broker refuses what the guardian sends. */
  run(toUs: number, more?: Partial<StepView> & { quote?: GuardQuote; refuses?: boolean; isAlive?: boolean }): void;
}

export function stageOf(guard = new AccountGuard()): Stage {
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
export function held(wish: GuardWish = WISH): Stage {
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
