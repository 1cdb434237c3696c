// A folder in; csv files of the trades and quotes of three shares out: the real ones where they are kept, else small ones made up.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../src/simulation/random.ts';
import { realData } from './real-data.ts';

export interface EquityFile {
  readonly symbol: string;
  readonly kind: 'trades' | 'quotes';
}

export const EQUITY_FILES: readonly EquityFile[] = [
  { symbol: 'SPY', kind: 'trades' },
  { symbol: 'AIG', kind: 'trades' },
  { symbol: 'BAC', kind: 'trades' },
  { symbol: 'AIG', kind: 'quotes' },
  { symbol: 'BAC', kind: 'quotes' },
];

const DATES = [20131007, 20131008];
const FIRST_MS = 8 * 3_600_000;
const STEP_MS = 9000;
const HEADERS = {
  trades: 'date,ms,price_x10000,size,exchange,condition,suspicious',
  quotes: 'date,ms,bid_x10000,bid_size,ask_x10000,ask_size,exchange,condition,suspicious',
} as const;

export interface EquityData {
  readonly name: string;
  /** In the order of EQUITY_FILES. */
  readonly files: readonly string[];
}

export function equityData(folder: string, quick: boolean): EquityData {
  const real = EQUITY_FILES.map(({ symbol, kind }) =>
    realData(`us-equity-ticks-2013/${symbol}_${kind}_20131007_20131011.csv.gz`),
  );
  if (!quick && real.every((file) => file !== undefined)) return { name: 'SPY, AIG and BAC in five days', files: real };
  const files = EQUITY_FILES.map((each) => {
    const path = join(folder, `${each.symbol}_${each.kind}.csv`);
    writeFileSync(path, madeUp(each, quick ? 300 : 100_000));
    return path;
  });
  return { name: 'made-up trades and quotes of three shares', files };
}

function madeUp({ symbol, kind }: EquityFile, rowsEach: number): string {
  const random = new Random(1, symbol);
  const lines: string[] = [HEADERS[kind]];
  let price = 500_000;
  for (const date of DATES) {
    for (let row = 0; row < rowsEach; row++) {
      const ms = FIRST_MS + Math.floor(row * Math.min(STEP_MS, 36_000_000 / rowsEach));
      price += 100 * (random.integer(3) - 1);
      const size = 100 * (1 + random.integer(9));
      const quote = row % 2 === 0 ? `${price},${size},0,0` : `0,0,${price + 100},${size}`;
      lines.push(kind === 'trades' ? `${date},${ms},${price},${size},P,2000,0` : `${date},${ms},${quote},P,2000,0`);
    }
  }
  return `${lines.join('\n')}\n`;
}
