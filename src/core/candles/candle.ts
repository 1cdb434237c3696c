// A candle with its microstructure: what the builder hands to features, regime and journal when an interval is closed.

/**
 * All numbers are of one interval of one contract, prices unadjusted. The builder reuses one object: who keeps a candle copies it.
 * A field whose `has…` flag is false holds no information.
 */
export interface Candle {
  /** Start of the interval (time candles) or first trade (volume and tick candles), microseconds UTC. */
  readonly openTimeUs: number;
  /** End of the interval, exclusive. */
  readonly closeTimeUs: number;
  /** Points; prints outside of the market (crosses, exercises) are no prices. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Contracts, of all trades; an interval without a price makes no candle, and its prints count nowhere. */
  readonly volume: number;
  /** Number of trades, where the source tells (`hasTrades`). */
  readonly trades: number;
  readonly hasTrades: boolean;
  /** Contracts and trades by the aggressor's side. Auction, cross, RLP and unknown trades count in volume only. */
  readonly buyVolume: number;
  readonly sellVolume: number;
  readonly buyTrades: number;
  readonly sellTrades: number;
  /** Contracts traded in RLP. */
  readonly rlpVolume: number;
  /** The source tells sides; also true where no trade could have one (RLP, auction, cross), and the sides are 0. */
  readonly hasFlow: boolean;
  /** First candle of a trading session: what lies between it and the one before is not a move of one interval. */
  readonly firstOfSession: boolean;
}

/** The writable form, for builders and tests. */
export type MutableCandle = { -readonly [K in keyof Candle]: Candle[K] };

export function emptyCandle(): MutableCandle {
  return {
    openTimeUs: 0,
    closeTimeUs: 0,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0,
    trades: 0,
    hasTrades: false,
    buyVolume: 0,
    sellVolume: 0,
    buyTrades: 0,
    sellTrades: 0,
    rlpVolume: 0,
    hasFlow: false,
    firstOfSession: false,
  };
}

/** (buy − sell) / (buy + sell) in −1..1; undefined where no trade has a side. */
export function imbalance(candle: Candle): number | undefined {
  const sided = candle.buyVolume + candle.sellVolume;
  return candle.hasFlow && sided > 0 ? (candle.buyVolume - candle.sellVolume) / sided : undefined;
}

/** Writes every field of one candle into another. */
export function copyCandle(from: Candle, to: MutableCandle): void {
  to.openTimeUs = from.openTimeUs;
  to.closeTimeUs = from.closeTimeUs;
  to.open = from.open;
  to.high = from.high;
  to.low = from.low;
  to.close = from.close;
  to.volume = from.volume;
  to.trades = from.trades;
  to.hasTrades = from.hasTrades;
  to.buyVolume = from.buyVolume;
  to.sellVolume = from.sellVolume;
  to.buyTrades = from.buyTrades;
  to.sellTrades = from.sellTrades;
  to.rlpVolume = from.rlpVolume;
  to.hasFlow = from.hasFlow;
  to.firstOfSession = from.firstOfSession;
}
