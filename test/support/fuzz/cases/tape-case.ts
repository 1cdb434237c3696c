// Lists of trades with brokers, of Profit and of Nelogica: good lines, and what any line says, read the plain way.

import { importNelogicaTicks } from '../../../../src/adapters/datasets/formats/nelogica-ticks.ts';
import { importProfitTrades } from '../../../../src/adapters/datasets/formats/profit-trades.ts';
import { type LineCase, oneRow, type Verdict, WRONG } from '../line-case.ts';
import {
  COMMA_STYLE,
  clockOf,
  clockUs,
  dayFirstDay,
  dayOf,
  digitsOf,
  fieldsOf,
  numberOf,
  POINT_STYLE,
  saoPauloUs,
  textOf,
  wholeOf,
  yearFirstDay,
} from '../naive-fields.ts';

const SYMBOL = /^[A-Z0-9][A-Za-z0-9.$@_-]{0,39}$/;
const MAX_CONTRACTS = 1_000_000_000;
const MAX_BROKER = 999_999;
const PROFIT_HEADER = 'Ativo;Data;Hora;Comprador;Pre\xe7o;Quantidade;Vendedor;Tipo';
const NELOGICA_HEADER =
  '<ticker>,<date>,<time>,<trade_number>,<price>,<qty>,<vol>,<buy_agent>,<sell_agent>,<trade_type>,<aft>';

/** Aggressor and condition. */
const PROFIT_TYPES: Readonly<Record<string, readonly [number, number]>> = {
  comprador: [1, 0],
  vendedor: [2, 0],
  leilao: [0, 1],
  rlp: [0, 3],
  direto: [0, 2],
};
/** ProfitDLL's number, aggressor and condition. */
const NELOGICA_TYPES: Readonly<Record<string, readonly [number, number, number]>> = Object.fromEntries(
  (
    [
      [1, 0, 2, 'crosstrade', 'cross trade', 'cross', 'direto'],
      [2, 1, 0, 'aggressorbuyer', 'compra agressao', 'comprador'],
      [3, 2, 0, 'aggressorseller', 'venda agressao', 'vendedor'],
      [4, 0, 1, 'auction', 'leilao'],
      [5, 0, 4, 'surveillance'],
      [6, 0, 4, 'expit'],
      [7, 0, 4, 'optionsexercise', 'options exercise'],
      [8, 0, 4, 'overthecounter', 'over the counter'],
      [9, 0, 4, 'derivativeterm', 'derivative term'],
      [10, 0, 4, 'index'],
      [11, 0, 4, 'btc'],
      [12, 0, 4, 'onbehalf', 'on behalf'],
      [13, 0, 3, 'rlp'],
      [32, 0, 0, 'unknown', 'desconhecido'],
    ] as readonly (readonly [number, number, number, ...string[]])[]
  ).flatMap(([type, aggressor, condition, ...names]) =>
    [String(type), ...names].map((name) => [name, [type, aggressor, condition]] as const),
  ),
);
const REGULAR = ['n', 'no', 'nao', '0', 'false'];
const AFTER_MARKET = ['s', 'sim', 'y', 'yes', '1', 'true'];

/** Words count without capitals, accents and blanks around them, in either encoding. */
function wordOf(field: string): string {
  return textOf(field).normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}

/** `85 - BTG` is 85; a broker by name alone has no code. */
function brokerOf(field: string): number {
  const digits = /^ *(\d+) *(?:-|$)/.exec(field)?.[1];
  return digits === undefined || BigInt(digits) > BigInt(MAX_BROKER) ? 0 : Number(digits);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function readProfit(line: string): Verdict {
  const fields = fieldsOf(line, ';');
  if (fields.length !== 8) return WRONG;
  const [symbol, date, time, buyer, priceText, quantityText, seller, typeText] = fields as string[] & { length: 8 };
  const [day, clock] = [dayFirstDay(date!), clockOf(time!)];
  const price = numberOf(priceText!, COMMA_STYLE);
  const quantity = wholeOf(quantityText!, COMMA_STYLE, 1, MAX_CONTRACTS);
  const type = own(PROFIT_TYPES, wordOf(typeText!));
  const name = symbol!.trim();
  if (!SYMBOL.test(name) || day === undefined || clock === undefined || type === undefined) return WRONG;
  if (price === undefined || price <= 0 || quantity === undefined) return WRONG;
  const [aggressor, condition] = type;
  const agents = { buy_agent: brokerOf(buyer!), sell_agent: brokerOf(seller!) };
  return oneRow(name, 'trades', day, {
    ...{ time_us: saoPauloUs(day, clock), price, quantity, aggressor, condition },
    ...agents,
  });
}

/** `090038`, `90038`, either with milliseconds, or `09:00:38`. */
function nelogicaClock(field: string): number | undefined {
  const match = /^(\d\d|[1-9])(\d\d)(\d\d)(\d{3})?$/.exec(field);
  if (match === null) return clockOf(field);
  return clockUs(match[1]!, match[2]!, match[3]!, (match[4] ?? '').padEnd(6, '0'));
}

function nelogicaDay(field: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(field);
  if (match !== null) return dayOf(match[1]!, match[2]!, match[3]!);
  return yearFirstDay(field) ?? dayFirstDay(field);
}

function readNelogica(line: string): Verdict {
  const fields = fieldsOf(line, ',');
  if (fields.length !== 11) return WRONG;
  const name = fields[0]!.trim();
  const [day, clock, trade_id] = [nelogicaDay(fields[1]!), nelogicaClock(fields[2]!), digitsOf(fields[3]!)];
  const price = numberOf(fields[4]!, POINT_STYLE);
  const quantity = wholeOf(fields[5]!, POINT_STYLE, 1, MAX_CONTRACTS);
  const turnover = numberOf(fields[6]!, POINT_STYLE);
  const type = own(NELOGICA_TYPES, wordOf(fields[9]!));
  const session = wordOf(fields[10]!);
  const session_type = REGULAR.includes(session) ? 1 : AFTER_MARKET.includes(session) ? 6 : undefined;
  if (!SYMBOL.test(name) || day === undefined || clock === undefined || trade_id === undefined) return WRONG;
  if (price === undefined || price <= 0 || quantity === undefined || turnover === undefined || turnover < 0)
    return WRONG;
  if (type === undefined || session_type === undefined) return WRONG;
  const [source_condition, aggressor, condition] = type;
  return oneRow(name, 'trades', day, {
    ...{ time_us: saoPauloUs(day, clock), price, quantity, aggressor, condition, trade_id, session_type },
    ...{ source_condition, buy_agent: brokerOf(fields[7]!), sell_agent: brokerOf(fields[8]!) },
  });
}

function isOf(symbol: string, line: string): boolean {
  return fieldsOf(line, ';')[0]!.trim() === symbol;
}

const PROFIT_LINES = [
  '85 - BTG Pactual;5.431,500;1.156;3 - XP;Comprador',
  'XP;5.431,000;5;;Vendedor',
  '3;5.430,500;12;8 - UBS;Leil\xe3o',
  '120 - Genial;5.431,000;1;85 - BTG Pactual;RLP',
  '120;5.431,500;2.005;120;Direto',
];
const NELOGICA_LINES = [
  '4880.00000000,25,1220000.0000,85,3 - XP,Auction,N',
  '4880.50000000,2,97610.0000,3,85,AggressorBuyer,N',
  '4880.00000000,1,48800.0000,XP,8,AggressorSeller,N',
  '4880.50000000,1,48805.0000,3,3,RLP,N',
  '4879.50000000,3,146385.0000,8,,CrossTrade,S',
];

const secondOf = (k: number): string => new Date(Date.UTC(2025, 7, 5, 9) + k * 7000).toISOString().slice(11, 19);
const profitLine = (k: number): string => {
  const [buyer, ...rest] = PROFIT_LINES[k % PROFIT_LINES.length]!.split(';');
  return ['WDOFUT', '05/08/2025', secondOf(9000 - k), buyer, ...rest].join(';');
};
const nelogicaLine = (k: number): string =>
  ['WDOG24', '20240108', secondOf(k).replaceAll(':', ''), 10 * (k + 1), NELOGICA_LINES[k % NELOGICA_LINES.length]].join(
    ',',
  );

const PROFIT = { format: 'profit-trades', importer: importProfitTrades, delimiter: ';', line: profitLine };
const NELOGICA = { format: 'nelogica-ticks', importer: importNelogicaTicks, delimiter: ',', line: nelogicaLine };
const SHARED = { readsAhead: true, fileLines: 120 };

export const TAPE_CASES: readonly LineCase[] = [
  {
    ...{ ...SHARED, ...PROFIT, name: 'profit-trades', fileName: 'WDOFUT_F_0_Trade_05-08-2025.csv', newestFirst: true },
    head: () => [PROFIT_HEADER],
    reference: () => ({ read: readProfit }),
  },
  {
    ...{ ...SHARED, ...PROFIT, name: 'profit-trades of one instrument', fileName: 'x.csv', newestFirst: true },
    symbol: 'WDOFUT',
    head: () => [PROFIT_HEADER],
    reference: () => ({ read: (line) => (isOf('WDOFUT', line) ? readProfit(line) : WRONG) }),
  },
  {
    ...{ ...SHARED, ...NELOGICA, name: 'nelogica-ticks', fileName: 'WDOFUT_BMF_T.csv' },
    head: () => [NELOGICA_HEADER],
    reference: () => ({ read: readNelogica }),
  },
];
