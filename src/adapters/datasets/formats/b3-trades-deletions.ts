// Days with rows that delete a trade in; sentences about deletions whose trade is missing or differs out.

import { type DayRows, TRADE } from '../importing/day-rows.ts';
import { listedNames } from '../listed-names.ts';

const LISTED_TRADES = 5;

/** A deletion and its trade agree in session type, channel and id. */
export function deletionNotices(days: Iterable<DayRows>): readonly string[] {
  let deletions = 0;
  const missing: string[] = [];
  const different: string[] = [];
  for (const day of days) {
    const trades = tradesOf(day);
    forEachRow(day, 1, (row, key) => {
      deletions++;
      const trade = trades.get(key);
      const name = `${day.symbol} ${day.trades.columns[TRADE.id]![row]}`;
      if (trade === undefined) missing.push(name);
      else if (!isSame(day, trade, row)) different.push(name);
    });
  }
  if (deletions === 0) return [];
  const notices = [`${deletions} rows delete a trade: they are stored as corrections`];
  if (missing.length > 0) {
    const names = listedNames(missing, LISTED_TRADES);
    notices.push(`${missing.length} of the deleted trades are not in the file: ${names}`);
  }
  if (different.length > 0) {
    const names = listedNames(different, LISTED_TRADES);
    notices.push(
      `${different.length} of the deleted trades have another price or quantity than their deletion: ${names}`,
    );
  }
  return notices;
}

function tradesOf(day: DayRows): ReadonlyMap<string, number> {
  const trades = new Map<string, number>();
  forEachRow(day, 0, (row, key) => trades.set(key, row));
  return trades;
}

function forEachRow({ trades }: DayRows, correction: number, onRow: (row: number, key: string) => void): void {
  const { columns, length } = trades;
  const corrections = columns[TRADE.correction]!;
  for (let row = 0; row < length; row++) {
    if (corrections[row] !== correction) continue;
    const channel = columns[TRADE.channel]![row] ?? 0;
    onRow(row, `${columns[TRADE.sessionType]![row]} ${channel} ${columns[TRADE.id]![row]}`);
  }
}

function isSame({ trades: { columns } }: DayRows, a: number, b: number): boolean {
  return [TRADE.price, TRADE.quantity].every((column) => columns[column]![a] === columns[column]![b]);
}
