// B3's historical trade file (NEG_BMF, NEG_VISTA, NEG_OPCOES, NEG_FRAC) to the trades of each instrument with their sides.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  TradeCondition,
  type TradeConditionNumber,
} from '../../../core/market/event-record.ts';
import { type DayRows, TRADE } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportFormat } from '../importing/import-format.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { listedNames } from '../listed-names.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { scanTimeOfDayUs, scanYearFirstDate } from '../text/field-scan.ts';
import { readFirstLines, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { SymbolTable } from '../text/symbol-table.ts';
import { HistoryFrame, recogniseHistory } from './b3-history-frame.ts';
import { HistoryLine } from './b3-history-line.ts';
import { NEG, NEG_FIELDS, NEG_FIELDS_WITHOUT_BROKERS } from './b3-neg-fields.ts';
import { isSymbol, WantedInstruments } from './b3-wanted.ts';
import { sortRows } from './sort-rows.ts';

export const b3NegFormat: ImportFormat = {
  id: 'b3-neg',
  title: "B3's historical trade files (NEG_BMF, NEG_VISTA, NEG_OPCOES)",
  recognise: (head) => recogniseHistory(head, NAME),
  namesInstruments: true,
  importer: importB3Neg,
};

const NAME = /^NEG/;

const INDICATOR_TRADE = 1;
const INDICATOR_CANCELLED = 2;
const ACTIVE = 1;
const PASSIVE = 2;
/** Trades are numbered 10, 20, 30; a number between was given to a trade that was entered by hand for a cancelled one. */
const NUMBER_STEP = 10;
const LISTED_TRADES = 5;

/** One instrument of the file. */
interface Instrument {
  readonly symbol: string;
  readonly isUsable: boolean;
  readonly isWanted: boolean;
  day: DayRows | undefined;
  /** The rows of another instrument have begun. */
  isOver: boolean;
}

/** Cancelled trades are left out: the file writes them once, with the mark, and never as a trade and its removal. */
export async function importB3Neg(request: FileImport): Promise<string> {
  const second = (await readFirstLines(request.file, 2))[1] ?? '';
  const hasBrokers = second.split(';').length !== NEG_FIELDS_WITHOUT_BROKERS.length;
  const filled = new Set(hasBrokers ? ['trade_id', 'buy_agent', 'sell_agent'] : ['trade_id']);
  const rows = new NegRows(hasBrokers, request, request.start(filled, { byInstrument: true, tellsSides: true }));
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => rows.take(bytes, start, end, line),
    request.onProgress,
  );
  rows.finish();
  return sha256;
}

class NegRows {
  private readonly fields: HistoryLine;
  private readonly hasBrokers: boolean;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private readonly frame: HistoryFrame;
  private readonly wanted: WantedInstruments;
  private readonly instruments: SymbolTable<Instrument>;
  private readonly cancelled: string[] = [];
  private current: Instrument | undefined;
  private line = 0;

  constructor(hasBrokers: boolean, request: FileImport, session: ImportSession) {
    this.fields = new HistoryLine(hasBrokers ? NEG_FIELDS : NEG_FIELDS_WITHOUT_BROKERS);
    this.hasBrokers = hasBrokers;
    this.session = session;
    this.bad = request.bad;
    this.frame = new HistoryFrame(request.file, NAME);
    const wanted = new WantedInstruments(request.symbol);
    this.wanted = wanted;
    this.instruments = new SymbolTable((symbol) => {
      return { symbol, isUsable: isSymbol(symbol), isWanted: wanted.has(symbol), day: undefined, isOver: false };
    });
  }

  take(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (!this.frame.takesRow(bytes, start, end, line)) return;
    this.session.rowsRead++;
    this.line = line;
    if (!this.fields.take(bytes, start, end)) return this.wrongShape(bytes, start, end);
    const wrong = this.row(bytes);
    if (wrong !== undefined) this.wrong(bytes, wrong, EXPECTED[wrong] ?? 'a number of digits only');
  }

  /** To be called after the last line. */
  finish(): void {
    const { session, cancelled } = this;
    this.frame.end();
    this.endInstrument();
    if (cancelled.length > 0) {
      const names = listedNames(cancelled, LISTED_TRADES);
      session.notices.push(`${cancelled.length} trades that were cancelled later are left out: ${names}`);
    }
    this.wanted.tell(session);
  }

  /** Stores the row; the place of the first field that is wrong. */
  private row(bytes: Uint8Array): number | undefined {
    const { fields } = this;
    if (!this.frame.isDay(bytes, fields.start(NEG.session))) return NEG.session;
    const instrument = this.instruments.valueOf(bytes, fields.start(NEG.symbol), fields.textEnd(bytes, NEG.symbol));
    if (!instrument.isUsable || instrument.isOver) return NEG.symbol;
    const id = fields.integer(bytes, NEG.id);
    if (id < 1) return NEG.id;
    const price = fields.price(bytes, NEG.price);
    if (Number.isNaN(price)) return NEG.price;
    const quantity = fields.integer(bytes, NEG.quantity);
    if (quantity < 1) return NEG.quantity;
    const timeUs = scanTimeOfDayUs(bytes, fields.start(NEG.time), fields.end(NEG.time));
    if (Number.isNaN(timeUs)) return NEG.time;
    const indicator = fields.digit(bytes, NEG.indicator);
    if (indicator !== INDICATOR_TRADE && indicator !== INDICATOR_CANCELLED) return NEG.indicator;
    const wrong = this.wrongOrder(bytes) ?? (this.hasBrokers ? this.wrongBroker(bytes) : undefined);
    if (wrong !== undefined) return wrong;
    if (this.current !== instrument) this.begin(instrument);
    if (!instrument.isWanted) this.wanted.passOver(this.session);
    else if (indicator === INDICATOR_CANCELLED) this.leaveOut(instrument.symbol, id);
    else this.add(bytes, instrument, id, price, quantity, timeUs);
    return undefined;
  }

  private add(
    bytes: Uint8Array,
    instrument: Instrument,
    id: number,
    price: number,
    quantity: number,
    timeUs: number,
  ): void {
    const { fields } = this;
    const buyer = fields.digit(bytes, NEG.buyAggressor);
    const seller = fields.digit(bytes, NEG.sellAggressor);
    const isCross = fields.digit(bytes, NEG.cross) === 1;
    instrument.day ??= this.session.day(instrument.symbol, this.frame.dayNumber);
    const { day } = instrument;
    day.sourceRows++;
    const condition = conditionOf(buyer, seller, isCross, id);
    const row = day.addTrade(day.midnightUs + timeUs, price, quantity, aggressorOf(buyer, seller), condition);
    const { columns } = day.trades;
    columns[TRADE.id]![row] = id;
    if (!this.hasBrokers) return;
    columns[TRADE.buyAgent]![row] = fields.integer(bytes, NEG.buyBroker);
    columns[TRADE.sellAgent]![row] = fields.integer(bytes, NEG.sellBroker);
  }

  private leaveOut(symbol: string, id: number): void {
    this.session.rowsSkipped++;
    this.cancelled.push(`${symbol} ${id}`);
  }

  private begin(instrument: Instrument): void {
    this.endInstrument();
    this.current = instrument;
  }

  /** Trades of one millisecond stand in any order in the file; their numbers are in the order of the exchange. */
  private endInstrument(): void {
    const { current } = this;
    if (current === undefined) return;
    current.isOver = true;
    if (current.day !== undefined) sortRows(current.day.trades, TRADE.id);
    current.day = undefined;
  }

  /** Only the sides are stored of what the row says of the two orders; the rest must be of its form all the same. */
  private wrongOrder(bytes: Uint8Array): number | undefined {
    const { fields } = this;
    for (const date of DATES) {
      if (this.frame.isDay(bytes, fields.start(date))) continue;
      const packed = scanYearFirstDate(bytes, fields.start(date), fields.end(date));
      if (dayNumberOfPacked(packed) === undefined) return date;
    }
    for (const number of NUMBERS) if (fields.integer(bytes, number) < 0) return number;
    for (const aggressor of AGGRESSORS) {
      const side = fields.digit(bytes, aggressor);
      if (side < 0 || side > PASSIVE) return aggressor;
    }
    const cross = fields.digit(bytes, NEG.cross);
    return cross === 0 || cross === 1 ? undefined : NEG.cross;
  }

  private wrongBroker(bytes: Uint8Array): number | undefined {
    if (this.fields.integer(bytes, NEG.buyBroker) < 0) return NEG.buyBroker;
    return this.fields.integer(bytes, NEG.sellBroker) < 0 ? NEG.sellBroker : undefined;
  }

  private wrong(bytes: Uint8Array, place: number, expected: string): void {
    const why = place === NEG.session ? `${this.frame.dayText}, the day of the file` : expected;
    this.session.rowsSkipped++;
    this.fields.reject(this.bad, this.line, bytes, place, why);
  }

  private wrongShape(bytes: Uint8Array, start: number, end: number): void {
    this.session.rowsSkipped++;
    this.fields.rejectShape(this.bad, this.line, bytes, start, end);
  }
}

const DATES = [NEG.buyDate, NEG.sellDate];
const NUMBERS = [NEG.buySequence, NEG.buySecondary, NEG.sellSequence, NEG.sellSecondary];
const AGGRESSORS = [NEG.buyAggressor, NEG.sellAggressor];

const EXPECTED: Readonly<Record<number, string>> = {
  [NEG.symbol]: 'the code of an instrument whose rows stand together (the file is ordered by instrument)',
  [NEG.id]: 'the number of a trade, ten digits and not zero',
  [NEG.price]: 'a blank or minus, twelve digits, a point and six digits',
  [NEG.quantity]: 'a quantity above 0, eighteen digits and at most 2^53 - 1',
  [NEG.time]: 'a time like 09:00:00.123',
  [NEG.indicator]: '1 (a trade) or 2 (a trade that was cancelled)',
  [NEG.buyDate]: 'a date like 2016-01-04',
  [NEG.buyAggressor]: '0, 1 (aggressor) or 2 (passive)',
  [NEG.sellDate]: 'a date like 2016-01-04',
  [NEG.sellAggressor]: '0, 1 (aggressor) or 2 (passive)',
  [NEG.cross]: '0 or 1 (an intentional cross)',
};

function aggressorOf(buyer: number, seller: number): number {
  if (buyer === ACTIVE && seller === PASSIVE) return AGGRESSOR_BUYER;
  return buyer === PASSIVE && seller === ACTIVE ? AGGRESSOR_SELLER : AGGRESSOR_UNKNOWN;
}

/** Two passive sides meet in an auction, unless the trade was put in by hand. */
function conditionOf(buyer: number, seller: number, isCross: boolean, id: number): TradeConditionNumber {
  if (isCross) return TradeCondition.cross;
  if (buyer !== PASSIVE || seller !== PASSIVE) return TradeCondition.regular;
  return id % NUMBER_STEP === 0 ? TradeCondition.auction : TradeCondition.other;
}
