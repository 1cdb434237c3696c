// Instruments and a number of rows in; a file in the layout of B3's historical trade files out.

import { closeSync, openSync, writeSync } from 'node:fs';
import { Random } from '../src/simulation/random.ts';

export interface NegInstrument {
  readonly symbol: string;
  /** First price and step of it, in the layout's millionths. */
  readonly price: number;
  readonly step: number;
  /** Quantities are multiples of it. */
  readonly lot: number;
}

/** Few that trade all day. */
export const FUTURES: readonly NegInstrument[] = [
  { symbol: 'DOLG16', price: 4_050_500_000, step: 500_000, lot: 5 },
  { symbol: 'INDG16', price: 41_235_000_000, step: 5_000_000, lot: 5 },
  { symbol: 'WDOG16', price: 4_050_500_000, step: 500_000, lot: 1 },
  { symbol: 'WDOH16', price: 4_085_000_000, step: 500_000, lot: 1 },
  { symbol: 'WING16', price: 41_235_000_000, step: 5_000_000, lot: 1 },
];

/** Many that trade now and then. */
export function optionsOf(count: number): readonly NegInstrument[] {
  return Array.from({ length: count }, (_, index) => {
    return { symbol: `PETRA${index + 1}`, price: 10_000_000, step: 10_000, lot: 100 };
  });
}

const DAY = '2016-01-18';
const OPEN_MS = 9 * 3_600_000;
const SESSION_MS = 9 * 3_600_000;
const LINES_PER_WRITE = 20_000;

/** What such a file is called. */
export const NEG_NAME = 'NEG_BMF_20160118.TXT';

/** Writes the file; gives the number of its rows. */
export function writeNegFile(path: string, instruments: readonly NegInstrument[], rowsEach: number): number {
  const file = openSync(path, 'w');
  try {
    const rows = rowsEach * instruments.length;
    const frame = `NEG                 ${DAY} ${DAY} ${digits(rows + 2, 9)}\n`;
    writeSync(file, `RH ${frame}`);
    for (const instrument of instruments) writeInstrument(file, instrument, rowsEach);
    writeSync(file, `RT ${frame}`);
    return rows;
  } finally {
    closeSync(file);
  }
}

function writeInstrument(file: number, instrument: NegInstrument, rows: number): void {
  const random = new Random(1, instrument.symbol);
  let lines: string[] = [];
  let { price } = instrument;
  for (let row = 0; row < rows; row++) {
    price += instrument.step * (random.integer(3) - 1);
    const timeMs = OPEN_MS + Math.floor((row / rows) * SESSION_MS);
    lines.push(lineOf(instrument, row, price, timeMs, random));
    if (lines.length < LINES_PER_WRITE && row + 1 < rows) continue;
    writeSync(file, lines.join(''));
    lines = [];
  }
}

function lineOf({ symbol, lot }: NegInstrument, row: number, price: number, timeMs: number, random: Random): string {
  const quantity = lot * (1 + random.integer(20));
  const buyerTakes = random.integer(2) === 0;
  const order = (side: boolean): string => `${DAY};${digits(row + 1, 15)};${digits(row + 1, 15)};${side ? 1 : 2}`;
  const brokers = `${digits(3 + random.integer(90), 8)};${digits(3 + random.integer(90), 8)}`;
  const traded = `${digits(10 * (row + 1), 10)};${priceText(price)};${digits(quantity, 18)};${clockText(timeMs)};1`;
  return `${DAY};${symbol.padEnd(50)};${traded};${order(buyerTakes)};${order(!buyerTakes)};0;${brokers}\n`;
}

function priceText(millionths: number): string {
  return ` ${digits(Math.floor(millionths / 1e6), 12)}.${digits(millionths % 1e6, 6)}`;
}

function clockText(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${digits(hour, 2)}:${digits(minute, 2)}:${digits(seconds % 60, 2)}.${digits(timeMs % 1000, 3)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
