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
    return this.check(candle, line) ? this.store(candle, line) : -1;
  }

  /** False after the line was rejected; the candle is not taken yet. */
  check(candle: CandleRow, line: number): boolean {
    const { high, low, open, close } = candle;
    if (!(high >= open && high >= close && high >= low && low <= open && low <= close)) {
      return this.reject(
        line,
        this.places.high,
        `high ${high} and low ${low} do not hold open ${open} and close ${close}`,
      );
    }
    const fault = this.orderFault(candle);
    return fault === undefined || this.reject(line, this.places.time, fault);
  }

  /** Takes a candle that was checked and returns its row. */
  store(candle: CandleRow, line: number): number {
    this.remember(candle, line);
    const day = this.session.day(candle.symbol, candle.dayNumber);
    const row = day.candles.add();
    const columns = day.candles.columns;
    columns[CANDLE.openTime]![row] = day.midnightUs + candle.timeOfDayUs;
    columns[CANDLE.open]![row] = candle.open;
    columns[CANDLE.high]![row] = candle.high;
    columns[CANDLE.low]![row] = candle.low;
    columns[CANDLE.close]![row] = candle.close;
    columns[CANDLE.volume]![row] = candle.volume;
    columns[CANDLE.trades]![row] = candle.trades;
    columns[CANDLE.turnover]![row] = candle.turnover;
    day.sourceRows++;
    return row;
  }

  /** What is wrong with the time of the candle after the one above. */
  private orderFault(candle: CandleRow): string | undefined {
    const above = this.series.get(candle.symbol);
    if (above === undefined) return undefined;
    const step = stepFrom(above, candle);
    if (step === 0) return `a candle of ${candle.symbol} at the same time stands on line ${above.lastLine}`;
    if (above.direction === 0 || step === above.direction) return undefined;
    const order = above.direction > 0 ? 'oldest' : 'newest';
    return `the time breaks the order of the file (${order} first) after ${formatDay(above.lastDay)} on line ${above.lastLine}`;
  }

  private remember(candle: CandleRow, line: number): void {
    const above = this.series.get(candle.symbol);
    if (above === undefined) {
      const first = { lastDay: candle.dayNumber, lastTimeUs: candle.timeOfDayUs, lastLine: line, direction: 0 };
      this.series.set(candle.symbol, first);
      return;
    }
    above.direction = stepFrom(above, candle);
    above.lastDay = candle.dayNumber;
    above.lastTimeUs = candle.timeOfDayUs;
    above.lastLine = line;
  }

  private reject(line: number, place: { readonly column: number; readonly field: string }, why: string): boolean {
    this.session.rowsSkipped++;
    this.bad.rejectLine(line, place.column, place.field, why);
    return false;
  }
}

/** 1 when the candle is later than the one above, -1 when it is earlier. */
function stepFrom(above: Series, candle: CandleRow): number {
  return Math.sign(candle.dayNumber - above.lastDay) || Math.sign(candle.timeOfDayUs - above.lastTimeUs);
}
