// Takes the tapes of a day as they stand at one moment; gives their trades as events in the order of time, in pieces.

import { LocalClock, MS_PER_DAY, NO_UTC } from '../../adapters/profit-dll/decode/local-clock.ts';
import { tradeFlagsOf } from '../../adapters/profit-dll/decode/trade-kind.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import type { PriceGrid } from '../../core/market/instrument.ts';
import { isOnGrid, priceAt, tickAt } from '../../core/market/price-grid.ts';
import type { TradeColumns } from './vendor/trade-columns.ts';

/** The columns of a tape that a trade event is made of. */
export type TapeRows = Pick<
  TradeColumns,
  'length' | 'number' | 'localMs' | 'price' | 'quantity' | 'buyAgent' | 'sellAgent' | 'tradeType'
>;

export interface JoinedTape {
  /** In the stream. */
  readonly instrumentId: number;
  readonly grid: PriceGrid;
  readonly rows: TapeRows;
}

interface Lane extends JoinedTape {
  next: number;
}

/** A tape grows and is merged with history while a stream is still reading: each join reads its own copy of the columns. */
export function frozenRows(rows: TapeRows): TapeRows {
  const { length } = rows;
  return {
    length,
    number: rows.number.slice(0, length),
    localMs: rows.localMs.slice(0, length),
    price: rows.price.slice(0, length),
    quantity: rows.quantity.slice(0, length),
    buyAgent: rows.buyAgent.slice(0, length),
    sellAgent: rows.sellAgent.slice(0, length),
    tradeType: rows.tradeType.slice(0, length),
  };
}

/** Local days since 1970-01-01 of a row. */
export function dayOfRow(rows: TapeRows, row: number): number {
  return Math.floor(rows.localMs[row]! / MS_PER_DAY);
}

export class DayJoin {
  /** Trades that are no events, as where they are decoded live: without a time or off the price grid. */
  left = 0;
  private readonly lanes: readonly Lane[];
  private readonly receivedUs: number;
  private readonly clock = new LocalClock();

  /** `receivedUs`: what is told of the past is received at one moment, that of the join. */
  constructor(tapes: readonly JoinedTape[], receivedUs: number) {
    this.lanes = tapes.map((tape) => ({ ...tape, next: 0 }));
    this.receivedUs = receivedUs;
  }

  /** Appends up to `most` trades; false when there are no more. Those of one instrument keep the order of their numbers. */
  write(target: EventBatch, most: number): boolean {
    for (let count = 0; count < most; count++) {
      const lane = this.earliest();
      if (lane === undefined) return false;
      this.push(lane, lane.next, target);
      lane.next += 1;
    }
    return this.earliest() !== undefined;
  }

  private earliest(): Lane | undefined {
    let best: Lane | undefined;
    for (const lane of this.lanes) {
      if (lane.next >= lane.rows.length) continue;
      if (best === undefined || lane.rows.localMs[lane.next]! < best.rows.localMs[best.next]!) best = lane;
    }
    return best;
  }

  private push({ rows, grid, instrumentId }: Lane, row: number, target: EventBatch): void {
    const timeUs = this.clock.utcUs(rows.localMs[row]!);
    const price = rows.price[row]!;
    if (timeUs === NO_UTC || !isOnGrid(grid, price)) {
      this.left += 1;
      return;
    }
    const index = target.pushTrade(
      instrumentId,
      timeUs,
      priceAt(grid, tickAt(grid, price)),
      rows.quantity[row]!,
      tradeFlagsOf(rows.tradeType[row]!),
      rows.number[row]!,
      rows.buyAgent[row]!,
      rows.sellAgent[row]!,
    );
    target.stamp(index, 0, this.receivedUs);
  }
}
