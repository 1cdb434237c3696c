// Every format that can be imported, by its name on the command line.

import { b3NegFormat } from '../formats/b3-neg.ts';
import { b3OrdersFormat } from '../formats/b3-orders.ts';
import { b3TradesFormat } from '../formats/b3-trades.ts';
import { binanceBookFormat } from '../formats/binance-book.ts';
import { csvFormat } from '../formats/csv.ts';
import { lobsterFormat } from '../formats/lobster.ts';
import { mboFormat } from '../formats/mbo.ts';
import { minuteLastFormat } from '../formats/minute-last.ts';
import { mt5BarsFormat } from '../formats/mt5-bars.ts';
import { mt5TicksFormat } from '../formats/mt5-ticks.ts';
import { nelogicaTicksFormat } from '../formats/nelogica-ticks.ts';
import { parquetFormat } from '../formats/parquet.ts';
import { profitCandlesFormat } from '../formats/profit-candles.ts';
import { profitTradesFormat } from '../formats/profit-trades.ts';
import type { ImportFormat } from './import-format.ts';

export const FORMATS: readonly ImportFormat[] = [
  mt5TicksFormat,
  mt5BarsFormat,
  profitCandlesFormat,
  profitTradesFormat,
  nelogicaTicksFormat,
  mboFormat,
  lobsterFormat,
  binanceBookFormat,
  b3TradesFormat,
  b3NegFormat,
  b3OrdersFormat,
  minuteLastFormat,
  csvFormat,
  parquetFormat,
];

/** The names, as the command line has them. */
export const IMPORT_FORMATS: readonly string[] = FORMATS.map(({ id }) => id);

export function formatOf(id: string): ImportFormat | undefined {
  return FORMATS.find((format) => format.id === id);
}
