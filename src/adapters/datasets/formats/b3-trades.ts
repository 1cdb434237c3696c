// B3's daily file of all trades ("negócio a negócio", TradeIntraday) to the trades of each instrument, deletions as corrections.

import { TradeCondition } from '../../../core/market/event-record.ts';
import { type DayRows, TRADE } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportFormat } from '../importing/import-format.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { COMMA, emptyFields, type Fields, scanYearFirstDate, splitFields } from '../text/field-scan.ts';
import { readFirstLines, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { scanPlainInteger, scanPlainNumber } from '../text/plain-number.ts';
import { shownNames } from '../text/shown-text.ts';
import { SymbolTable } from '../text/symbol-table.ts';
import { deletionNotices } from './b3-trades-deletions.ts';
import { type B3TradeColumn, type B3TradesHeader, parseB3TradesHeader, recogniseB3Trades } from './b3-trades-header.ts';
import { LateDays } from './b3-trades-late-days.ts';
import { isSymbol, WantedInstruments } from './b3-wanted.ts';

export const b3TradesFormat: ImportFormat = {
  id: 'b3-trades',
  title: "B3's daily file of all trades (TradeIntraday, negócio a negócio)",
  recognise: recogniseB3Trades,
  namesInstruments: true,
  importer: importB3Trades,
};

const DELIMITER = ';'.charCodeAt(0);
const MAX_COLUMNS = 64;
const ACTION_TRADE = 0;
const ACTION_DELETION = 2;
const MAX_CODE = 2 ** 31 - 1;
const UNSIDED = 0;
const ZERO = '0'.charCodeAt(0);

/** One instrument of the file. */
interface Instrument {
  readonly symbol: string;
  readonly isUsable: boolean;
  readonly isWanted: boolean;
  /** Its rows on the file's own day. */
  day: DayRows | undefined;
}

export async function importB3Trades(request: FileImport): Promise<string> {
  const header = parseB3TradesHeader((await readFirstLines(request.file, 1))[0]!, request.file);
  const filled = new Set(['trade_id', 'correction', 'session_type']);
  if (header.at.buyer >= 0) filled.add('buy_agent');
  if (header.at.seller >= 0) filled.add('sell_agent');
  if (header.at.channel >= 0) filled.add('channel');
  const session = request.start(filled);
  const rows = new B3TradeRows(header, filled, request, session);
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => {
      if (line > 1) rows.row(bytes, start, end, line);
    },
    request.onProgress,
  );
  rows.finish();
  return sha256;
}

class B3TradeRows {
  private readonly header: B3TradesHeader;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private readonly wanted: WantedInstruments;
  private readonly fields: Fields = emptyFields(MAX_COLUMNS);
  private readonly instruments: SymbolTable<Instrument>;
  private readonly late: LateDays;
  private readonly withDeletions = new Set<DayRows>();
  private packedFileDay = -1;
  private fileDay = 0;

  constructor(header: B3TradesHeader, filled: ReadonlySet<string>, request: FileImport, session: ImportSession) {
    this.header = header;
    this.session = session;
    this.bad = request.bad;
    this.wanted = new WantedInstruments(request.symbol);
    this.late = new LateDays(filled);
    const { wanted } = this;
    this.instruments = new SymbolTable((symbol) => {
      return { symbol, isUsable: isSymbol(symbol), isWanted: wanted.has(symbol), day: undefined };
    });
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { fields, session } = this;
    session.rowsRead++;
    splitFields(bytes, start, end, DELIMITER, fields);
    if (fields.count !== this.header.names.length) return this.wrongCount(bytes, start, end, line);
    if (!this.isOfFile(bytes, line)) return;
    const dayNumber = this.dayOf(bytes, line);
    if (dayNumber === undefined) return;
    const instrument = this.instrumentOf(bytes);
    if (!instrument.isUsable) return this.wrong(bytes, line, 'symbol', 'the code of an instrument');
    const action = this.integer(bytes, 'action');
    if (action !== ACTION_TRADE && action !== ACTION_DELETION) return this.wrongAction(bytes, line);
    const { starts, ends } = fields;
    const { at } = this.header;
    const price = scanPlainNumber(bytes, starts[at.price]!, ends[at.price]!, COMMA);
    if (Number.isNaN(price)) return this.wrong(bytes, line, 'price', 'a price with a decimal comma, like 5421,500');
    const quantity = this.integer(bytes, 'quantity');
    if (quantity < 1) return this.wrong(bytes, line, 'quantity', 'a whole number of contracts or shares above 0');
    const timeUs = scanClock(bytes, starts[at.time]!, ends[at.time]!);
    if (timeUs < 0) return this.wrong(bytes, line, 'time', 'a time like 090000004 (HHMMSSmmm)');
    const id = this.integer(bytes, 'id');
    if (id < 1) return this.wrong(bytes, line, 'id', 'the number of a trade, from 1 to 2^53 - 1');
    const sessionType = this.integer(bytes, 'sessionType');
    const code = sessionType < 0 || sessionType > MAX_CODE ? 'sessionType' : this.wrongCode(bytes);
    if (code !== undefined) return this.wrong(bytes, line, code, 'a whole number below 2^31');
    if (!instrument.isWanted) return this.wanted.passOver(session);
    const day = this.rowsOf(instrument, dayNumber);
    day.sourceRows++;
    const row = day.addTrade(day.midnightUs + timeUs, price, quantity, UNSIDED, TradeCondition.regular);
    const { columns } = day.trades;
    columns[TRADE.id]![row] = id;
    columns[TRADE.sessionType]![row] = sessionType;
    if (at.buyer >= 0) columns[TRADE.buyAgent]![row] = this.code(bytes, 'buyer');
    if (at.seller >= 0) columns[TRADE.sellAgent]![row] = this.code(bytes, 'seller');
    if (at.channel >= 0) columns[TRADE.channel]![row] = this.code(bytes, 'channel');
    if (action === ACTION_DELETION) {
      columns[TRADE.correction]![row] = 1;
      this.withDeletions.add(day);
    }
  }

  /** To be called after the last row, while the days are open. */
  finish(): void {
    const { session } = this;
    session.notices.push(...deletionNotices(this.withDeletions));
    this.wanted.tell(session);
    this.late.giveTo(session);
    const { unread } = this.header;
    if (unread.length > 0) session.notices.push(`Columns that are not known here were not read: ${shownNames(unread)}`);
  }

  private rowsOf(instrument: Instrument, dayNumber: number): DayRows {
    if (dayNumber !== this.fileDay) return this.late.rowsOf(instrument.symbol, dayNumber);
    instrument.day ??= this.session.day(instrument.symbol, dayNumber);
    return instrument.day;
  }

  /** All rows carry the date of the file. */
  private isOfFile(bytes: Uint8Array, line: number): boolean {
    const packed = this.date(bytes, 'fileDay');
    if (packed === this.packedFileDay) return true;
    const dayNumber = this.packedFileDay < 0 ? dayNumberOfPacked(packed) : undefined;
    if (dayNumber === undefined) {
      const expected = this.packedFileDay < 0 ? 'a date like 2025-08-05' : 'the date of the rows above';
      this.wrong(bytes, line, 'fileDay', expected);
      return false;
    }
    this.packedFileDay = packed;
    this.fileDay = dayNumber;
    return true;
  }

  private dayOf(bytes: Uint8Array, line: number): number | undefined {
    const packed = this.date(bytes, 'day');
    if (packed === this.packedFileDay) return this.fileDay;
    const dayNumber = dayNumberOfPacked(packed);
    if (dayNumber !== undefined && dayNumber < this.fileDay) return dayNumber;
    this.wrong(bytes, line, 'day', 'a date like 2025-08-05, not after the date of the file');
    return undefined;
  }

  private date(bytes: Uint8Array, column: B3TradeColumn): number {
    const place = this.header.at[column];
    return scanYearFirstDate(bytes, this.fields.starts[place]!, this.fields.ends[place]!);
  }

  private instrumentOf(bytes: Uint8Array): Instrument {
    const place = this.header.at.symbol;
    return this.instruments.valueOf(bytes, this.fields.starts[place]!, this.fields.ends[place]!);
  }

  private integer(bytes: Uint8Array, column: B3TradeColumn): number {
    const place = this.header.at[column];
    return scanPlainInteger(bytes, this.fields.starts[place]!, this.fields.ends[place]!);
  }

  /** The code of a broker or channel, 0 for an empty field. */
  private code(bytes: Uint8Array, column: B3TradeColumn): number {
    const place = this.header.at[column];
    return this.fields.starts[place] === this.fields.ends[place] ? 0 : this.integer(bytes, column);
  }

  private wrongCode(bytes: Uint8Array): B3TradeColumn | undefined {
    for (const column of CODES) {
      if (this.header.at[column] < 0) continue;
      const code = this.code(bytes, column);
      if (code < 0 || code > MAX_CODE) return column;
    }
    return undefined;
  }

  private wrongAction(bytes: Uint8Array, line: number): void {
    this.wrong(
      bytes,
      line,
      'action',
      '0 (a trade) or 2 (a trade deleted); B3 reserves 1 for changes and does not use it',
    );
  }

  private wrong(bytes: Uint8Array, line: number, column: B3TradeColumn, expected: string): void {
    const place = this.header.at[column];
    const found = bytes.subarray(this.fields.starts[place], this.fields.ends[place]);
    this.session.rowsSkipped++;
    this.bad.reject(line, place + 1, this.header.names[place]!, found, expected);
  }

  private wrongCount(bytes: Uint8Array, start: number, end: number, line: number): void {
    this.session.rowsSkipped++;
    const { names } = this.header;
    const column = Math.max(1, Math.min(this.fields.count, names.length));
    const expected = `a line of ${names.length} fields (it has ${this.fields.count})`;
    this.bad.reject(line, column, names[column - 1]!, bytes.subarray(start, end), expected);
  }
}

const CODES = ['buyer', 'seller', 'channel'] as const;

/** `HHMMSSmmm`, or 8 digits where the leading zero was lost, to microseconds since midnight; -1 when it is no time of day. */
function scanClock(bytes: Uint8Array, start: number, end: number): number {
  const lacksZero = end - start === 8;
  if ((end - start !== 9 && !lacksZero) || (lacksZero && bytes[start] === ZERO)) return -1;
  const packed = scanPlainInteger(bytes, start, end);
  const ms = packed % 1000;
  const second = Math.floor(packed / 1000) % 100;
  const minute = Math.floor(packed / 100_000) % 100;
  const hour = Math.floor(packed / 10_000_000);
  if (packed < 0 || second > 59 || minute > 59 || hour > 23) return -1;
  return (((hour * 60 + minute) * 60 + second) * 1000 + ms) * 1000;
}
