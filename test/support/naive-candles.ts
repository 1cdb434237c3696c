// Takes trades in order of time; gives the candles that grouping them by interval makes, the slow and obvious way.
import { type Candle, emptyCandle } from '../../src/core/candles/candle.ts';
import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  CONDITION_SHIFT,
  isPriceOfMarket,
  TradeCondition,
} from '../../src/core/market/event-record.ts';

export interface Deal {
  readonly timeUs: number;
  readonly price: number;
  readonly quantity: number;
  /** As in the trade record: 0 unknown, 1 buyer, 2 seller. */
  readonly aggressor: number;
  readonly condition: number;
}

export function dealFlags({ aggressor, condition }: Pick<Deal, 'aggressor' | 'condition'>): number {
  return aggressor | (condition << CONDITION_SHIFT);
}

function sum(deals: readonly Deal[]): number {
  return deals.reduce((total, { quantity }) => total + quantity, 0);
}

export function naiveCandles(deals: readonly Deal[], openUs: number, intervalUs: number): readonly Candle[] {
  const groups = new Map<number, Deal[]>();
  for (const deal of deals) {
    const interval = Math.floor((deal.timeUs - openUs) / intervalUs);
    groups.set(interval, [...(groups.get(interval) ?? []), deal]);
  }
  const withPrice = [...groups].filter(([, group]) => group.some(({ condition }) => isPriceOfMarket(condition)));
  return withPrice.map(([interval, group], index) => {
    const prices = group.filter(({ condition }) => isPriceOfMarket(condition)).map(({ price }) => price);
    const regular = group.filter(({ condition }) => condition === TradeCondition.regular);
    const buys = regular.filter(({ aggressor }) => aggressor === AGGRESSOR_BUYER);
    const sells = regular.filter(({ aggressor }) => aggressor === AGGRESSOR_SELLER);
    return {
      ...emptyCandle(),
      openTimeUs: openUs + interval * intervalUs,
      closeTimeUs: openUs + (interval + 1) * intervalUs,
      open: prices[0]!,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1)!,
      volume: sum(group),
      trades: group.length,
      hasTrades: true,
      buyVolume: sum(buys),
      sellVolume: sum(sells),
      buyTrades: buys.length,
      sellTrades: sells.length,
      rlpVolume: sum(group.filter(({ condition }) => condition === TradeCondition.rlp)),
      hasFlow: buys.length + sells.length > 0 || regular.length === 0,
      firstOfSession: index === 0,
    };
  });
}
