// A list of trades with the brokers of both sides, as Profit and Nelogica write it, to trades in the order they happened.

import { basename } from 'node:path';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { DecimalStyle } from '../text/field-scan.ts';
import { readFirstLines, readLines } from '../text/line-reader.ts';
import { type RowDirection, rowDirection } from '../text/row-direction.ts';
import { shownNames } from '../text/shown-text.ts';
import { decimalsUnclear } from './decimals-unclear.ts';
import { profitNumberStyle } from './profit-number-style.ts';
import type { TapeColumn, TapeKind, TapeLayout } from './tape-kind.ts';
import { unreadColumns } from './tape-layout.ts';
import { TapeRows } from './tape-rows.ts';

const SAMPLE_LINES = 2000;
const CODE = /^\s*\d+\s*(-|$)/;

/** Rows stay in the order of the file, turned round where the newest stands first: within one second it is all there is. */
export async function importTape(request: FileImport, layout: TapeLayout, kind: TapeKind): Promise<string> {
  const sample = (await readFirstLines(request.file, SAMPLE_LINES)).slice(layout.headLines);
  const rows = sample.map((line) => line.split(layout.delimiter));
  const direction = await rowDirection(request.file, timeKeyOf(layout, kind));
  const newestFirst = (direction === 'unknown' ? kind.usual : direction) === 'newest-first';
  const style = styleOf(request, layout, rows);
  const filled = filledColumns(layout, kind, rows);
  const session = request.start(filled, { newestFirst });
  const reader = new TapeRows(request, layout, kind, style, session);
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => {
      if (line > layout.headLines) reader.row(bytes, start, end, line);
    },
    request.onProgress,
  );
  const unread = unreadColumns(layout, kind);
  session.notices.push(...reader.notices(filled), ...directionNotices(request.file, direction, kind, session.rowsRead));
  if (unread.length > 0)
    session.notices.push(`Columns of ${basename(request.file)} that are not read: ${shownNames(unread)}`);
  return sha256;
}

/** Date and time of a line as one text that sorts as they do. */
function timeKeyOf({ delimiter, at }: TapeLayout, { date, time }: TapeKind): (line: string) => string | undefined {
  const encoder = new TextEncoder();
  return (line) => {
    const cells = line.split(delimiter);
    const day = encoder.encode(cells[at('date')] ?? '');
    const clock = encoder.encode(cells[at('time')] ?? '');
    const packed = date.scan(day, 0, day.length);
    const timeUs = time.scan(clock, 0, clock.length);
    return packed < 0 || Number.isNaN(timeUs) ? undefined : `${packed} ${String(timeUs).padStart(11, '0')}`;
  };
}

function filledColumns(
  { at }: TapeLayout,
  { numbersTypes }: TapeKind,
  rows: readonly (readonly string[])[],
): ReadonlySet<string> {
  const filled = new Set<string>();
  const sides = [at('buyer'), at('seller')];
  if (rows.some((row) => sides.some((place) => CODE.test(row[place] ?? '')))) filled.add('buy_agent').add('sell_agent');
  if (at('number') >= 0) filled.add('trade_id');
  if (at('afterMarket') >= 0) filled.add('session_type');
  if (numbersTypes) filled.add('source_condition');
  return filled;
}

function styleOf(request: FileImport, layout: TapeLayout, rows: readonly (readonly string[])[]): DecimalStyle {
  const { at, names, headLines } = layout;
  // the numbers of a damaged line may stand in the wrong columns
  const whole = rows.filter((row) => row.length === names.length);
  const column = (name: TapeColumn): readonly string[] => (at(name) < 0 ? [] : whole.map((row) => row[at(name)]!));
  const ticks = column('symbol').map((symbol) => instrumentOf(symbol.trim())?.tick);
  const tick = ticks.find((each) => each !== undefined);
  const prices = column('price');
  const style = profitNumberStyle(prices, column('quantity'), column('turnover'), tick);
  if (style !== undefined) return style;
  const unclear = prices.findIndex((price) => price.includes('.'));
  const line = headLines + rows.indexOf(whole[unclear]!) + 1;
  throw decimalsUnclear(request.file, prices[unclear]!, { line, column: at('price') + 1, field: names[at('price')]! });
}

function directionNotices(file: string, direction: RowDirection, { usual }: TapeKind, rows: number): readonly string[] {
  if (direction === usual || rows < 2) return [];
  const name = basename(file);
  const first = (newest: boolean): string => `the ${newest ? 'newest' : 'oldest'} trade`;
  if (direction === 'unknown') {
    return [
      `All trades of ${name} have one time: ${first(usual === 'newest-first')} was taken to stand first, as is usual`,
    ];
  }
  return [`In ${name} ${first(direction === 'newest-first')} stands first, unlike in other exports of this kind`];
}
