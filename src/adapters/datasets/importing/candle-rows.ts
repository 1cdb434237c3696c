// Candles read line by line to the rows of their days; a candle that contradicts itself or the one above is a wrong line.

import { formatDay } from '../../../core/market/civil-day.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { CANDLE } from './day-rows.ts';
import type { ImportSession } from './import-session.ts';

/** One candle as an importer reads it; reused for every line. Prices in points, volume in contracts. */
export interface CandleRow {
  symbol: string;
  dayNumber: number;
  timeOfDayUs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** -1 unknown. */
  trades: number;
  /** BRL; 0 in files without it. */
  turnover: number;
}

export function emptyCandleRow(): CandleRow {
  const prices = { open: 0, high: 0, low: 0, close: 0 };
  return { symbol: '', dayNumber: 0, timeOfDayUs: 0, ...prices, volume: 0, trades: -1, turnover: 0 };
}

/** Where in a line the time and the high stand, for messages. */
export interface CandlePlaces {
  readonly time: { readonly column: number; readonly field: string };
  readonly high: { readonly column: number; readonly field: string };
}

interface Series {
  lastDay: number;
  lastTimeUs: number;
  lastLine: number;
  /** 1 oldest first, -1 newest first, 0 before the second candle. */
  direction: number;
}

/** Keeps, for each symbol, the candle above, so that order and repetition can be judged. */
export class CandleRows {
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private readonly places: CandlePlaces;
  private readonly series = new Map<string, Series>();

  constructor(session: ImportSession, bad: BadLines, places: CandlePlaces) {
    this.session = session;
    this.bad = bad;
    this.places = places;
  }

  /** Takes the candle, or rejects its line. Returns the row it got, -1 for none. */
  add(candle: CandleRow, line: number): number {
    const { high, low, open, close } = candle;
    if (!(high >= open && high >= close && high >= low && low <= open && low <= close)) {
      return this.reject(
        line,
        this.places.high,
        `high ${high} and low ${low} do not hold open ${open} and close ${close}`,
      );
    }
    const repeated = this.orderFault(candle, line);
    if (repeated !== undefined) return this.reject(line, this.places.time, repeated);
    const day = this.session.day(candle.symbol, candle.dayNumber);
    const row = day.candles.add();
    const columns = day.candles.columns;
    columns[CANDLE.openTime]![row] = day.midnightUs + candle.timeOfDayUs;
    columns[CANDLE.open]![row] = open;
    columns[CANDLE.high]![row] = high;
    columns[CANDLE.low]![row] = low;
    columns[CANDLE.close]![row] = close;
    columns[CANDLE.volume]![row] = candle.volume;
    columns[CANDLE.trades]![row] = candle.trades;
    columns[CANDLE.turnover]![row] = candle.turnover;
    day.sourceRows++;
    return row;
  }

  private orderFault(candle: CandleRow, line: number): string | undefined {
    const above = this.series.get(candle.symbol);
    if (above === undefined) {
      const first = { lastDay: candle.dayNumber, lastTimeUs: candle.timeOfDayUs, lastLine: line, direction: 0 };
      this.series.set(candle.symbol, first);
      return undefined;
    }
    const step = Math.sign(candle.dayNumber - above.lastDay) || Math.sign(candle.timeOfDayUs - above.lastTimeUs);
    if (step === 0) return `a candle of ${candle.symbol} at the same time stands on line ${above.lastLine}`;
    if (above.direction !== 0 && step !== above.direction) {
      const order = above.direction > 0 ? 'oldest' : 'newest';
      return `the time breaks the order of the file (${order} first) after ${formatDay(above.lastDay)} on line ${above.lastLine}`;
    }
    above.direction = step;
    above.lastDay = candle.dayNumber;
    above.lastTimeUs = candle.timeOfDayUs;
    above.lastLine = line;
    return undefined;
  }

  private reject(line: number, place: { readonly column: number; readonly field: string }, why: string): number {
    this.session.rowsSkipped++;
    this.bad.rejectLine(line, place.column, place.field, why);
    return -1;
  }
}
