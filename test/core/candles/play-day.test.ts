// A day played: candles, trades and books in one order, each trade while its own candle is open.
import { describe, expect, it } from 'vitest';
import type { CandleInterval } from '../../../src/core/candles/candle-interval.ts';
import { playDay } from '../../../src/core/candles/play-day.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, TradeCondition } from '../../../src/core/market/event-record.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { dealFlags } from '../../support/naive-candles.ts';
import { at } from '../../support/tape.ts';

const MINUTE: CandleInterval = { kind: 'time', us: 60_000_000 };
const cross = dealFlags({ aggressor: 0, condition: TradeCondition.cross });

/** Seconds after the open and the price; what is told, in order: `t` trades by price, `c` candles with their volume, `b` books with their time. */
function told(trades: readonly (readonly [seconds: number, price: number, flags?: number])[], interval = MINUTE) {
  const market = new EventBatch();
  for (const [seconds, price, flags = 0] of trades) market.pushTrade(0, at(seconds), price, 1, flags, 0, 0, 0);
  return play(market, interval);
}

function play(market: EventBatch, interval: CandleInterval): string[] {
  const heard: string[] = [];
  const instrument = rootInstrument('WDO');
  playDay(
    { market, instrumentId: 0, instrument, interval, openUs: at(0) },
    {
      onCandle: ({ openTimeUs, volume }) => heard.push(`c${(openTimeUs - at(0)) / 1e6}:${volume}`),
      onTrade: ({ price }) => heard.push(`t${price}`),
      onBook: ({ timeUs }) => heard.push(`b${(timeUs - at(0)) / 1e6}`),
    },
  );
  return heard;
}

describe('a day that is played', () => {
  it('tells a trade on the boundary after the candle before it has closed', () => {
    expect(
      told([
        [1, 10],
        [60, 11],
        [60, 12],
        [61, 13],
        [120, 14],
      ]),
    ).toEqual(['t10', 'c0:1', 't11', 't12', 't13', 'c60:3', 't14', 'c120:1']);
  });

  it('tells the last trades, though nothing comes after them', () => {
    expect(
      told([
        [60, 10],
        [120, 11],
      ]),
    ).toEqual(['t10', 'c60:1', 't11', 'c120:1']);
  });

  it('goes on over intervals without a trade', () => {
    expect(
      told([
        [1, 10],
        [240, 11],
        [300, 12],
      ]),
    ).toEqual(['t10', 'c0:1', 't11', 'c240:1', 't12', 'c300:1']);
  });

  it('tells nobody of trades that came after their candle', () => {
    expect(
      told([
        [1, 10],
        [70, 11],
        [59, 12],
        [71, 13],
      ]),
    ).toEqual(['t10', 'c0:1', 't11', 't13', 'c60:2']);
  });

  it('tells prints outside of the market once their candle has a price, and not at all where it has none', () => {
    expect(
      told([
        [1, 90, cross],
        [2, 10],
        [3, 91, cross],
        [61, 92, cross],
        [120, 93, cross],
        [121, 11],
      ]),
    ).toEqual(['t90', 't10', 't91', 'c0:3', 't93', 't11', 'c120:2']);
  });

  it('closes a candle by count with the trade that fills it', () => {
    expect(
      told(
        [
          [1, 10],
          [1, 11],
          [2, 12],
        ],
        { kind: 'trades', trades: 2 },
      ),
    ).toEqual(['t10', 't11', 'c1:2', 't12']);
  });

  it('tells a book on the boundary before the candle closes: the engine knows it by then', () => {
    const market = new EventBatch();
    const quote = (seconds: number, bid: number) =>
      market.pushQuote(0, at(seconds), QUOTE_HAS_BID | QUOTE_HAS_ASK, bid, bid + 1, 1, 1);
    market.pushTrade(0, at(1), 10, 1, 0, 0, 0, 0);
    quote(60, 20);
    quote(60.5, 21);
    expect(play(market, MINUTE)).toEqual(['t10', 'b60', 'c0:1', 'b60.5']);
  });
});
