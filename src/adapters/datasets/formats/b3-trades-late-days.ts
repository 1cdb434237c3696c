// Trades of days before the file's own in, in any order; out the same days one after the other, once the file is read.

import { formatDay } from '../../../core/market/civil-day.ts';
import { DayRows, midnightUsOf, TRADE } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { listedNames } from '../listed-names.ts';

const LISTED_DAYS = 5;

/** After-market trades stand in the file of the next day, among that day's own rows: a session takes one day at a time. */
export class LateDays {
  private readonly filled: ReadonlySet<string>;
  private readonly days = new Map<string, DayRows>();

  /** `filled` names the optional columns of the file. */
  constructor(filled: ReadonlySet<string>) {
    this.filled = filled;
  }

  rowsOf(symbol: string, dayNumber: number): DayRows {
    const key = `${dayNumber} ${symbol}`;
    let rows = this.days.get(key);
    if (rows === undefined) {
      rows = new DayRows(symbol, dayNumber, midnightUsOf(dayNumber), this.filled);
      this.days.set(key, rows);
    }
    return rows;
  }

  /** Hands the days to the session, the earliest first; says how many rows they had. */
  giveTo(session: ImportSession): void {
    const days = [...this.days.values()].sort((a, b) => a.dayNumber - b.dayNumber);
    for (const rows of days) append(session.day(rows.symbol, rows.dayNumber), rows);
    const count = days.reduce((sum, { sourceRows }) => sum + sourceRows, 0);
    if (count === 0) return;
    const names = listedNames([...new Set(days.map(({ dayNumber }) => formatDay(dayNumber)))], LISTED_DAYS);
    session.notices.push(`${count} rows belong to days before the file's own, and are stored there: ${names}`);
  }
}

function append(to: DayRows, from: DayRows): void {
  for (let row = 0; row < from.trades.length; row++) {
    const source = from.trades.columns;
    const added = to.trades.add();
    const target = to.trades.columns;
    // columns that the file does not fill are empty in both
    for (const [column, values] of source.entries()) target[column]![added] = values[row]!;
    target[TRADE.order]![added] = to.nextOrder++;
  }
  to.sourceRows += from.sourceRows;
}
