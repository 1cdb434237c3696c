// Texts of candle intervals: which are understood, and which are refused.
import { describe, expect, it } from 'vitest';
import { parseCandleInterval } from '../../../src/core/candles/candle-interval.ts';

describe('a candle interval', () => {
  it('is a time, a volume or a number of trades', () => {
    expect(parseCandleInterval('1s')).toEqual({ kind: 'time', us: 1_000_000 });
    expect(parseCandleInterval('5m')).toEqual({ kind: 'time', us: 300_000_000 });
    expect(parseCandleInterval('12h')).toEqual({ kind: 'time', us: 43_200_000_000 });
    expect(parseCandleInterval('500v')).toEqual({ kind: 'volume', contracts: 500 });
    expect(parseCandleInterval('200t')).toEqual({ kind: 'trades', trades: 200 });
  });

  it('is never longer than half a day', () => {
    for (const text of ['13h', '721m', '43201s', '999999999h']) expect(parseCandleInterval(text)).toBeUndefined();
    expect(parseCandleInterval('720m')).toEqual(parseCandleInterval('12h'));
  });

  it('is nothing else', () => {
    for (const text of ['', 'm', '0m', '01m', '-1m', '1.5m', '1 m', '1M', '1d', '1m ', 'm1', '1e3t', '1234567890t']) {
      expect(parseCandleInterval(text)).toBeUndefined();
    }
  });
});
