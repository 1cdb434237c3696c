// The guard of an account and the port in; what a person asks for out: its open orders, what is held, and who looks after it.

import type { HostInstrument } from '../host-instruments.ts';
import type { OrderPort } from '../order-port.ts';
import type { AccountGuard, GuardNote } from './account-guard.ts';
import type { KillLatch } from './guard-file.ts';
import type { GuardLane } from './guard-lane.ts';

/** How far what is said of an account can be relied on. */
export interface BrokerWord {
  readonly isConnected: boolean;
  /** The broker has told its orders since it was connected; otherwise what is said of them is old, or unknown. */
  readonly isCurrent: boolean;
  /** When it was last known from the broker, microseconds UTC; null where this host has never been told. */
  readonly asOfUs: number | null;
  /** Milliseconds since then. */
  readonly ageMs: number | null;
}

export function brokerWord(guard: AccountGuard, isConnected: boolean, isCurrent: boolean, nowUs: number): BrokerWord {
  if (isCurrent) guard.knownUs = nowUs;
  const asOfUs = guard.knownUs ?? null;
  return { isConnected, isCurrent, asOfUs, ageMs: asOfUs === null ? null : Math.max(0, nowUs - asOfUs) / 1000 };
}

/** The answer to the request `orders`. */
export interface AccountOrders {
  readonly account: string;
  readonly broker: BrokerWord;
  readonly orders: readonly {
    readonly clientOrderId: string;
    readonly strategyId: string;
    readonly by: 'trader' | 'guardian';
    readonly role: string;
    readonly side: string;
    readonly type: string;
    readonly status: string;
    readonly quantity: number;
    readonly filledQuantity: number;
    readonly price: number | undefined;
    readonly stopPrice: number | undefined;
    readonly ticker: string;
  }[];
  /**
   * By our fills, and by the broker's word of the whole account where it has given one. Also what is flat by our fills and not at the
   * broker, on an account of ours alone.
   */
  readonly positions: readonly {
    readonly strategyId: string;
    readonly ticker: string;
    readonly net: number;
    readonly accountNet: number | undefined;
    /** Contracts of `net` that others have closed at the broker, without sign; absent where none. */
    readonly othersClosed?: number | undefined;
    /** Why it is being closed by the guardian. */
    readonly closing: string | undefined;
  }[];
  /** The broker has told the positions since the last order; also where it is not asked. */
  readonly isNetSettled?: boolean;
  /** `watch`: a trader is there. `alone`: it is silent or gone. `close`: out of everything. `off`: nobody asked for it. */
  readonly guardian: 'watch' | 'alone' | 'close' | 'off';
  readonly killed: KillLatch | undefined;
  /** The whole account was killed, and it is not sure yet that nothing of anybody is left. */
  readonly isSweeping: boolean;
  /** What the guardian did last, oldest first. */
  readonly notes: readonly GuardNote[];
}

const NOBODY_SAYS = { settled: 0 } as const;

/** On an account of ours alone nothing is to be left where nothing of ours is. */
function hasLeft(account: string, { instrumentId }: GuardLane, port: OrderPort): boolean {
  const settled = port.accountNet?.(account, instrumentId)?.settled;
  return settled !== undefined && settled !== 0;
}

export function accountOrders(
  account: string,
  guard: AccountGuard,
  port: OrderPort,
  instruments: readonly HostInstrument[],
  nowUs: number,
  broker: BrokerWord,
): AccountOrders {
  const tickerOf = (id: number): string => instruments[id]?.ticker ?? `instrument ${id}`;
  return {
    account,
    broker,
    orders: port.openOrders(account).map(({ request, by, status, filledQuantity }) => {
      const { clientOrderId, strategyId, role, side, type, quantity, price, stopPrice, instrumentId } = request;
      const what = { clientOrderId, strategyId, by, role, side, type, status };
      return { ...what, quantity, filledQuantity, price, stopPrice, ticker: tickerOf(instrumentId) };
    }),
    positions: [...guard.book.lanes]
      .filter((lane) => !lane.isQuiet || lane.net !== 0 || hasLeft(account, lane, port))
      .map(({ strategyId, instrumentId, net, closing, othersClosed }) => {
        const accountNet = port.positionOf(account, instrumentId);
        const word = { strategyId, ticker: tickerOf(instrumentId), net, accountNet, closing: closing?.reason };
        return othersClosed === 0 ? word : { ...word, othersClosed };
      }),
    isNetSettled: [...guard.book.lanes].every(
      ({ instrumentId }) => (port.accountNet?.(account, instrumentId) ?? NOBODY_SAYS).settled !== undefined,
    ),
    guardian: guard.mode(nowUs) ?? 'off',
    killed: guard.latch,
    isSweeping: guard.sweep !== undefined,
    notes: guard.notes,
  };
}
