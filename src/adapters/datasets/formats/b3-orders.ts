// B3's historical order files (OFER_CPA buys, OFER_VDA sells) to the messages about orders of each instrument, both sides in one.

import { ORDER_ASK, ORDER_SNAPSHOT } from '../../../core/market/order-message.ts';
import { midnightUsOf, ORDER } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportFormat } from '../importing/import-format.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { scanDayFirstDate, scanTimeOfDayUs, scanYearFirstDate } from '../text/field-scan.ts';
import { readFirstLines, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { SymbolTable } from '../text/symbol-table.ts';
import { frameOf, HistoryFrame, recogniseHistory } from './b3-history-frame.ts';
import { HistoryLine } from './b3-history-line.ts';
import { actionOf, isOferEvent, OFER, OFER_FIELDS, OFER_FIELDS_WITHOUT_BROKER } from './b3-orders-fields.ts';
import { BUY, OrderFiles, SELL } from './b3-orders-files.ts';
import { isSymbol, WantedInstruments } from './b3-wanted.ts';

export const b3OrdersFormat: ImportFormat = {
  id: 'b3-orders',
  title: "B3's historical order files (OFER_CPA and OFER_VDA, together one book)",
  recognise: (head) => recogniseHistory(head, NAME),
  namesInstruments: true,
  joinsFiles: true,
  importer: importB3Orders,
};

const NAME = /^OFER_(CPA|VDA)/;
const STATES = new Set(Array.from('012458C', (state) => state.charCodeAt(0)));
const MAX_AGGRESSOR = 2;
const US_PER_SECOND = 1_000_000;
const DATE_WIDTH = 10;
const BLANK = 32;

/** One instrument of the file. */
interface Instrument {
  readonly symbol: string;
  readonly isUsable: boolean;
  readonly isWanted: boolean;
}

/** The files of one session need each other. */
const FILES = new WeakMap<ImportSession, OrderFiles>();

export async function importB3Orders(request: FileImport): Promise<string> {
  const lines = await readFirstLines(request.file, 2);
  const first = lines.find((line) => frameOf(line) === undefined) ?? '';
  const hasBroker = first.split(';').length !== OFER_FIELDS_WITHOUT_BROKER.length;
  const session = request.start(new Set(['sequence', 'source_event', ...(hasBroker ? ['agent'] : [])]));
  const files = FILES.get(session) ?? new OrderFiles(session);
  FILES.set(session, files);
  const before = frameOf(lines[0]!) === undefined ? files.openBefore(request.file) : undefined;
  const rows = new OrderRows(hasBroker, request, files, session, new HistoryFrame(request.file, NAME, before));
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => rows.take(bytes, start, end, line),
    request.onProgress,
  );
  rows.finish(request.file);
  return sha256;
}

class OrderRows {
  private readonly fields: HistoryLine;
  private readonly hasBroker: boolean;
  private readonly files: OrderFiles;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private readonly frame: HistoryFrame;
  private readonly wanted: WantedInstruments;
  private readonly instruments: SymbolTable<Instrument>;
  private side = 0;
  private line = 0;

  constructor(hasBroker: boolean, request: FileImport, files: OrderFiles, session: ImportSession, frame: HistoryFrame) {
    this.fields = new HistoryLine(hasBroker ? OFER_FIELDS : OFER_FIELDS_WITHOUT_BROKER);
    this.hasBroker = hasBroker;
    this.files = files;
    this.session = session;
    this.bad = request.bad;
    this.frame = frame;
    const wanted = new WantedInstruments(request.symbol);
    this.wanted = wanted;
    this.instruments = new SymbolTable((symbol) => {
      return { symbol, isUsable: isSymbol(symbol), isWanted: wanted.has(symbol) };
    });
  }

  take(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (!this.frame.takesRow(bytes, start, end, line)) return;
    this.session.rowsRead++;
    this.line = line;
    if (this.side === 0) this.side = sideOf(this.frame);
    if (!this.fields.take(bytes, start, end)) return this.wrongShape(bytes, start, end);
    const wrong = this.row(bytes);
    if (wrong !== undefined) this.wrong(bytes, wrong);
  }

  /** To be called after the last line. */
  finish(file: string): void {
    this.files.endFrame(file, this.frame);
    this.files.endFile(this.frame.dayNumber, sideOf(this.frame));
    this.wanted.tell(this.session);
  }

  /** Stores the row; the place of the first field that is wrong. */
  private row(bytes: Uint8Array): number | undefined {
    const { fields } = this;
    if (!this.frame.isDay(bytes, fields.start(OFER.session))) return OFER.session;
    const instrument = this.instruments.valueOf(bytes, fields.start(OFER.symbol), fields.textEnd(bytes, OFER.symbol));
    if (!instrument.isUsable) return OFER.symbol;
    if (fields.digit(bytes, OFER.side) !== this.side) return OFER.side;
    const id = fields.integer(bytes, OFER.sequence);
    if (id < 1) return OFER.sequence;
    const message = fields.integer(bytes, OFER.secondary);
    if (message < 0) return OFER.secondary;
    const event = fields.integer(bytes, OFER.event);
    if (!isOferEvent(event)) return OFER.event;
    const timeUs = scanTimeOfDayUs(bytes, fields.start(OFER.time), fields.end(OFER.time));
    if (Number.isNaN(timeUs)) return OFER.time;
    if (fields.integer(bytes, OFER.priority) < 0) return OFER.priority;
    const price = fields.price(bytes, OFER.price);
    if (Number.isNaN(price)) return OFER.price;
    const total = fields.integer(bytes, OFER.total);
    if (total < 0) return OFER.total;
    const traded = fields.integer(bytes, OFER.traded);
    if (traded < 0 || traded > total) return OFER.traded;
    const wrong = this.wrongTail(bytes);
    if (wrong !== undefined) return wrong;
    const dayNumber = this.dayOfMessage(bytes, timeUs);
    if (dayNumber === undefined) return OFER.entered;
    if (instrument.isWanted)
      this.add(bytes, instrument.symbol, id, message, event, price, total - traded, dayNumber, timeUs);
    else this.wanted.passOver(this.session);
    return undefined;
  }

  private add(
    bytes: Uint8Array,
    symbol: string,
    id: number,
    message: number,
    event: number,
    price: number,
    left: number,
    dayNumber: number,
    timeUs: number,
  ): void {
    const { frame } = this;
    const day = this.files.rowsOf(symbol, frame.dayNumber);
    day.sourceRows++;
    const isResting = dayNumber < frame.dayNumber;
    const midnightUs = isResting ? midnightUsOf(dayNumber) : day.midnightUs;
    const flags = (this.side === SELL ? ORDER_ASK : 0) | (isResting ? ORDER_SNAPSHOT : 0);
    const row = day.addOrder(midnightUs + timeUs, actionOf(event, price, left), flags, id, price, left);
    const { columns } = day.orders;
    columns[ORDER.sequence]![row] = message;
    columns[ORDER.sourceEvent]![row] = event;
    if (this.hasBroker) columns[ORDER.agent]![row] = this.fields.integer(bytes, OFER.broker);
  }

  /** These are not stored, but for the broker; they must be of their form all the same. */
  private wrongTail(bytes: Uint8Array): number | undefined {
    const { fields } = this;
    const packed = scanYearFirstDate(bytes, fields.start(OFER.orderDate), fields.end(OFER.orderDate));
    const orderDay = dayNumberOfPacked(packed);
    if (orderDay === undefined || orderDay > this.frame.dayNumber) return OFER.orderDate;
    if (!STATES.has(bytes[fields.start(OFER.state)]!)) return OFER.state;
    const aggressor = fields.digit(bytes, OFER.aggressor);
    if (aggressor < 0 || aggressor > MAX_AGGRESSOR) return OFER.aggressor;
    return this.hasBroker && fields.integer(bytes, OFER.broker) < 0 ? OFER.broker : undefined;
  }

  /**
   * The day on which the message was sent: an earlier one for orders that rest since then, where the file tells the same
   * second twice, with its date. Undefined when the field is no date and time, or lies after the day of the file.
   */
  private dayOfMessage(bytes: Uint8Array, timeUs: number): number | undefined {
    const start = this.fields.start(OFER.entered);
    const end = this.fields.end(OFER.entered);
    const dateEnd = start + DATE_WIDTH;
    const yearFirst = scanYearFirstDate(bytes, start, dateEnd);
    const packed = yearFirst < 0 ? scanDayFirstDate(bytes, start, dateEnd) : yearFirst;
    const dayNumber = dayNumberOfPacked(packed);
    const enteredUs = scanTimeOfDayUs(bytes, dateEnd + 1, end);
    if (dayNumber === undefined || Number.isNaN(enteredUs) || bytes[dateEnd] !== BLANK) return undefined;
    if (dayNumber > this.frame.dayNumber) return undefined;
    const isSameSecond = Math.floor(timeUs / US_PER_SECOND) * US_PER_SECOND === enteredUs;
    return isSameSecond ? dayNumber : this.frame.dayNumber;
  }

  private wrong(bytes: Uint8Array, place: number): void {
    this.session.rowsSkipped++;
    this.fields.reject(this.bad, this.line, bytes, place, this.expected(place));
  }

  private expected(place: number): string {
    const { frame } = this;
    if (place === OFER.session) return `${frame.dayText}, the day of the file`;
    if (place === OFER.side) return `${this.side}, the side of ${frame.name}`;
    return EXPECTED[place] ?? 'a number of digits only';
  }

  private wrongShape(bytes: Uint8Array, start: number, end: number): void {
    this.session.rowsSkipped++;
    this.fields.rejectShape(this.bad, this.line, bytes, start, end);
  }
}

function sideOf({ name }: HistoryFrame): number {
  return name.startsWith('OFER_CPA') ? BUY : SELL;
}

const EXPECTED: Readonly<Record<number, string>> = {
  [OFER.symbol]: 'the code of an instrument',
  [OFER.sequence]: 'the number of an order, fifteen digits and not zero',
  [OFER.event]: 'the number of an event, 001 to 009, 011 or 012',
  [OFER.time]: 'a time like 09:00:00.123456',
  [OFER.price]: 'a blank or minus, twelve digits, a point and six digits',
  [OFER.total]: 'a quantity of eighteen digits, at most 2^53 - 1',
  [OFER.traded]: 'a quantity of eighteen digits, at most the total quantity',
  [OFER.orderDate]: 'a date like 2016-01-18, not after the day of the file',
  [OFER.entered]: 'a date and time like 2016-01-18 09:00:00, not after the day of the file',
  [OFER.state]: 'one of 0, 1, 2, 4, 5, 8 and C',
  [OFER.aggressor]: '0, 1 (aggressor) or 2 (passive)',
};
