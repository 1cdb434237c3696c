// Messages of LOBSTER: good lines, and what any line says, read the plain way.

import { importLobster } from '../../../../src/adapters/datasets/formats/lobster.ts';
import type { LineCase, ReadRow, Verdict } from '../line-case.ts';
import { WRONG } from '../line-case.ts';
import { digitsOf, fieldsOf, utcOf, yearFirstDay } from '../naive-fields.ts';

const DAY = yearFirstDay('2012-06-21')!;
const MIDNIGHT_US = utcOf('America/New_York', DAY, 0);
const MAX_SHARES = 2 ** 32 - 1;
const MAX_PRICE = 1e10;
/** Actions of the store by LOBSTER's types: add, cancel, remove, execute, and three that leave the book alone. */
const ACTIONS = [0, 1, 3, 6, 4, 10, 10, 10];
const [EXECUTED, HIDDEN, CROSS, HALT] = [4, 5, 6, 7];
const NO_SIDE = 16;

function read(line: string): Verdict {
  const fields = fieldsOf(line, ',');
  if (fields.length !== 6) return WRONG;
  const time = /^(\d+)(?:\.(\d{1,9}))?$/.exec(fields[0]!);
  const type = digitsOf(fields[1]!, 1, HALT);
  const direction = /^-?1$/.test(fields[5]!) ? Number(fields[5]) : undefined;
  if (time === null || BigInt(time[1]!) >= 86_400n || type === undefined || direction === undefined) return WRONG;
  const hasNoOrder = type === CROSS || type === HALT;
  // pseudo orders have numbers below zero
  const id = hasNoOrder ? (/^-?\d+$/.test(fields[2]!) ? 0 : undefined) : digitsOf(fields[2]!, type === HIDDEN ? 0 : 1);
  const quantity = digitsOf(fields[3]!, type === HALT ? 0 : 1, MAX_SHARES);
  const price = type === HALT ? (/^(-1|0|1)$/.test(fields[4]!) ? 0 : undefined) : digitsOf(fields[4]!, 1, MAX_PRICE);
  if (id === undefined || quantity === undefined || price === undefined) return WRONG;
  const fraction = (time[2] ?? '').padEnd(9, '0');
  const times = {
    time_us: MIDNIGHT_US + Number(time[1]) * 1e6 + Number(fraction.slice(0, 6)),
    time_ns: Number(fraction.slice(6)),
  };
  const values = { ...times, price: price / 10_000, quantity };
  const flags = hasNoOrder ? NO_SIDE : direction === 1 ? 0 : 1;
  const order = { ...values, action: ACTIONS[type]!, flags, order_id: id, source_event: type };
  const rows: ReadRow[] = [{ part: 'AAPL orders', day: DAY, values: order }];
  // who hits an order to sell buys
  const trade = { ...values, aggressor: direction === 1 ? 2 : 1, condition: 0 };
  if (type === EXECUTED || type === HIDDEN) rows.push({ part: 'AAPL trades', day: DAY, values: trade });
  return { kind: 'rows', rows };
}

const LINES = [
  '1,16113575,18,5853300,1',
  '4,16113575,100,5853300,1',
  '3,16113584,18,5853200,-1',
  '5,0,20,5856000,-1',
  '2,16113594,18,5853000,1',
  '6,-1,5000,5855000,-1',
  '7,0,0,-1,-1',
];

export const LOBSTER_CASE: LineCase = {
  name: 'lobster',
  format: 'lobster',
  importer: importLobster,
  fileName: 'AAPL_2012-06-21_34200000_57600000_message_10.csv',
  delimiter: ',',
  line: (k) => `${34_200 + k}.${String((k * 4_241_177) % 1e9).padStart(9, '0')},${LINES[k % LINES.length]}`,
  head: () => [],
  reference: () => ({ read }),
  fileLines: 120,
};
