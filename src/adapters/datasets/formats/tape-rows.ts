// Lines of a list of trades with brokers to trades in their days; what is odd in all of them is counted for the notices.

import { basename } from 'node:path';
import { type DayRows, TRADE } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { BrokerCodes } from '../text/broker-codes.ts';
import type { DecimalStyle } from '../text/field-scan.ts';
import { LineFields } from '../text/line-fields.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { quotedText } from '../text/shown-text.ts';
import { WordTable } from '../text/word-table.ts';
import { RowSymbol } from './row-symbol.ts';
import { TAPE_COLUMNS, type TapeColumn, type TapeKind, type TapeLayout, type TapeType } from './tape-kind.ts';

const MOST_CONTRACTS = 1_000_000_000;
/** B3's numbers of the sessions. */
const REGULAR_SESSION = 1;
const AFTER_MARKET_SESSION = 6;
const SESSION_TYPES: ReadonlyMap<string, number> = new Map([
  ...['n', 'no', 'nao', '0', 'false'].map((word) => [word, REGULAR_SESSION] as const),
  ...['s', 'sim', 'y', 'yes', '1', 'true'].map((word) => [word, AFTER_MARKET_SESSION] as const),
]);

export class TapeRows {
  private readonly request: FileImport;
  private readonly kind: TapeKind;
  private readonly session: ImportSession;
  private readonly fields: LineFields;
  private readonly symbols: RowSymbol;
  private readonly types: WordTable<TapeType>;
  private readonly sessionTypes = new WordTable(SESSION_TYPES);
  private readonly brokers = new BrokerCodes();
  private readonly places: Readonly<Record<TapeColumn, number>>;
  private packedDay = -1;
  private dayNumber: number | undefined;

  constructor(request: FileImport, layout: TapeLayout, kind: TapeKind, style: DecimalStyle, session: ImportSession) {
    this.request = request;
    this.kind = kind;
    this.session = session;
    const { file, symbol: given } = request;
    const place = layout.at('symbol');
    const named = { column: place + 1, field: layout.names[place]! };
    this.symbols = new RowSymbol({ file, given, ...named, naming: 'unique', example: 'WDOFUT' });
    this.fields = new LineFields(layout.names, layout.delimiter.charCodeAt(0), style, session, request.bad);
    this.types = new WordTable(kind.types);
    const places = TAPE_COLUMNS.map((column) => [column, layout.at(column)]);
    this.places = Object.fromEntries(places) as Record<TapeColumn, number>;
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { fields, places, kind, session } = this;
    if (!fields.next(bytes, start, end, line)) return;
    const symbol = this.symbolOf(bytes, line);
    const dayNumber = this.dayOf(bytes);
    const timeUs = kind.time.scan(bytes, fields.starts[places.time]!, fields.ends[places.time]!);
    if (Number.isNaN(timeUs)) fields.reject(places.time, `a time like ${kind.time.example}`);
    const price = fields.price(places.price);
    const contracts = fields.whole(places.quantity, 1, MOST_CONTRACTS);
    if (places.turnover >= 0) fields.amount(places.turnover);
    const type = this.types.meaningOf(bytes, fields.starts[places.type]!, fields.ends[places.type]!);
    if (type === undefined) fields.reject(places.type, `one of ${kind.typeNames}`);
    const id = places.number < 0 ? 0 : fields.digits(places.number);
    const sessionType = this.sessionTypeOf(bytes);
    if (fields.failed || symbol === undefined || dayNumber === undefined || type === undefined) return;
    const day = session.day(symbol, dayNumber);
    day.sourceRows++;
    const row = day.addTrade(day.midnightUs + timeUs, price, contracts, type.aggressor, type.condition);
    const { columns } = day.trades;
    columns[TRADE.id]![row] = id;
    columns[TRADE.sessionType]![row] = sessionType;
    columns[TRADE.sourceCondition]![row] = type.source;
    this.addBrokers(bytes, day, row);
  }

  /** What is odd in the file, in sentences. `filled` are the optional columns that are kept. */
  notices(filled: ReadonlySet<string>): readonly string[] {
    const { nameless, example, coded } = this.brokers;
    const name = basename(this.request.file);
    const notices: string[] = [...this.symbols.notices];
    if (nameless > 0) {
      notices.push(
        `${nameless} brokers in ${name} are named without a code (such as ${quotedText(example)}), and names are not kept`,
      );
    }
    if (coded > 0 && !filled.has('buy_agent')) {
      notices.push(`${coded} brokers in ${name} have a code, but none at its beginning: no codes were kept`);
    }
    return notices;
  }

  private addBrokers(bytes: Uint8Array, day: DayRows, row: number): void {
    const { fields, places, brokers } = this;
    const { columns } = day.trades;
    columns[TRADE.buyAgent]![row] = brokers.codeOf(bytes, fields.starts[places.buyer]!, fields.ends[places.buyer]!);
    columns[TRADE.sellAgent]![row] = brokers.codeOf(bytes, fields.starts[places.seller]!, fields.ends[places.seller]!);
  }

  private symbolOf(bytes: Uint8Array, line: number): string | undefined {
    const { fields, places } = this;
    const symbol = this.symbols.nameOf(bytes, fields.starts[places.symbol]!, fields.ends[places.symbol]!, line);
    if (symbol === undefined) this.fields.reject(places.symbol, this.symbols.expected);
    return symbol;
  }

  private dayOf(bytes: Uint8Array): number | undefined {
    const { fields, places, kind } = this;
    const packed = kind.date.scan(bytes, fields.starts[places.date]!, fields.ends[places.date]!);
    if (packed !== this.packedDay) {
      this.packedDay = packed;
      this.dayNumber = dayNumberOfPacked(packed);
    }
    if (this.dayNumber === undefined) this.fields.reject(places.date, `a date like ${kind.date.example}`);
    return this.dayNumber;
  }

  private sessionTypeOf(bytes: Uint8Array): number {
    const place = this.places.afterMarket;
    if (place < 0) return 0;
    const found = this.sessionTypes.meaningOf(bytes, this.fields.starts[place]!, this.fields.ends[place]!);
    if (found === undefined) this.fields.reject(place, 'N for the regular session or S for the after-market');
    return found ?? 0;
  }
}
