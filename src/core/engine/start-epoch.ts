// The start of an epoch in; instruments, candles, account and strategies set to its beginning, with nothing carried over but positions.

import type { EpochStart } from '../account/account-event.ts';
import { brlToE4 } from '../account/money.ts';
import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { instrumentOf } from '../market/instrument-table.ts';
import type { AccountEvents } from './account-events.ts';
import { candleFeedsOf } from './candle-feed.ts';
import { type EngineContext, lastTicksOf } from './engine-context.ts';
import { InstrumentState } from './instrument-state.ts';

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
    context.state.newSession();
    context.told.clear();
  }
  for (const runtime of context.runtimes) runtime.startEpoch(epoch, newSession);
  for (const { strategyId, symbol, quantity } of context.account.open()) {
    if (!newSession && context.instruments.some(({ instrument }) => instrument.symbol === symbol)) continue;
    accountEvents.halt('heldOvernight', `${strategyId} still holds ${quantity} of ${symbol} from a session before`);
  }
}

function knownInstrument(symbol: string): Instrument {
  const instrument = instrumentOf(symbol);
  assert(instrument !== undefined, `unknown instrument ${symbol}`);
  return instrument;
}
