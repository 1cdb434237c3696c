// In a process of its own: a home and csv files of shares in; what importing them and building minutes took, and the bars, out as JSON.

import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { openStore } from '../src/adapters/datasets/store.ts';
import { secondsOf } from './best-of.ts';
import { EQUITY_FILES } from './equity-files.ts';
import { type MinuteBar, minuteBarsOf } from './minute-bars.ts';

export interface EquityRun {
  readonly rows: number;
  readonly importS: number;
  readonly candlesS: number;
  /** The most memory that the process had, 10^6 bytes. */
  readonly mostMb: number;
  readonly bars: Readonly<Record<string, readonly MinuteBar[]>>;
}

const KB = 1024;
const MB = 1e6;

async function run(home: string, files: readonly string[]): Promise<EquityRun> {
  let rows = 0;
  const importS = await secondsOf(async () => {
    for (const [index, { symbol, kind }] of EQUITY_FILES.entries()) {
      const mapping = `us-equity-${kind}`;
      const options = { home, format: 'csv', files: [files[index]!], mapping, instrument: symbol } as const;
      rows += (await importFiles(options)).rowsRead;
    }
  });
  const store = openStore(home);
  const bars: Record<string, readonly MinuteBar[]> = {};
  const candlesS = await secondsOf(async () => {
    for (const { symbol, kind } of EQUITY_FILES) {
      if (kind === 'trades') bars[symbol] = await minuteBarsOf(store, symbol);
    }
  });
  return { rows, importS, candlesS, mostMb: (process.resourceUsage().maxRSS * KB) / MB, bars };
}

const [home, ...files] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await run(home!, files)));
