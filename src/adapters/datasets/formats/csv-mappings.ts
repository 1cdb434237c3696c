// The name of a built-in mapping or the path of a mapping file to the mapping.

import { existsSync, readFileSync } from 'node:fs';
import { type CsvMapping, mappingError, parseMapping } from './csv-mapping.ts';

/** One-minute candles with the dated contract in each row. */
const WDO_CONTRACT_M1 = {
  name: 'wdo-contract-m1',
  kind: 'candles',
  interval: '1m',
  columns: {
    datetime: { column: 'datetime', format: 'YYYY-MM-DD HH:mm:ss' },
    contract: 'contract',
    open: 'open',
    high: 'high',
    low: 'low',
    close: 'close',
    volume: 'contracts',
    turnover: 'volume_brl',
  },
};

/** One-minute candles of Profit's continuous series, which are adjusted by ratio. */
const WDOFUT_ADJUSTED_M1 = {
  name: 'wdofut-adjusted-m1',
  kind: 'candles',
  interval: '1m',
  instrument: 'WDOFUT',
  adjusted: 'ratio',
  columns: {
    datetime: { column: 'datetime', format: 'YYYY-MM-DD HH:mm:ss' },
    open: 'open',
    high: 'high',
    low: 'low',
    close: 'close',
    volume: 'contracts',
    turnover: 'volume_brl',
  },
};

const BUILT_IN: ReadonlyMap<string, unknown> = new Map(
  [WDO_CONTRACT_M1, WDOFUT_ADJUSTED_M1].map((mapping) => [mapping.name, mapping]),
);

export const builtInMappings: readonly string[] = [...BUILT_IN.keys()];

/** A UserError `bad-mapping` when there is neither such a name nor such a file, or when the file is wrong. */
export function loadMapping(nameOrFile: string): CsvMapping {
  const builtIn = BUILT_IN.get(nameOrFile);
  if (builtIn !== undefined) return parseMapping(builtIn, nameOrFile);
  if (!existsSync(nameOrFile)) {
    const known = builtInMappings.join(', ');
    throw mappingError(nameOrFile, undefined, `there is no such file, and the built-in mappings are ${known}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(nameOrFile, 'utf8'));
  } catch (cause) {
    throw mappingError(
      nameOrFile,
      undefined,
      `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  }
  return parseMapping(value, nameOrFile);
}
