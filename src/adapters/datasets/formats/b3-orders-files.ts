// The order files of one import, one after the other; what they need of each other: open pieces, both sides, rows in one order.

import { basename } from 'node:path';
import { formatDay } from '../../../core/market/civil-day.ts';
import { ORDER_MORE } from '../../../core/market/order-message.ts';
import { type DayRows, ORDER } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { listedNames } from '../listed-names.ts';
import type { HistoryFrame, OpenFrame } from './b3-history-frame.ts';
import { OferEvent } from './b3-orders-fields.ts';
import { sortRows } from './sort-rows.ts';

export const BUY = 1;
export const SELL = 2;

/** Large days come in pieces: OFER_CPA_BMF_20160118_00.TXT, ..._01.TXT and so on. */
const PIECE = /^(.+\d{8})_(\d{2})(?:\.|$)/;
const LISTED_DAYS = 5;

interface OpenPiece {
  readonly frame: OpenFrame;
  readonly piece: number;
  readonly file: string;
}

export class OrderFiles {
  private readonly session: ImportSession;
  private readonly pieces = new Map<string, OpenPiece>();
  private readonly sides = new Map<number, Set<number>>();
  /** The rows of the day that is being read, by symbol. */
  private readonly days = new Map<string, DayRows>();
  private openDay = Number.NaN;
  private told: readonly string[] = [];

  constructor(session: ImportSession) {
    this.session = session;
  }

  /** What the piece before this file left open; undefined when the file is no such piece or brings its own header. */
  openBefore(file: string): OpenFrame | undefined {
    const [stem, piece] = pieceOf(file) ?? ['', 0];
    const before = this.pieces.get(stem);
    return before !== undefined && before.piece === piece - 1 ? before.frame : undefined;
  }

  /** Keeps what the next piece needs; a UserError `count-wrong` when the file should have been whole. */
  endFrame(file: string, frame: HistoryFrame): void {
    const [stem, piece] = pieceOf(file) ?? [undefined, 0];
    if (stem === undefined) return frame.end();
    const open = frame.openFrame();
    if (open === undefined) this.pieces.delete(stem);
    else this.pieces.set(stem, { frame: open, piece, file: basename(file) });
  }

  rowsOf(symbol: string, dayNumber: number): DayRows {
    if (dayNumber !== this.openDay) this.days.clear();
    this.openDay = dayNumber;
    let rows = this.days.get(symbol);
    if (rows === undefined) {
      rows = this.session.day(symbol, dayNumber);
      this.days.set(symbol, rows);
    }
    return rows;
  }

  /** To be called after the last row of each file: the rows of both sides stand in the order of the exchange's messages. */
  endFile(dayNumber: number, side: number): void {
    for (const { orders } of this.days.values()) {
      sortRows(orders, ORDER.sequence);
      markEvents(orders.columns, orders.length);
    }
    const sides = this.sides.get(dayNumber) ?? new Set();
    this.sides.set(dayNumber, sides.add(side));
    this.tell();
  }

  /** What is missing so far; the next file may bring it. */
  private tell(): void {
    const { notices } = this.session;
    for (const sentence of this.told) notices.splice(notices.indexOf(sentence), 1);
    const told: string[] = [];
    for (const side of [BUY, SELL]) {
      const days = [...this.sides].filter(([, sides]) => !sides.has(side)).map(([day]) => formatDay(day));
      const [missing, file] = side === BUY ? ['buy', 'OFER_CPA'] : ['sell', 'OFER_VDA'];
      if (days.length > 0)
        told.push(
          `The ${missing} orders of ${listedNames(days, LISTED_DAYS)} are missing: the book has one side (${file})`,
        );
    }
    for (const { file } of this.pieces.values()) {
      told.push(`${file} goes on in another piece that was not given: its number of lines could not be checked`);
    }
    notices.push(...told);
    this.told = told;
  }
}

function pieceOf(file: string): readonly [string, number] | undefined {
  const match = PIECE.exec(basename(file));
  return match === null ? undefined : [match[1]!, Number(match[2])];
}

/**
 * The files do not say which messages make one event. A trade changes an order on each side, and an order that trades on its
 * way in stands before its trades: up to the last trade of the same time the book is not whole.
 */
function markEvents(columns: readonly Float64Array[], length: number): void {
  const times = columns[ORDER.time]!;
  const flags = columns[ORDER.flags]!;
  const events = columns[ORDER.sourceEvent]!;
  for (let row = 0; row < length; row++) {
    const goesOn = row + 1 < length && times[row + 1] === times[row] && events[row + 1] === OferEvent.trade;
    flags[row] = goesOn ? flags[row]! | ORDER_MORE : flags[row]! & ~ORDER_MORE;
  }
}
