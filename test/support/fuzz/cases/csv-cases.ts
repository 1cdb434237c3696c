// Files described by mappings, those that are built in and the examples of the documents: good lines, and what any line says.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importCsv } from '../../../../src/adapters/datasets/formats/csv.ts';
import { BUILT_IN_MAPPINGS } from '../../../../src/adapters/datasets/formats/csv-built-in.ts';
import { type CsvMapping, parseMapping } from '../../../../src/adapters/datasets/formats/csv-mapping.ts';
import type { LineCase } from '../line-case.ts';
import { MappedReference } from '../mapped-reference.ts';
import { fieldsOf } from '../naive-fields.ts';

const EXAMPLES = fileURLToPath(new URL('../../../../datasets/examples/', import.meta.url));
const DATED = { WIN: 'WINJ16', IND: 'INDJ16', WDO: 'WDOJ16', DOL: 'DOLJ16' } as const;

interface CsvFile {
  readonly mapping: CsvMapping;
  readonly head: readonly string[];
  readonly line: (k: number) => string;
  /** Where the columns are known by their places. */
  readonly names?: readonly string[];
  readonly symbol?: string;
  readonly fileLines?: number;
}

const iso = (first: number, k: number, step: number): string => new Date(first + k * step).toISOString();

function builtIn(name: string, line: (k: number) => string, more: Partial<CsvFile> = {}): CsvFile {
  const { mapping, header } = BUILT_IN_MAPPINGS.find((each) => each.mapping.name === name)!;
  return { mapping: parseMapping(datedStreams(mapping), name), head: [header], line, ...more };
}

/** Which contract a continuous name shows is the calendar's business. */
function datedStreams(mapping: object): object {
  const { streams } = mapping as { readonly streams?: readonly { readonly instrument?: keyof typeof DATED }[] };
  if (streams === undefined) return mapping;
  return {
    ...mapping,
    streams: streams.map((stream) =>
      stream.instrument === undefined ? stream : { ...stream, instrument: DATED[stream.instrument] },
    ),
  };
}

/** An example of the documents: its own lines, with times that ascend. */
function example(
  name: string,
  line: (k: number, own: readonly string[]) => string,
  more: Partial<CsvFile> = {},
): CsvFile {
  const mapping = parseMapping(JSON.parse(readFileSync(`${EXAMPLES}${name}.json`, 'utf8')), name);
  const text = readFileSync(`${EXAMPLES}${name}.csv`, 'utf8');
  const [head, ...own] = Buffer.from(text, 'utf8').toString('latin1').trimEnd().split('\n') as [string, ...string[]];
  return { mapping, head: [head], line: (k) => line(k, own), ...more };
}

function csvCase({ mapping, head, line, names, symbol, fileLines = 80 }: CsvFile): LineCase {
  const columns = names ?? fieldsOf(head.at(-1)!, mapping.delimiter).map((name) => name.trim());
  const used = mapping.trailingDelimiter && columns.at(-1) === '' ? columns.slice(0, -1) : columns;
  return {
    ...{ name: `csv ${mapping.name}`, format: 'csv', importer: importCsv, fileName: 'x.csv', mapping, line, fileLines },
    symbol: symbol ?? mapping.instrument,
    delimiter: mapping.delimiter,
    newestFirst: mapping.newestFirst,
    head: () => head,
    reference: () => new MappedReference(mapping, used, symbol ?? mapping.instrument),
  };
}

const AUGUST = Date.UTC(2025, 7, 27, 9);
const minute = (k: number): string => iso(AUGUST, k, 60_000).slice(0, 16).replace('T', ' ');
const millis = (k: number): string => iso(AUGUST, k, 1013).slice(0, 23).replace('T', ' ');
/** The line of an example with its first fields replaced. */
const withFields = (line: string, delimiter: string, ...fields: readonly string[]): string =>
  [...fields, ...line.split(delimiter).slice(fields.length)].join(delimiter);
const pick = (own: readonly string[], k: number): string => own[k % own.length]!;

const FILES: readonly CsvFile[] = [
  builtIn('wdo-contract-m1', (k) => `${minute(k)}:00,WDOU25,5430,5431.5,5429.5,5431,${120 + k},6516600.00`, {
    fileLines: 40,
  }),
  builtIn('wdofut-adjusted-m1', (k) => `${minute(k)}:00,5903.65,5905.12,5901.04,5902.5,6516600.5,${120 + k}`, {
    ...{ fileLines: 40, symbol: 'WDOFUT' },
  }),
  builtIn(
    'win-wdo-m1',
    (k) => {
      const win = k % 4 === 3 ? ',,,,,,' : `121000,121050,120990,121010,${31 + k},5,310`;
      const wdo = k % 5 === 4 ? ',,,,,,' : `5430.5,5431.0,5429.5,5430.0,${17 + k},1,120`;
      return `${minute(k)}:00,${win},${wdo}`;
    },
    { fileLines: 40 },
  ),
  builtIn('futures-quotes-1s', (k) => {
    const time = iso(Date.UTC(2016, 2, 31, 9), k, 1040)
      .slice(0, 23)
      .replace('T', ' ');
    const wdo = k % 4 === 0 ? '0.000000; 0.000000' : '3590.500000; 3590.100000';
    return `${k}; ${time} BRT; 50610.000000; 50600.000000; 50615.0; 0.000000; ${wdo}; 3590.5; 3590.0; `;
  }),
  builtIn('top-of-book', (k) => `${millis(k)}${String(k).padStart(3, '0')},5470.0,${k},5470.5,12,WDOU25`),
  builtIn('equities-l1', (k) => {
    const time = `${iso(Date.UTC(2025, 2, 5, 13), k, 1013)
      .slice(0, 23)
      .replace('T', ' ')}${String(k * 7).padStart(6, '0')}+00:00`;
    return k % 3 === 0
      ? `PETR4,${1000 + k},${time},trade,34.230000000000004,300,4,34.24,34.23`
      : `PETR4,${1000 + k},${time},book,,,,34.24,34.230000000000004`;
  }),
  builtIn(
    'us-equity-trades',
    (k) => `20131007,${34_200_000 + k * 17},168${5000 + k},100,P,${k % 2 === 0 ? '0' : '1A'},${k % 2}`,
    {
      symbol: 'SPY',
    },
  ),
  builtIn(
    'us-equity-quotes',
    (k) =>
      `20131007,${34_200_000 + k * 17},${k % 3 === 0 ? '0,0' : `49180${k % 9},3`},${k % 3 === 1 ? '0,0' : `49200${k % 9},5`},P,1,0`,
    { symbol: 'AIG' },
  ),
  example(
    'trades-no-header',
    (k, own) => {
      const time = iso(AUGUST, 9000 - k, 1250).slice(11, 23);
      return withFields(pick(own, k), ';', '27/08/2025', time);
    },
    { names: ['1', '2', '3', '4', '5', '6', '7', '8'] },
  ),
  example('two-futures-m1', (k, own) => withFields(pick(own, k), ',', minute(k)), { fileLines: 40 }),
  example('trades-and-quotes', (k, own) => {
    const [symbol, , , , ...rest] = pick(own, k).split(',');
    const time = iso(AUGUST, k, 1013);
    return [symbol, 101 + k, time, `${Date.parse(time)}000500`, ...rest].join(',');
  }),
  example('new-york-quotes', (k, own) => withFields(pick(own, k), ',', '20250827', String(34_200_000 + k * 5))),
  example('candles-with-flow', (k, own) => withFields(pick(own, k), ',', '27/08/2025', minute(k).slice(11)), {
    fileLines: 40,
  }),
  example('trades-with-marks', (k, own) => withFields(pick(own, k), ',', String(1_756_296_000.5 + k))),
  example('book-levels', (k, own) => withFields(pick(own, k), '\t', `${millis(k)}100`)),
  example('last-prices', (k, own) => withFields(pick(own, k), '; ', String(k), `${millis(k).slice(0, 19)} BRT`)),
];

export const CSV_CASES: readonly LineCase[] = FILES.map(csvCase);
