// A seed and a span of days in; the synthetic market's days one by one out, each starting where the one before ended.

import { formatDay } from '../core/market/civil-day.ts';
import { resolveContract } from '../core/market/contract.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { F64_A, Kind } from '../core/market/event-record.ts';
import type { Root } from '../core/market/instrument.ts';
import { type Session, sessionOf } from '../core/market/session.ts';
import { nextTradingDay, tradingDayOnOrAfter } from '../core/market/trading-calendar.ts';
import { syntheticDay } from '../simulation/synthetic-market.ts';

export interface SyntheticSpan {
  readonly root: Root;
  readonly seed: number;
  /** First day; the next trading day when it is none. */
  readonly from: string;
  readonly days: number;
  /** Factor on what there is to find; see syntheticDay. */
  readonly edge?: number | undefined;
}

export interface SyntheticSession {
  readonly day: string;
  readonly contract: string;
  readonly session: Session;
  readonly market: EventBatch;
}

/** Fair price of the first opening, points. */
const START_PRICE: Readonly<Record<Root, number>> = { WDO: 5500, DOL: 5500, WIN: 130_000, IND: 130_000 };

export function* syntheticDays(span: SyntheticSpan): Generator<SyntheticSession> {
  const { root, seed, edge } = span;
  let startPrice = START_PRICE[root];
  let number = tradingDayOnOrAfter(span.from);
  for (let made = 0; made < span.days; made++) {
    const day = formatDay(number);
    const session = sessionOf(root, number)!;
    const contract = resolveContract(root, number)!.symbol;
    const strength = edge === undefined ? {} : { edge };
    const market = syntheticDay({ seed, root, contract, isoDay: day, session, startPrice, ...strength });
    yield { day, contract, session, market };
    startPrice = lastTrade(market) ?? startPrice;
    number = nextTradingDay(number);
  }
}

function lastTrade(market: EventBatch): number | undefined {
  for (let index = market.length - 1; index >= 0; index--) {
    if (market.kindAt(index) === Kind.trade) return market.f64[market.f64At(index) + F64_A]!;
  }
  return undefined;
}

export function isRoot(text: string): text is Root {
  return text === 'WDO' || text === 'DOL' || text === 'WIN' || text === 'IND';
}
