// The start of an epoch in; instruments, candles, account and strategies set to its beginning, with nothing carried over but positions.

import type { CarriedState, EpochStart } from '../account/account-event.ts';
import { brlToE4 } from '../account/money.ts';
import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { instrumentOf } from '../market/instrument-table.ts';
import type { AccountEvents } from './account-events.ts';
import { candleFeedsOf } from './candle-feed.ts';
import { type EngineContext, lastTicksOf } from './engine-context.ts';
import { InstrumentState } from './instrument-state.ts';
import { TradedMarket } from './traded-market.ts';

export function startEpoch(context: EngineContext, accountEvents: AccountEvents, epoch: EpochStart): void {
  const newSession = epoch.sessionDay !== context.sessionDay;
  const instruments = epoch.instruments.map(({ symbol }) => knownInstrument(symbol));
  context.account.startEpoch(instruments, newSession, (symbol) => lastTicksOf(context, symbol));
  context.epoch = epoch.epoch;
  context.sessionDay = epoch.sessionDay;
  context.capitalE4 = brlToE4(epoch.capitalBrl);
  context.instruments = epoch.instruments.map((described, id) => {
    const feeds = candleFeedsOf(context.runtimes, described.requested, id);
    const bookReaders = context.runtimes.filter((runtime) => runtime.features.readsBookOf(described.requested));
    return new InstrumentState(described, instruments[id]!, epoch.sessionDay, feeds, bookReaders);
  });
  if (newSession) {
    context.state.newSession(context.settings.lossLatchEnds);
    context.told.clear();
  }
  for (const runtime of context.runtimes) {
    runtime.startEpoch(epoch, newSession);
    runtime.execution.see(new TradedMarket(context, context.instruments[runtime.tradeId]!));
  }
  for (const { strategyId, symbol, quantity } of context.account.open()) {
    if (!newSession && context.instruments.some(({ instrument }) => instrument.symbol === symbol)) continue;
    accountEvents.halt('heldOvernight', `${strategyId} still holds ${quantity} of ${symbol} from a session before`);
  }
  if (epoch.carried !== undefined) restore(context, accountEvents, epoch.carried);
}

/** A process that goes on where another of this session ended: its orders and what had stopped trading. */
function restore(context: EngineContext, accountEvents: AccountEvents, carried: CarriedState): void {
  const { account, state, runtimes } = context;
  const wrong = [...account.restore(carried.orders)];
  state.restore(carried);
  restoreLimits(context, carried);
  for (const runtime of runtimes) {
    const { name } = runtime.strategy;
    runtime.execution.restore(carried.orders.filter(({ request }) => request.strategyId === name));
  }
  // the loss of the day asked to be flat as well
  const flattening = carried.flattening ?? carried.lossLimit;
  if (flattening !== undefined) for (const { execution } of runtimes) execution.flatten(flattening);
  const names = new Set(runtimes.map(({ strategy }) => strategy.name));
  for (const { strategyId, symbol, quantity } of account.open()) {
    if (!names.has(strategyId)) wrong.push(`${strategyId}, which does not run here, holds ${quantity} of ${symbol}`);
  }
  if (wrong.length > 0) accountEvents.halt('carriedOrders', wrong.join('; '));
}

/** A restart never widens a limit: an order whose time is not known counts as sent now. */
function restoreLimits({ rate, drawdown, sessionDay, nowUs }: EngineContext, carried: CarriedState): void {
  const sentUs = (isEntry: boolean): readonly number[] =>
    carried.orders
      .filter(({ request }) => (request.role === 'entry') === isEntry)
      .map((order) => order.sentUs ?? nowUs);
  rate.restore(sentUs(true), sentUs(false));
  drawdown.restore(sessionDay, carried.bestNetE4 ?? 0, carried.drawdown !== undefined);
}

function knownInstrument(symbol: string): Instrument {
  const instrument = instrumentOf(symbol);
  assert(instrument !== undefined, `unknown instrument ${symbol}`);
  return instrument;
}
