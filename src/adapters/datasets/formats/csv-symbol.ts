// The symbol of a row: what a column names, what the mapping or the user says, or the contract that a continuous name shows.

import { contractFor, lastTradingDay, resolveContract } from '../../../core/market/contract.ts';
import { familyOf } from '../../../core/market/instrument.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { isCovered } from '../../../core/market/trading-calendar.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
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
  private readonly place: number;
  private readonly fixed: string;
  private readonly rollsLate: boolean;
  private readonly names = new TextMeanings((text) => (SYMBOL.test(text) ? text : undefined));
  private name = '';
  private dayNumber = Number.NaN;
  private contract = '';

  /** A UserError `instrument-unknown` when nothing tells the symbol, or what is told is none. */
  constructor(source: SymbolSource) {
    this.place = source.place;
    this.fixed = source.place < 0 ? fixedSymbol(source) : '';
    this.rollsLate = source.mapping.rolls === 'afterLastDay';
  }

  /** For messages: the one symbol, or nothing where a column names them. */
  get title(): string {
    return this.fixed;
  }

  /** Empty after the row was rejected. */
  of(fields: RowFields, dayNumber: number): string {
    const name = this.place < 0 ? this.fixed : fields.meaning(this.place, this.names);
    if (name === undefined) {
      fields.reject(this.place, 'a symbol like WDOU25');
      return '';
    }
    if (!this.rollsLate) return name;
    if (name !== this.name || dayNumber !== this.dayNumber) {
      this.name = name;
      this.dayNumber = dayNumber;
      this.contract = lastingContract(name, dayNumber);
    }
    return this.contract;
  }
}

function fixedSymbol({ file, symbol, stream }: SymbolSource): string {
  const given = stream.instrument ?? symbol;
  return given !== undefined && SYMBOL.test(given) ? given : symbolOfFile(file, given);
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
