// A candle in; its numbers and flags, packed into arrays of many candles, and the candle read back or compared with them, out.

import type { Candle, MutableCandle } from './candle.ts';

/** Numbers of a candle; its flags stand beside them in a byte. */
export const CANDLE_NUMBERS = 13;

const HAS_TRADES = 1;
const HAS_FLOW = 2;
const FIRST = 4;
/** Bits of the byte that a candle uses; the others are the caller's. */
export const CANDLE_FLAGS = HAS_TRADES | HAS_FLOW | FIRST;

export function flagsOfCandle({ hasTrades, hasFlow, firstOfSession }: Candle): number {
  return (hasTrades ? HAS_TRADES : 0) | (hasFlow ? HAS_FLOW : 0) | (firstOfSession ? FIRST : 0);
}

/** From place `n` on. */
export function writeCandleNumbers(numbers: Float64Array, n: number, candle: Candle): void {
  numbers[n] = candle.openTimeUs;
  numbers[n + 1] = candle.closeTimeUs;
  numbers[n + 2] = candle.open;
  numbers[n + 3] = candle.high;
  numbers[n + 4] = candle.low;
  numbers[n + 5] = candle.close;
  numbers[n + 6] = candle.volume;
  numbers[n + 7] = candle.buyVolume;
  numbers[n + 8] = candle.sellVolume;
  numbers[n + 9] = candle.rlpVolume;
  numbers[n + 10] = candle.trades;
  numbers[n + 11] = candle.buyTrades;
  numbers[n + 12] = candle.sellTrades;
}

export function readCandleNumbers(numbers: Float64Array, n: number, flags: number, candle: MutableCandle): void {
  candle.openTimeUs = numbers[n]!;
  candle.closeTimeUs = numbers[n + 1]!;
  candle.open = numbers[n + 2]!;
  candle.high = numbers[n + 3]!;
  candle.low = numbers[n + 4]!;
  candle.close = numbers[n + 5]!;
  candle.volume = numbers[n + 6]!;
  candle.buyVolume = numbers[n + 7]!;
  candle.sellVolume = numbers[n + 8]!;
  candle.rlpVolume = numbers[n + 9]!;
  candle.trades = numbers[n + 10]!;
  candle.buyTrades = numbers[n + 11]!;
  candle.sellTrades = numbers[n + 12]!;
  candle.hasTrades = (flags & HAS_TRADES) !== 0;
  candle.hasFlow = (flags & HAS_FLOW) !== 0;
  candle.firstOfSession = (flags & FIRST) !== 0;
}

/** Whether the numbers from place `n` on are those of the candle. */
export function hasCandleNumbers(numbers: Float64Array, n: number, candle: Candle): boolean {
  return (
    numbers[n] === candle.openTimeUs &&
    numbers[n + 1] === candle.closeTimeUs &&
    numbers[n + 2] === candle.open &&
    numbers[n + 3] === candle.high &&
    numbers[n + 4] === candle.low &&
    numbers[n + 5] === candle.close &&
    numbers[n + 6] === candle.volume &&
    numbers[n + 7] === candle.buyVolume &&
    numbers[n + 8] === candle.sellVolume &&
    numbers[n + 9] === candle.rlpVolume &&
    numbers[n + 10] === candle.trades &&
    numbers[n + 11] === candle.buyTrades &&
    numbers[n + 12] === candle.sellTrades
  );
}
