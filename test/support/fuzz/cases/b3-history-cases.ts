// B3's historical files of trades and of orders: good lines, and what any line says, read the plain way.

import { importB3Neg } from '../../../../src/adapters/datasets/formats/b3-neg.ts';
import { importB3Orders } from '../../../../src/adapters/datasets/formats/b3-orders.ts';
import type { LineCase, LineReference, Verdict } from '../line-case.ts';
import { oneRow, SKIPPED, WRONG } from '../line-case.ts';
import { clockOf, dayFirstDay, digitsOf, SAO_PAULO, saoPauloUs, utcOf, yearFirstDay } from '../naive-fields.ts';
import type { StoredValues } from '../row-text.ts';

const DAY = '2016-01-18';
const FILE_DAY = yearFirstDay(DAY)!;
const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const TIME = 'time';
const NEG_WIDTHS = [10, 50, 10, 20, 18, TIME, 1, 10, 15, 15, 1, 10, 15, 15, 1, 1, 8, 8] as const;
const OFER_WIDTHS = [10, 50, 1, 15, 15, 3, TIME, 10, 20, 18, 18, 10, 19, 1, 1, 8] as const;
const PRICE = /^([ -])(\d+\.\d{6})$/;
const OFER_EVENTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12];
const TRADE_EVENT = 4;
const ORDER_MORE = 4;

/** Undefined unless each field is as wide as the layout has it. */
function fixedFields(line: string, widths: readonly (number | 'time')[]): readonly string[] | undefined {
  const times = [12, 13, 14, 15];
  for (const time of times) {
    const fields: string[] = [];
    let at = 0;
    for (const width of widths) {
      const wide = width === TIME ? time : width;
      fields.push(line.slice(at, at + wide));
      at += wide + 1;
    }
    const isWhole = at - 1 === line.length && fields.join(';') === line;
    if (isWhole) return fields;
  }
  return undefined;
}

/** Digits with six decimals behind a blank or a minus, as many as a float tells apart. */
function priceOf(field: string): number | undefined {
  const match = PRICE.exec(field);
  if (match === null) return undefined;
  if (BigInt(match[2]!.replace('.', '')) > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return Number(`${match[1]!.trim()}${match[2]}`) + 0;
}

/** The digit of a field, one of those given. */
function oneOf(field: string, digits: string): number | undefined {
  return /^\d$/.test(field) && digits.includes(field) ? Number(field) : undefined;
}

/** The file is ordered by instrument: one whose rows have ended does not come again. */
class NegReference implements LineReference {
  private current = '';
  private readonly over = new Set<string>();

  read(line: string): Verdict {
    const fields = fixedFields(line, NEG_WIDTHS);
    if (fields === undefined || fields[0] !== DAY) return WRONG;
    const symbol = fields[1]!.replace(/ +$/, '');
    const [id, price, quantity] = [digitsOf(fields[2]!, 1), priceOf(fields[3]!), digitsOf(fields[4]!, 1)];
    const [clock, indicator] = [clockOf(fields[5]!), oneOf(fields[6]!, '12')];
    const dates = [fields[7]!, fields[11]!].map(yearFirstDay);
    const numbers = [fields[8]!, fields[9]!, fields[12]!, fields[13]!, fields[16]!, fields[17]!].map((field) =>
      digitsOf(field),
    );
    const [buyer, seller, cross] = [oneOf(fields[10]!, '012'), oneOf(fields[14]!, '012'), oneOf(fields[15]!, '01')];
    if (!SYMBOL.test(symbol) || this.over.has(symbol) || id === undefined || price === undefined) return WRONG;
    if (quantity === undefined || clock === undefined || indicator === undefined) return WRONG;
    if (buyer === undefined || seller === undefined || cross === undefined) return WRONG;
    if ([...dates, ...numbers].includes(undefined)) return WRONG;
    if (symbol !== this.current) this.over.add(this.current);
    this.current = symbol;
    if (indicator === 2) return SKIPPED;
    const aggressor = buyer === 1 && seller === 2 ? 1 : buyer === 2 && seller === 1 ? 2 : 0;
    const calm = buyer === 2 && seller === 2 ? (id % 10 === 0 ? 1 : 4) : 0;
    const values = {
      time_us: saoPauloUs(FILE_DAY, clock),
      price,
      quantity,
      aggressor,
      condition: cross === 1 ? 2 : calm,
    };
    const agents = { buy_agent: numbers[4]!, sell_agent: numbers[5]! };
    return oneRow(symbol, 'trades', FILE_DAY, { ...values, trade_id: id, ...agents });
  }

  finish(rows: readonly StoredValues[]): readonly StoredValues[] {
    return rows.toSorted((a, b) => a.time_us! - b.time_us! || a.trade_id! - b.trade_id!);
  }
}

class OferReference implements LineReference {
  read(line: string): Verdict {
    const fields = fixedFields(line, OFER_WIDTHS);
    if (fields === undefined || fields[0] !== DAY || fields[2] !== '2') return WRONG;
    const symbol = fields[1]!.replace(/ +$/, '');
    const [order_id, sequence, event] = [digitsOf(fields[3]!, 1), digitsOf(fields[4]!), digitsOf(fields[5]!)];
    const [clock, priority, price] = [clockOf(fields[6]!), digitsOf(fields[7]!), priceOf(fields[8]!)];
    const [total, traded, orderDay] = [digitsOf(fields[9]!), digitsOf(fields[10]!), yearFirstDay(fields[11]!)];
    const [date, enteredAt] = [fields[12]!.slice(0, 10), fields[12]!.slice(10)];
    const entered = yearFirstDay(date) ?? dayFirstDay(date);
    const enteredClock = enteredAt.startsWith(' ') ? clockOf(enteredAt.slice(1)) : undefined;
    const [aggressor, agent] = [oneOf(fields[14]!, '012'), digitsOf(fields[15]!)];
    if (!SYMBOL.test(symbol) || order_id === undefined || sequence === undefined || price === undefined) return WRONG;
    if (event === undefined || !OFER_EVENTS.includes(event) || clock === undefined || priority === undefined)
      return WRONG;
    if (total === undefined || traded === undefined || traded > total || aggressor === undefined) return WRONG;
    if (orderDay === undefined || orderDay > FILE_DAY || entered === undefined || entered > FILE_DAY) return WRONG;
    if (enteredClock === undefined || !/^[012458C]$/.test(fields[13]!) || agent === undefined) return WRONG;
    const day = Math.floor(clock / 1e6) * 1e6 === enteredClock ? entered : FILE_DAY;
    const quantity = total - traded;
    const time_us = day < FILE_DAY ? utcOf(SAO_PAULO, day, 12 * 3600e6) - 12 * 3600e6 + clock : saoPauloUs(day, clock);
    const flags = 1 + (day < FILE_DAY ? 8 : 0);
    const action = actionOf(event, price, quantity);
    const values = { time_us, action, flags, order_id, price, quantity, sequence, source_event: event, agent };
    return oneRow(symbol, 'orders', FILE_DAY, values);
  }

  /** Both files of a day make one book in the order of the messages; an event goes on while trades of its time follow. */
  finish(rows: readonly StoredValues[]): readonly StoredValues[] {
    const sorted = rows.toSorted((a, b) => a.time_us! - b.time_us! || a.sequence! - b.sequence!);
    return sorted.map((row, index) => {
      const next = sorted[index + 1];
      const goesOn = next !== undefined && next.time_us === row.time_us && next.source_event === TRADE_EVENT;
      return { ...row, flags: row.flags! + (goesOn ? ORDER_MORE : 0) };
    });
  }
}

/** 1 add, 2 modify, 5 remain, 6 remove, 10 inform. */
function actionOf(event: number, price: number, left: number): number {
  if (price === 0 || event === 6 || event === 7) return 10;
  if (event === 1 || event === 9) return left > 0 ? 1 : 10;
  if (event === 2 || event === 5) return 2;
  return event === TRADE_EVENT ? 5 : 6;
}

const number = (value: number, width: number): string => String(value).padStart(width, '0');
const clockAt = (k: number, digits: number): string =>
  new Date(Date.UTC(2016, 0, 18, 9) + k * 1017)
    .toISOString()
    .slice(11, 23)
    .padEnd(9 + digits, '0');
/** Each line has an instrument of its own: one that is taken for another does not end the others. */
const symbolAt = (k: number): string => `WDO${number(k, 4)}`.padEnd(50);

function negLine(k: number): string {
  const order = (side: string): readonly string[] => [DAY, number(725370159473 + k, 15), number(7 + k, 15), side];
  const sides = ['12', '21', '22', '00'][k % 4]!;
  const price = k % 7 === 6 ? '-000000000000.500000' : ' 000000004050.500000';
  const start = [DAY, symbolAt(k), number(k % 5 === 0 ? k + 1 : 10 * (k + 1), 10), price, number(2 + k, 18)];
  const end = [...order(sides[0]!), ...order(sides[1]!), k % 6 === 5 ? '1' : '0', '00000085', '00000003'];
  // times have three to six decimals in one file or another; here in one
  return [...start, clockAt(k, 3 + (k % 4)), k % 9 === 8 ? '2' : '1', ...end].join(';');
}

function oferLine(k: number): string {
  const event = OFER_EVENTS[k % OFER_EVENTS.length]!;
  const entered = k % 5 === 0 ? `2016-01-15 ${clockAt(k, 3).slice(0, 8)}` : `${DAY} 09:00:00`;
  const price = k % 7 === 6 ? ' 000000000000.000000' : ' 000000004050.500000';
  const start = [DAY, symbolAt(k), '2', number(725370159473 + k, 15), number(1000 + k, 15), number(event, 3)];
  const end = [number(10, 18), number(k % 3, 18), '2016-01-15', entered, '0', '2', '00000085'];
  return [...start, clockAt(k, 3 + (k % 4)), number(k, 10), price, ...end].join(';');
}

function framedCase(
  name: string,
  file: string,
  title: string,
  parts: Pick<LineCase, 'importer' | 'line' | 'reference'>,
): LineCase {
  const frame = (kind: string, count: number): string =>
    `${kind} ${title.padEnd(19)} ${DAY} ${DAY} ${number(count + 2, 9)}`;
  return {
    ...{ ...parts, name, format: name, fileName: file, delimiter: ';', readsAhead: true, fileLines: 60 },
    head: (count) => [frame('RH', count)],
    tail: (count) => [frame('RT', count)],
  };
}

export const B3_HISTORY_CASES: readonly LineCase[] = [
  framedCase('b3-neg', 'NEG_BMF_20160118.TXT', 'NEG', {
    ...{ importer: importB3Neg, line: negLine, reference: () => new NegReference() },
  }),
  framedCase('b3-orders', 'OFER_VDA_BMF_20160118.TXT', 'OFER_VDA', {
    ...{ importer: importB3Orders, line: oferLine, reference: () => new OferReference() },
  }),
];
