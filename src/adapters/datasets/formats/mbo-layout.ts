// The beginning of an order-by-order file to the place of each column and the way its prices are written.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { readFirstLines } from '../text/line-reader.ts';
import { shownText } from '../text/shown-text.ts';

export type MboColumn = 'received' | 'time' | 'action' | 'side' | 'price' | 'size' | 'orderId' | 'flags' | 'sequence';

/** Names in a plain decoding and in Databento's own CSV. */
const COLUMNS: Readonly<Record<MboColumn, readonly string[]>> = {
  received: ['ts_recv_ns', 'ts_recv'],
  time: ['ts_event_ns', 'ts_event'],
  action: ['action'],
  side: ['side'],
  price: ['price'],
  size: ['size'],
  orderId: ['order_id'],
  flags: ['flags'],
  sequence: ['sequence'],
};

const SAMPLE_LINES = 2000;
const PRINTED = /^-?\d+\.\d+$/;
const FIXED = /^-?\d+$/;
const SHOWN_CHARACTERS = 80;
/** What Databento writes where a message has no price: the largest 64-bit integer. */
export const NO_FIXED_PRICE = '9223372036854775807';
/** Databento counts prices in units of 1e-9 unless told to print them. */
export const FIXED_PER_POINT = 1e9;

export interface MboLayout {
  readonly names: readonly string[];
  readonly places: Readonly<Record<MboColumn, number>>;
  /** Place of the symbol and of the record type; -1 when the file lacks them. */
  readonly symbol: number;
  readonly recordType: number;
  readonly prices: MboPrices;
}

/** `plain`: points; `printed`: points, each with a decimal point, as Databento prints them; `fixed`: whole numbers of 1e-9 points. */
export type MboPrices = 'plain' | 'printed' | 'fixed';

/** Undefined when the line is not the header of such a file. */
export function mboPlaces(header: string): Omit<MboLayout, 'prices'> | undefined {
  const names = header.split(',').map((name) => name.trim());
  const find = (column: MboColumn): number => names.findIndex((name) => COLUMNS[column].includes(name));
  const columns = Object.keys(COLUMNS) as MboColumn[];
  const places = Object.fromEntries(columns.map((column) => [column, find(column)])) as Record<MboColumn, number>;
  if (columns.some((column) => places[column] < 0)) return undefined;
  return { names, places, symbol: names.indexOf('symbol'), recordType: names.indexOf('rtype') };
}

/** A UserError `wrong-format` where the first line is not the header. */
export async function readMboLayout(file: string): Promise<MboLayout> {
  const [header = '', ...lines] = await readFirstLines(file, SAMPLE_LINES);
  const found = mboPlaces(header);
  if (found === undefined) throw headerError(file, header);
  const isDatabento = found.names[found.places.time] === 'ts_event';
  const prices = lines.map((line) => line.split(',')[found.places.price] ?? '');
  return { ...found, prices: isDatabento ? databentoPrices(prices) : 'plain' };
}

/** What most of the prices are: one damaged line must not change what all others mean. */
function databentoPrices(prices: readonly string[]): MboPrices {
  const count = (form: RegExp): number => prices.filter((price) => form.test(price)).length;
  return count(PRINTED) > count(FIXED) ? 'printed' : 'fixed';
}

function headerError(file: string, header: string): UserError {
  const names = header.split(',').map((name) => name.trim());
  const missing = Object.values(COLUMNS).find((known) => !known.some((name) => names.includes(name)))![0];
  return new UserError({
    code: 'wrong-format',
    message: `${basename(file)} line 1 is not the header of an order-by-order file: it lacks ${missing} (found "${shownText(header, SHOWN_CHARACTERS)}")`,
    file,
    line: 1,
    column: 1,
    field: missing,
    fix: 'Give a file with ts_recv, ts_event, action, side, price, size, order_id, flags and sequence, or describe it: qt import csv --mapping',
  });
}
