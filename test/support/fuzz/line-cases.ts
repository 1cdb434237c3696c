// Every format of text lines with what it is fuzzed with.

import { B3_HISTORY_CASES } from './cases/b3-history-cases.ts';
import { B3_TRADES_CASES } from './cases/b3-trades-case.ts';
import { BINANCE_CASE } from './cases/binance-case.ts';
import { CSV_CASES } from './cases/csv-cases.ts';
import { LOBSTER_CASE } from './cases/lobster-case.ts';
import { MBO_CASES } from './cases/mbo-case.ts';
import { MINUTE_LAST_CASE } from './cases/minute-last-case.ts';
import { MT5_BARS_CASES } from './cases/mt5-bars-case.ts';
import { MT5_TICKS_CASES } from './cases/mt5-ticks-case.ts';
import { PROFIT_CANDLES_CASES } from './cases/profit-candles-case.ts';
import { TAPE_CASES } from './cases/tape-case.ts';
import type { LineCase } from './line-case.ts';

export const LINE_CASES: readonly LineCase[] = [
  ...MT5_TICKS_CASES,
  ...MT5_BARS_CASES,
  ...PROFIT_CANDLES_CASES,
  ...TAPE_CASES,
  ...B3_TRADES_CASES,
  ...B3_HISTORY_CASES,
  MINUTE_LAST_CASE,
  LOBSTER_CASE,
  ...MBO_CASES,
  BINANCE_CASE,
  ...CSV_CASES,
];
