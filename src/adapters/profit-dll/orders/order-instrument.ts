// The instrument of an order, as whoever brings orders to the vendor sees it.

import type { PriceGrid } from '../../../core/market/instrument.ts';
import type { AssetName } from '../feed/feed.ts';

/** Where the orders of an instrument go. */
export interface OrderInstrument {
  /** Number in the answers. */
  readonly instrumentId: number;
  readonly asset: AssetName;
  readonly grid: PriceGrid;
  /** Fees and exchange costs of one contract on one side, E4. */
  readonly contractCostsE4: number;
  /** Of the last trade that is known, in points; stands in where the vendor tells a fill without its price. */
  readonly lastPrice?: (() => number | undefined) | undefined;
}
