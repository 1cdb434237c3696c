// Market-by-order csv, decoded plainly and as Databento writes it: good lines, and what any line says, read the plain way.

import { importMbo } from '../../../../src/adapters/datasets/formats/mbo.ts';
import type { LineCase, LineReference, ReadRow, Verdict } from '../line-case.ts';
import { WRONG } from '../line-case.ts';
import { DAY_US, digitsOf, fieldsOf, instantOf, numberOf, POINT_STYLE } from '../naive-fields.ts';

const PLAIN = ['ts_recv_ns', 'ts_event_ns', 'action', 'side', 'price', 'size', 'order_id', 'flags', 'sequence'];
const DATABENTO = [
  ...['ts_recv', 'ts_event', 'rtype', 'publisher_id', 'instrument_id', 'action', 'side', 'price', 'size', 'channel_id'],
  ...['order_id', 'flags', 'ts_in_delta', 'sequence', 'symbol'],
];
const SYMBOL = /^[A-Z0-9][A-Za-z0-9.$@_-]{0,39}$/;
const NO_PRICE = '9223372036854775807';
const ACTIONS: Readonly<Record<string, number>> = { A: 1, M: 2, C: 3, T: 7, F: 8, R: 9, N: 10 };
const [TRADE, CLEAR, INFORM] = [7, 9, 10];
const SIDES: Readonly<Record<string, number>> = { B: 0, A: 1, N: 16 };
const MAX_SIZE = 2 ** 32 - 1;
const [LAST, TOP, SNAPSHOT, PRICE_LEVEL] = [128, 64, 32, 16];

class MboReference implements LineReference {
  private readonly names: readonly string[];
  private readonly isFixed: boolean;
  private day = 0;

  constructor(names: readonly string[], isFixed: boolean) {
    this.names = names;
    this.isFixed = isFixed;
  }

  read(line: string): Verdict {
    const fields = fieldsOf(line, ',');
    if (fields.length !== this.names.length) return WRONG;
    const at = (...known: readonly string[]): string => fields[this.names.findIndex((name) => known.includes(name))]!;
    const [received, event] = [instantOf(at('ts_recv', 'ts_recv_ns')), instantOf(at('ts_event', 'ts_event_ns'))];
    const symbol = this.names.includes('symbol') ? at('symbol').trim() : 'ESH4';
    const [action, side] = [known(ACTIONS, at('action')), known(SIDES, at('side'))];
    const price = this.priceOf(at('price'), action);
    const [quantity, order_id] = [digitsOf(at('size'), 0, MAX_SIZE), digitsOf(at('order_id'))];
    const [marks, sequence] = [digitsOf(at('flags'), 0, 255), digitsOf(at('sequence'))];
    if (this.names.includes('rtype') && digitsOf(at('rtype')) !== 160) return WRONG;
    if (received === undefined || event === undefined || action === undefined || side === undefined) return WRONG;
    if (price === undefined || quantity === undefined || order_id === undefined || sequence === undefined) return WRONG;
    if (marks === undefined || (marks & (TOP | PRICE_LEVEL)) !== 0 || !SYMBOL.test(symbol)) return WRONG;
    const day = Math.floor(received[0] / DAY_US);
    if (day < this.day) return WRONG;
    this.day = day;
    const [time_us, time_ns] = (marks & SNAPSHOT) !== 0 ? received : event;
    const times = { time_us, time_ns, received_us: received[0], received_ns: received[1] };
    const flags = side + ((marks & LAST) === 0 ? 4 : 0) + ((marks & SNAPSHOT) !== 0 ? 8 : 0);
    const order = { ...times, action, flags, order_id, price, quantity, sequence };
    const rows: ReadRow[] = [{ part: `${symbol} orders`, day, values: order }];
    const aggressor = side === 0 ? 1 : side === 1 ? 2 : 0;
    const trade = { ...times, price, quantity, aggressor, condition: 0 };
    if (action === TRADE) rows.push({ part: `${symbol} trades`, day, values: trade });
    return { kind: 'rows', rows };
  }

  /** 0 where a message that is about no order has none. */
  private priceOf(field: string, action: number | undefined): number | undefined {
    const isPrinted = this.names.includes('symbol') && !this.isFixed;
    const price = this.isFixed ? digitsOf(field, 1) : numberOf(field, POINT_STYLE);
    const mayLack = action === CLEAR || action === INFORM;
    if (mayLack && (field === '' || field === NO_PRICE || numberOf(field, POINT_STYLE) === 0)) return 0;
    if (isPrinted && !field.includes('.')) return undefined;
    return price !== undefined && price > 0 ? price / (this.isFixed ? 1e9 : 1) : undefined;
  }
}

function known(table: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Action, side, price and flags. */
const LINES = [
  ['A', 'A', 4797.5, 130],
  ['T', 'B', 4800.25, 0],
  ['F', 'A', 4800.25, 0],
  ['C', 'A', 4800.25, 128],
  ['A', 'B', 4799, 40],
  ['R', 'N', 0, 136],
  ['M', 'B', 4799.75, 130],
] as const;
const FIRST_NS = 1_703_541_600_181_198_464n;

function plainLine(k: number): string {
  const [action, side, price, flags] = LINES[k % LINES.length]!;
  const time = FIRST_NS + BigInt(k) * 1_000_003n;
  return [time, time - 1_111_351n, action, side, price.toFixed(2), 5 + k, 6412777264941 + k, flags, 4957 + k].join(',');
}

function databentoLine(k: number, isFixed: boolean): string {
  const [action, side, price, flags] = LINES[k % LINES.length]!;
  const nanos = FIRST_NS + BigInt(k) * 1_000_003n;
  const iso = `${new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19)}.${String(nanos).slice(-9)}Z`;
  const time = isFixed ? String(nanos) : iso;
  const none = isFixed ? NO_PRICE : '';
  const shown = price === 0 ? none : isFixed ? String(price * 1e9) : price.toFixed(9);
  const start = [time, time, 160, 1, 17077, action, side, shown];
  return [...start, 5 + k, 0, 6412777264941 + k, flags, 22432, 4957 + k, k % 5 === 4 ? 'ESM4' : 'ESH4'].join(',');
}

function mboCase(name: string, names: readonly string[], isFixed: boolean, line: (k: number) => string): LineCase {
  return {
    ...{ name, line, format: 'mbo', importer: importMbo, delimiter: ',', readsAhead: names !== PLAIN, fileLines: 60 },
    fileName: 'ESH4_mbo_20231225.csv',
    head: () => [names.join(',')],
    reference: () => new MboReference(names, isFixed),
  };
}

export const MBO_CASES: readonly LineCase[] = [
  mboCase('mbo', PLAIN, false, plainLine),
  mboCase('mbo of Databento, printed', DATABENTO, false, (k) => databentoLine(k, false)),
  mboCase('mbo of Databento, counted', DATABENTO, true, (k) => databentoLine(k, true)),
];
