// Candle columns of several days to one run of columns, with the place of every day in it.

import type { PartColumns } from './row-buffer.ts';

export interface CandleRange {
  /** Columns of schema.ts, only those that every day has; empty when there is no day. */
  readonly columns: PartColumns;
  readonly rows: number;
  /** Rows of each day: from `start` up to, not including, `end`. */
  readonly days: readonly { readonly day: string; readonly start: number; readonly end: number }[];
}

export function joinCandles(parts: readonly { readonly day: string; readonly columns: PartColumns }[]): CandleRange {
  const days: { day: string; start: number; end: number }[] = [];
  let rows = 0;
  for (const { day, columns } of parts) {
    const start = rows;
    rows += columns.open_time_us!.length;
    days.push({ day, start, end: rows });
  }
  const names = Object.keys(parts[0]?.columns ?? {}).filter((name) =>
    parts.every(({ columns }) => columns[name] !== undefined),
  );
  const joined: Record<string, Float64Array> = {};
  for (const name of names) {
    const column = new Float64Array(rows);
    for (const [index, { columns }] of parts.entries()) column.set(columns[name]!, days[index]!.start);
    joined[name] = column;
  }
  return { columns: joined, rows, days };
}
