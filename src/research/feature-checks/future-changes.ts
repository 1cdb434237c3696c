// Events and a candle in; the same events with another future after that candle out.

import type { Candle } from '../../core/candles/candle.ts';
import type { FeatureEvent } from './feature-events.ts';

export type FutureChange = 'cut' | 'scrambled' | 'missing';
export const FUTURE_CHANGES: readonly FutureChange[] = ['cut', 'scrambled', 'missing'];

/** Share of the later events that is left where they are missing. */
const LEFT = 0.4;
/** Prices of another future lie within this share of the real ones. */
const SPREAD = 0.2;

/** Of the later events so many are told: what looks ahead, looks at the first of them too. */
const FUTURE_EVENTS = 64;

/** Everything before `from` is untouched; of the rest at most `most` events are told. `random` gives numbers in 0..1. */
export function withFuture(
  events: readonly FeatureEvent[],
  from: number,
  change: FutureChange,
  random: () => number,
  most = FUTURE_EVENTS,
): readonly FeatureEvent[] {
  const past = events.slice(0, from);
  if (change === 'cut') return past;
  const future = events.slice(from, from + most);
  if (change === 'missing') return [...past, ...future.filter(() => random() < LEFT)];
  return [...past, ...future.map((event) => scrambled(event, random))];
}

function scrambled(event: FeatureEvent, random: () => number): FeatureEvent {
  const factor = 1 + (random() - 0.5) * SPREAD;
  const volume = 1 + Math.floor(random() * 5000);
  switch (event.kind) {
    case 'candle':
      return { ...event, candle: otherCandle(event.candle, factor, volume, random) };
    case 'trade':
      return { ...event, trade: { ...event.trade, price: event.trade.price * factor, quantity: volume } };
    case 'book': {
      const { book } = event;
      const shift = Math.round(random() * 40);
      const other = (levels: typeof book.bids) => levels.map(([ticks]) => [ticks + shift, volume] as const);
      return { ...event, book: { ...book, bids: other(book.bids), asks: other(book.asks) } };
    }
  }
}

function otherCandle(candle: Candle, factor: number, volume: number, random: () => number): Candle {
  const [open, close] = [candle.open * factor, candle.close * factor * (1 + (random() - 0.5) / 50)];
  const buyVolume = Math.floor(volume * random());
  const trades = 1 + Math.floor(volume / 3);
  const buyTrades = Math.floor(trades * random());
  return {
    ...candle,
    ...{
      open,
      close,
      high: Math.max(open, close) * (1 + random() / 50),
      low: Math.min(open, close) * (1 - random() / 50),
    },
    ...{ volume, trades, buyVolume, sellVolume: volume - buyVolume, buyTrades, sellTrades: trades - buyTrades },
  };
}
