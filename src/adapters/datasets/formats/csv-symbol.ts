// The symbol of a row: what a column names, what the mapping or the user says, or the contract that a continuous name shows.

import { contractFor, lastTradingDay, resolveContract } from '../../../core/market/contract.ts';
import { familyOf } from '../../../core/market/instrument.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { isCovered } from '../../../core/market/trading-calendar.ts';
import { UserError } from '../../user-error.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
import { asRowsAbove, instrumentDiffers, symbolAgreement } from '../importing/symbol-agreement.ts';
import type { RowFields } from './csv-fields.ts';
import type { CsvMapping, CsvStream } from './csv-mapping.ts';
import { TextMeanings } from './csv-text.ts';

const SYMBOL = /^[A-Z0-9][A-Z0-9.$@_-]{0,39}$/;
const MONTHS_BETWEEN = { dollar: 1, index: 2 } as const;
/** The contract before the one shown expired at most so many days ago. */
const DAYS_BETWEEN = 70;

export interface SymbolSource {
  readonly file: string;
  /** What the user said, else what the mapping says for the whole file. */
  readonly symbol: string | undefined;
  readonly mapping: CsvMapping;
  readonly stream: CsvStream;
  /** Place of the column with the symbols; -1 where there is none. */
  readonly place: number;
}

export class StreamSymbols {
  private readonly file: string;
  private readonly place: number;
  private readonly field: string;
  /** What the rows of the column must be of, where the user said it and no other rows are meant. */
  private readonly given: string | undefined;
  private first: string | undefined;
  private readonly fixed: string;
  private readonly rollsLate: boolean;
  private readonly names = new TextMeanings((text) => (SYMBOL.test(text) ? text : undefined));
  private name = '';
  private dayNumber = Number.NaN;
  private contract = '';

  /**
   * UserErrors: `instrument-unknown` when nothing tells the symbol, or what is told is none; `instrument-differs` where the
   * mapping says another than the user.
   */
  constructor(source: SymbolSource) {
    this.file = source.file;
    this.place = source.place;
    this.field = String(source.stream.columns.contract);
    this.given = wordForNamedRows(source);
    this.fixed = source.place < 0 ? fixedSymbol(source) : '';
    this.rollsLate = source.mapping.rolls === 'afterLastDay';
  }

  /** For messages: the one symbol, or nothing where a column names them. */
  get title(): string {
    return this.fixed;
  }

  /** Empty after the row was rejected. A UserError `instrument-differs` where the column cannot be of what the user said. */
  of(fields: RowFields, dayNumber: number): string {
    const name = this.place < 0 ? this.fixed : this.inColumn(fields);
    if (!this.rollsLate || name === '') return name;
    if (name !== this.name || dayNumber !== this.dayNumber) {
      this.name = name;
      this.dayNumber = dayNumber;
      this.contract = lastingContract(name, dayNumber);
    }
    return this.contract;
  }

  private inColumn(fields: RowFields): string {
    const name = fields.meaning(this.place, this.names);
    const { given } = this;
    if (name === undefined) {
      fields.reject(this.place, 'a symbol like WDOU25');
      return '';
    }
    if (given === undefined) return name;
    if (this.first === undefined) this.agree(fields, name, given);
    if (name === this.first) return given;
    fields.reject(this.place, asRowsAbove(this.first!, given));
    return '';
  }

  private agree(fields: RowFields, symbol: string, given: string): void {
    const { file, place } = this;
    const agreement = symbolAgreement(symbol, given);
    if (agreement.kind === 'contradiction') {
      const { line, field = this.field } = rejection(fields, place) ?? {};
      throw instrumentDiffers({ symbol, file, line, column: place + 1, field }, given, agreement.why);
    }
    this.first = symbol;
  }
}

/** Only the rejection of a row tells its line; where wrong lines are skipped nothing does. */
function rejection(fields: RowFields, place: number): UserError | undefined {
  try {
    fields.reject(place, 'of the instrument that the user named');
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** What the user said, where it can only mean rows that are named by a column or by their stream. */
function wordForNamedRows({ symbol, mapping }: SymbolSource): string | undefined {
  const isFree = mapping.streams.some(({ instrument, columns }) => (instrument ?? columns.contract) === undefined);
  return isFree || symbol === mapping.instrument ? undefined : symbol;
}

function fixedSymbol(source: SymbolSource): string {
  const { file, symbol, mapping, stream } = source;
  const word = wordForNamedRows(source);
  if (stream.instrument !== undefined && word !== undefined) assertSame(mapping.name, stream.instrument, word);
  const given = stream.instrument ?? symbol;
  return given !== undefined && SYMBOL.test(given) ? given : symbolOfFile(file, given).symbol;
}

function assertSame(mapping: string, told: string, given: string): void {
  if (symbolAgreement(told, given).kind === 'same') return;
  throw new UserError({
    code: 'instrument-differs',
    message: `The mapping ${mapping} says that rows are of ${told}, --instrument says ${given}`,
    field: 'instrument',
    fix: 'Leave --instrument out: the mapping names the instruments of all rows; where it is wrong, change its field instrument',
  });
}

/** The contract of a continuous name that still trades on the day, to its very last day; other symbols as they are. */
function lastingContract(symbol: string, dayNumber: number): string {
  const parsed = parseSymbol(symbol);
  if (parsed === undefined || parsed.kind === 'dated' || !isCovered(dayNumber)) return symbol;
  const shown = resolveContract(symbol, dayNumber)!;
  if (!isCovered(dayNumber - DAYS_BETWEEN)) return shown.symbol;
  const month = shown.year * 12 + (shown.month - 1) - MONTHS_BETWEEN[familyOf(shown.root)];
  const before = contractFor(shown.root, Math.floor(month / 12), (month % 12) + 1);
  return lastTradingDay(before) >= dayNumber ? before.symbol : shown.symbol;
}
