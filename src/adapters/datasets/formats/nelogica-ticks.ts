// Bulk tick data of Nelogica (WDOFUT_BMF_T.csv), with or without header, to trades with their numbers and ProfitDLL's trade types.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  TradeCondition,
} from '../../../core/market/event-record.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import { scanDayFirstDate, scanDigits, scanTimeOfDayUs, scanYearFirstDate } from '../text/field-scan.ts';
import { readFileHead } from '../text/file-head.ts';
import { importTape } from './tape.ts';
import type { TapeColumn, TapeKind, TapeLayout, TapeType } from './tape-kind.ts';
import { readTapeLayout, tapeLayoutOf } from './tape-layout.ts';

/** ProfitDLL's trade types by number, with the names that the manual and the files give them. */
const TYPES: readonly (readonly [type: number, names: readonly string[]])[] = [
  [1, ['crosstrade', 'cross trade', 'cross', 'direto']],
  [2, ['aggressorbuyer', 'compra agressao', 'comprador']],
  [3, ['aggressorseller', 'venda agressao', 'vendedor']],
  [4, ['auction', 'leilao']],
  [5, ['surveillance']],
  [6, ['expit']],
  [7, ['optionsexercise', 'options exercise']],
  [8, ['overthecounter', 'over the counter']],
  [9, ['derivativeterm', 'derivative term']],
  [10, ['index']],
  [11, ['btc']],
  [12, ['onbehalf', 'on behalf']],
  [13, ['rlp']],
  [32, ['unknown', 'desconhecido']],
];

const NAMES: Readonly<Record<string, TapeColumn>> = {
  ticker: 'symbol',
  ativo: 'symbol',
  date: 'date',
  data: 'date',
  time: 'time',
  hora: 'time',
  tempo: 'time',
  trade_number: 'number',
  'numero do negocio': 'number',
  price: 'price',
  preco: 'price',
  qty: 'quantity',
  quantidade: 'quantity',
  vol: 'turnover',
  volume: 'turnover',
  buy_agent: 'buyer',
  'agente comprador': 'buyer',
  sell_agent: 'seller',
  'agente vendedor': 'seller',
  trade_type: 'type',
  agressor: 'type',
  aft: 'afterMarket',
  after: 'afterMarket',
};

/** The columns by place, where the header is missing. */
const NAMED = '<ticker>,<date>,<time>,<trade_number>,<price>,<qty>,<vol>,<buy_agent>,<sell_agent>,<trade_type>,<aft>';
/** The cells of a line, each by itself: one pattern for the line would try every way to share it out among them. */
const HEADERLESS: readonly RegExp[] = [
  /^[A-Z][A-Z0-9$@]{2,20}$/,
  /^\d{8}$/,
  /^\d{5,9}$/,
  /^\d+$/,
  /^[\d.,]+$/,
  /^[\d.]+$/,
  /^[\d.,]+$/,
  /^[^,;]*$/,
  /^[^,;]*$/,
  /^[^,;]+$/,
  /^[^,;]$/,
];
const HEADERLESS_DELIMITERS = [',', ';'] as const;

const KIND: TapeKind = {
  columns: new Map(Object.entries(NAMES)),
  header: NAMED,
  delimiters: [',', ';', '\t'],
  types: new Map(
    TYPES.flatMap(([type, names]) => [String(type), ...names].map((name) => [name, typeOf(type)] as const)),
  ),
  typeNames:
    'AggressorBuyer, AggressorSeller, Auction, RLP, CrossTrade, or a trade type of ProfitDLL by name or number',
  numbersTypes: true,
  date: { example: '20240108', scan: scanDate },
  time: { example: '090038', scan: scanTime },
  usual: 'oldest-first',
};

export const nelogicaTicksFormat: ImportFormat = {
  id: 'nelogica-ticks',
  title: 'bulk tick data of Nelogica (WDOFUT_BMF_T.csv)',
  namesInstruments: true,
  recognise,
  importer: importNelogicaTicks,
};

/** Times are whole seconds; the turnover is checked to be a number and not kept. */
export async function importNelogicaTicks(request: FileImport): Promise<string> {
  const first = (await readFileHead(request.file)).lines[0] ?? '';
  return importTape(request, headerlessLayout(first) ?? (await readTapeLayout(request.file, KIND)), KIND);
}

function recognise({ lines }: FileHead): Recognition | undefined {
  const first = lines[0] ?? '';
  if (headerlessLayout(first) !== undefined) {
    return {
      confidence: 0.8,
      why: 'every line has a symbol, a date like 20240108, a time like 090038 and eight more fields',
    };
  }
  const layout = tapeLayoutOf(first, KIND);
  if (layout === undefined || layout.at('number') < 0) return undefined;
  const seen = (['number', 'buyer', 'type'] as const).map((column) => layout.names[layout.at(column)]);
  return { confidence: 0.99, why: `the header names ${seen.join(', ')}` };
}

function headerlessLayout(first: string): TapeLayout | undefined {
  const delimiter = HEADERLESS_DELIMITERS.find((mark) => {
    const cells = first.split(mark);
    return cells.length === HEADERLESS.length && HEADERLESS.every((form, place) => form.test(cells[place]!));
  });
  if (delimiter === undefined) return undefined;
  const layout = tapeLayoutOf(NAMED, KIND)!;
  return { ...layout, delimiter, headLines: 0 };
}

function typeOf(type: number): TapeType {
  const aggressor = type === 2 ? AGGRESSOR_BUYER : type === 3 ? AGGRESSOR_SELLER : AGGRESSOR_UNKNOWN;
  return { aggressor, condition: conditionOf(type), source: type };
}

function conditionOf(type: number): number {
  switch (type) {
    case 1:
      return TradeCondition.cross;
    case 2:
    case 3:
    case 32:
      return TradeCondition.regular;
    case 4:
      return TradeCondition.auction;
    case 13:
      return TradeCondition.rlp;
    default:
      return TradeCondition.other;
  }
}

/** `20240108`, `2024-01-08` or `08/01/2024`. */
function scanDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 8) return scanDigits(bytes, start, end);
  const yearFirst = scanYearFirstDate(bytes, start, end);
  return yearFirst >= 0 ? yearFirst : scanDayFirstDate(bytes, start, end);
}

const ZERO = 48;

/** `090038`, written as a number (`90038`), with milliseconds (`090038123`), or `09:00:38`. */
function scanTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const value = scanDigits(bytes, start, end);
  if (value < 0) return scanTimeOfDayUs(bytes, start, end);
  const isNumber = length === 5 || length === 8;
  if ((!isNumber && length !== 6 && length !== 9) || (isNumber && bytes[start] === ZERO)) return Number.NaN;
  const ms = length >= 8 ? value % 1000 : 0;
  const clock = length >= 8 ? Math.floor(value / 1000) : value;
  const [hour, minute, second] = [Math.floor(clock / 10_000), Math.floor(clock / 100) % 100, clock % 100];
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return (((hour * 60 + minute) * 60 + second) * 1000 + ms) * 1000;
}
