// MetaTrader 5 ticks: good lines, and what any line says, read the plain way.

import { importMt5Ticks } from '../../../../src/adapters/datasets/formats/mt5-ticks.ts';
import { type LineCase, type LineReference, type ReadRow, SKIPPED, type Verdict, WRONG } from '../line-case.ts';
import { clockOf, fieldsOf, numberOf, POINT_STYLE, saoPauloUs, wholeOf, yearFirstDay } from '../naive-fields.ts';

const NAMES = ['<DATE>', '<TIME>', '<BID>', '<ASK>', '<LAST>', '<VOLUME>', '<FLAGS>'];
const SYMBOL = 'WDOU25';
/** Terminals know more bits than those that are read. */
const MAX_FLAGS = 65_535;
const BUYER = 32;
const SELLER = 64;

class Mt5TickReference implements LineReference {
  private readonly delimiter: string;
  private readonly hasFlags: boolean;
  private day: number | undefined;
  private bid = 0;
  private ask = 0;

  constructor(delimiter: string, hasFlags: boolean) {
    this.delimiter = delimiter;
    this.hasFlags = hasFlags;
  }

  read(line: string): Verdict {
    const fields = fieldsOf(line, this.delimiter);
    if (fields.length !== (this.hasFlags ? 7 : 6)) return WRONG;
    const [date, time, ...rest] = fields as [string, string, ...string[]];
    const day = yearFirstDay(date);
    const clock = clockOf(time);
    // an empty field is null, a wrong one undefined
    const [bid, ask, last, volume] = rest.slice(0, 4).map((field) => (field === '' ? null : amountOf(field)));
    const flags = rest[4] === undefined || rest[4] === '' ? 0 : wholeOf(rest[4], POINT_STYLE, 0, MAX_FLAGS);
    if (day === undefined || clock === undefined || flags === undefined) return WRONG;
    if (bid === undefined || ask === undefined || last === undefined || volume === undefined) return WRONG;
    if (day !== this.day) this.forget();
    this.day = day;
    const all = [bid, ask, last, volume];
    if (all.every((value) => value === null) || all.every((value) => value === 0)) {
      this.forget();
      return SKIPPED;
    }
    return this.rows(day, saoPauloUs(day, clock), bid, ask, last, volume, flags);
  }

  private forget(): void {
    this.bid = 0;
    this.ask = 0;
  }

  private rows(
    day: number,
    time_us: number,
    bid: number | null,
    ask: number | null,
    last: number | null,
    volume: number | null,
    flags: number,
  ): Verdict {
    const rows: ReadRow[] = [];
    const traded = last !== null && volume !== null && last > 0 && volume > 0;
    const quoted = bid !== null || ask !== null;
    // zeros beside a trade are empty fields
    if (quoted && !(traded && !bid && !ask)) {
      if (bid !== null) this.bid = bid;
      if (ask !== null) this.ask = ask;
      const values = { time_us, flags: (this.bid > 0 ? 1 : 0) + (this.ask > 0 ? 2 : 0), bid: this.bid, ask: this.ask };
      rows.push({ part: `${SYMBOL} quotes`, day, values: { ...values, bid_size: 0, ask_size: 0 } });
    }
    if (traded) {
      const side = flags & (BUYER | SELLER);
      const aggressor = side === BUYER ? 1 : side === SELLER ? 2 : 0;
      rows.push({
        part: `${SYMBOL} trades`,
        day,
        values: { time_us, price: last, quantity: volume, aggressor, condition: 0 },
      });
    }
    return rows.length === 0 ? SKIPPED : { kind: 'rows', rows };
  }
}

function amountOf(field: string): number | undefined {
  const value = numberOf(field, POINT_STYLE);
  return value !== undefined && value >= 0 ? value : undefined;
}

const LINES = [
  ['5470.500', '5471.000', '', '', '6'],
  ['', '', '5471.000', '3', '56'],
  ['5470.000', '', '', '', '2'],
  ['', '', '5470.500', '15', '88'],
  ['', '5470.500', '5470.500', '1', '120'],
  ['0.000', '0.000', '0.000', '0', '30'],
];

function mt5TicksCase(name: string, delimiter: string, hasFlags: boolean): LineCase {
  const columns = hasFlags ? NAMES.length : NAMES.length - 1;
  const timeOf = (k: number): string => new Date(Date.UTC(2025, 7, 5, 9) + k * 1713).toISOString().slice(11, 23);
  return {
    name,
    format: 'mt5-ticks',
    importer: importMt5Ticks,
    fileName: `${SYMBOL}_202508050900_202508051800.csv`,
    delimiter,
    line: (k) => ['2025.08.05', timeOf(k), ...LINES[k % LINES.length]!].slice(0, columns).join(delimiter),
    head: () => [NAMES.slice(0, columns).join(delimiter)],
    reference: () => new Mt5TickReference(delimiter, hasFlags),
    fileLines: 120,
  };
}

export const MT5_TICKS_CASES: readonly LineCase[] = [
  mt5TicksCase('mt5-ticks', '\t', true),
  mt5TicksCase('mt5-ticks without flags, with commas', ',', false),
];
