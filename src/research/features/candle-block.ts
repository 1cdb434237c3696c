// Sessions of candles in; the same numbers as columns in shared memory, so that several threads can read them, out.

import type { Candle, MutableCandle } from '../../core/candles/candle.ts';
import {
  CANDLE_NUMBERS,
  flagsOfCandle,
  readCandleNumbers,
  writeCandleNumbers,
} from '../../core/candles/candle-numbers.ts';
import type { SessionContext } from '../../core/features/session-context.ts';

/** Candles of one session, after those that its state starts from. */
export interface BlockSession {
  /** For the session's candles. */
  readonly session: SessionContext;
  /** For the candles before: what earlier sessions say of this one is not known in them. */
  readonly warmupSession: SessionContext;
  /** First candle of the warm-up, first of the session, and the one after the last, in the block. */
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Can be sent to another thread. */
export interface CandleBlock {
  readonly numbers: Float64Array;
  readonly flags: Uint8Array;
  readonly sessions: readonly BlockSession[];
  /** Candles of the sessions themselves, warm-up not counted. */
  readonly rows: number;
}

export interface CandleSessionInput {
  readonly session: SessionContext;
  readonly candles: readonly Candle[];
  readonly before: readonly Candle[];
}

export function candleBlock(inputs: readonly CandleSessionInput[]): CandleBlock {
  const count = inputs.reduce((sum, { candles, before }) => sum + candles.length + before.length, 0);
  const numbers = new Float64Array(new SharedArrayBuffer(count * CANDLE_NUMBERS * Float64Array.BYTES_PER_ELEMENT));
  const flags = new Uint8Array(new SharedArrayBuffer(count));
  let at = 0;
  let rows = 0;
  const sessions = inputs.map(({ session, candles, before }): BlockSession => {
    const from = at;
    for (const candle of before) writeCandle(numbers, flags, at++, candle);
    const start = at;
    for (const candle of candles) writeCandle(numbers, flags, at++, candle);
    rows += candles.length;
    const { facts: _unknown, ...warmupSession } = session;
    return { session, warmupSession, from, start, end: at };
  });
  return { numbers, flags, sessions, rows };
}

function writeCandle(numbers: Float64Array, flags: Uint8Array, at: number, candle: Candle): void {
  writeCandleNumbers(numbers, at * CANDLE_NUMBERS, candle);
  flags[at] = flagsOfCandle(candle);
}

/** Writes candle `at` of the block into `candle`. */
export function readCandle({ numbers, flags }: CandleBlock, at: number, candle: MutableCandle): void {
  readCandleNumbers(numbers, at * CANDLE_NUMBERS, flags[at]!, candle);
}
