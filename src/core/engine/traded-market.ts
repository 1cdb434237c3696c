// The traded instrument of an epoch in; phase, last price and touch in ticks out, for execution, with nothing told of the past.

import type { MarketView } from '../execution/market-view.ts';
import { Phase } from '../market/event-record.ts';
import { isOnGrid, tickAt } from '../market/price-grid.ts';
import type { EngineContext } from './engine-context.ts';
import type { InstrumentState } from './instrument-state.ts';

export class TradedMarket implements MarketView {
  private readonly context: EngineContext;
  private readonly state: InstrumentState;

  constructor(context: EngineContext, state: InstrumentState) {
    this.context = context;
    this.state = state;
  }

  get isOpen(): boolean {
    return this.state.phase === Phase.open;
  }

  get lastTicks(): number | undefined {
    return this.isPast ? undefined : this.state.lastTicks;
  }

  get bidTicks(): number | undefined {
    const { hasBid, bid } = this.state;
    return hasBid ? this.touch(bid) : undefined;
  }

  get askTicks(): number | undefined {
    const { hasAsk, ask } = this.state;
    return hasAsk ? this.touch(ask) : undefined;
  }

  /** Limits hold for the whole day, the part of it that is being told again too. */
  get lowLimitTicks(): number | undefined {
    return this.state.lowLimitTicks;
  }

  get highLimitTicks(): number | undefined {
    return this.state.highLimitTicks;
  }

  /** A quote off the grid is not one that an order can meet. */
  private touch(price: number): number | undefined {
    const { instrument } = this.state;
    return this.isPast || !isOnGrid(instrument, price) ? undefined : tickAt(instrument, price);
  }

  /** While the day is rebuilt a price is one of the past: it triggers nothing. The venue's stops protect meanwhile. */
  private get isPast(): boolean {
    return this.context.mutes.has('backfill');
  }
}
