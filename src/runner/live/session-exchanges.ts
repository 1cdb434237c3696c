// A prepared session in; the connection to the host and the exchange that the engine is plugged into, by mode, out.

import type { Exchange } from '../../core/engine/exchange.ts';
import { timeOfDayUsAt } from '../../core/market/civil-time.ts';
import { limitsOf, tighter } from '../../core/risk/risk-limits.ts';
import { startPause } from '../../core/risk/start-pause.ts';
import { HostExchange } from '../host/host-exchange.ts';
import type { GuardWish } from '../host/stream-messages.ts';
import { BreathingExchange } from './breathing-exchange.ts';
import { EpochBuilder, firstEpochOf } from './epoch-builder.ts';
import { readsBook } from './live-engine.ts';
import { HeldEntries, type LiveJournal } from './live-journal.ts';
import { PaperExchange } from './paper-exchange.ts';
import type { PreparedSession } from './prepare-session.ts';
import { ShadowExchange } from './shadow-exchange.ts';

export interface SessionExchanges {
  readonly host: HostExchange;
  readonly exchange: Exchange;
}

/** Contracts of B3's futures market at the vendor. */
const FUTURES = 'F';
const FIRST_SEQ = 1;

export function exchangesOf(
  parts: PreparedSession,
  journal: Pick<LiveJournal, 'broken'>,
  say: (text: string) => void,
): SessionExchanges {
  const { options, instruments, carriedFrom } = parts;
  const { home, plan, mode, account } = options;
  const guard = guardOf(parts);
  const epochs = epochsOf(parts);
  const carriedOrderIds = carriedFrom?.carried.orders.map(({ request }) => request.clientOrderId);
  const host = new HostExchange({
    home,
    name: `qt ${mode} ${plan.strategy.name}`,
    instruments: instruments.map(({ contract }) => ({ ticker: contract, exchange: FUTURES })),
    trades: true,
    quotes: true,
    book: readsBook(plan) ? 'depth' : 'none',
    ...(account === undefined ? {} : { account }),
    ...(account === undefined || guard === undefined ? {} : { guard }),
    ...(carriedOrderIds === undefined ? {} : { carriedOrderIds }),
    firstSeq: FIRST_SEQ,
    since: 'dayStart',
    ordersFirst: true,
    epoch: (why) => epochs.batch(why),
    say,
  });
  const held = new HeldEntries(byMode(parts, host), journal, (event) => host.inject(event));
  return { host, exchange: new BreathingExchange(held) };
}

/** Who is gone before the close cannot be out of its position by then: the guardian is in its place. */
function guardOf({ options, session }: PreparedSession): GuardWish | undefined {
  const { plan, guard, tighterLimits } = options;
  if (guard === undefined) return undefined;
  const { flattenBeforeCloseUs } = tighter(limitsOf(plan.strategy), tighterLimits ?? {});
  return { ...guard, flatByUs: Math.max(0, session.closeUs - flattenBeforeCloseUs) };
}

function byMode({ options, simulation }: PreparedSession, host: HostExchange): Exchange {
  const { mode, plan, seed = 1 } = options;
  switch (mode) {
    case 'live':
    case 'demo':
      return host;
    case 'shadow':
      return new ShadowExchange(host);
    case 'paper': {
      const { PaperVenue, instrumentOf } = plan.code;
      return new PaperExchange(
        host,
        ({ instruments, sessionDay }) =>
          new PaperVenue({
            instruments: instruments.map(({ symbol }) => instrumentOf(symbol)!),
            ...{ settings: simulation, seed, sessionDay },
          }),
        FIRST_SEQ,
      );
    }
  }
}

function epochsOf({ options, session, instruments, history, carriedFrom, host, nowUs }: PreparedSession): EpochBuilder {
  const { plan, capitalBrl, noRiskWindows } = options;
  const day = session.isoDay;
  const facts = host.view.kind === 'told' ? host.view.facts : undefined;
  return new EpochBuilder({
    ...{ plan, day, instruments, history, capitalBrl },
    noRiskWindows: noRiskWindows?.(day) ?? [],
    carried: carriedFrom?.carried,
    firstEpoch: firstEpochOf(timeOfDayUsAt(nowUs()), carriedFrom?.lastEpoch ?? 0),
    provenance: facts?.provenance ?? 'exchange',
    pause: startPause,
    nowUs,
  });
}
