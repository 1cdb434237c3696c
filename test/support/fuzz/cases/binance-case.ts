// Captured streams of Binance: good lines, and what any line says, read the plain way.

import { importBinanceBook } from '../../../../src/adapters/datasets/formats/binance-book.ts';
import type { LineCase, LineReference, ReadRow, Verdict } from '../line-case.ts';
import { SKIPPED, WRONG } from '../line-case.ts';
import { DAY_US, digitsOf, instantOf } from '../naive-fields.ts';
import type { StoredValues } from '../row-text.ts';

type Json = Readonly<Record<string, unknown>>;

const OTHERS =
  /^!?[a-z0-9_]*@?(aggTrade|kline_\w+|markPrice|forceOrder|ticker|miniTicker|avgPrice|depth(5|10|20))(@\w+|_\w+)?$/;
const STREAM = /^([a-z0-9_]+)@(depth(?:@\d+ms)?|bookTicker|trade)$/;
const LONGEST_STREAM = 80;
const ORIGINS = ['MARKET', 'INSURANCE_FUND', 'ADL', 'NA'];

/** Undefined for what is no JSON, names a field twice or writes a number that is not whole as such; NaN where digits are lost. */
function parse(text: string): unknown {
  const strings = /"(?:[^"\\]|\\.)*"/g;
  const bare = text.replace(strings, '""');
  let keys = 0;
  try {
    const value: unknown = JSON.parse(
      text,
      function (this: unknown, _key, each, context?: { readonly source?: string }) {
        if (!Array.isArray(this)) keys++;
        return typeof each === 'number' && !isExact(context?.source ?? '') ? Number.NaN : each;
      },
    );
    // the whole is counted as a field too
    return /\.|\d[eE]/.test(bare) || bare.split(':').length !== keys ? undefined : value;
  } catch {
    return undefined;
  }
}

function isExact(source: string): boolean {
  return digitsOf(source.replace(/^-/, '')) !== undefined;
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function wholeIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

/** Milliseconds or microseconds of 2010 to 2098. */
function timeIn(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined;
  for (const scale of [1000, 1]) {
    const us = value * scale;
    if (us >= Date.UTC(2010, 0, 1) * 1000 && us < Date.UTC(2099, 0, 1) * 1000) return us;
  }
  return undefined;
}

function decimalIn(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,20}(\.\d{1,20})?$/.test(value) ? Number(value) : undefined;
}

/** Prices with quantities; undefined where one of them is wrong. */
function levelsIn(value: unknown): readonly (readonly [number, number])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const levels = value.map((level: unknown): readonly [number, number] | undefined => {
    if (!Array.isArray(level) || level.length !== 2) return undefined;
    const [price, quantity] = [decimalIn(level[0]), decimalIn(level[1])];
    return price === undefined || price <= 0 || quantity === undefined ? undefined : [price, quantity];
  });
  return levels.some((level) => level === undefined) ? undefined : (levels as (readonly [number, number])[]);
}

class BinanceReference implements LineReference {
  private day = 0;

  read(line: string): Verdict {
    const space = line.indexOf(' ');
    const received = instantOf(space < 0 ? line : line.slice(0, space));
    if (received === undefined || space < 0) return WRONG;
    const day = Math.floor(received[0] / DAY_US);
    if (day < this.day) return WRONG;
    const message = objectOf(parse(Buffer.from(line.slice(space), 'latin1').toString('utf8')));
    const times = { received_us: received[0], received_ns: received[1] };
    const verdict = message === undefined ? WRONG : readMessage(message, day, times);
    if (verdict.kind === 'wrong') return WRONG;
    this.day = day;
    return verdict;
  }
}

type Times = { readonly received_us: number; readonly received_ns: number };

function readMessage(message: Json, day: number, times: Times): Verdict {
  if (Object.hasOwn(message, 'lastUpdateId')) return readSnapshot(message, day, times);
  if (Object.hasOwn(message, 'result') && Object.hasOwn(message, 'id')) return SKIPPED;
  const { stream } = message;
  if (typeof stream !== 'string' || stream.length > LONGEST_STREAM) return WRONG;
  if (OTHERS.test(stream)) return SKIPPED;
  const [, symbol = '', name = ''] = STREAM.exec(stream) ?? [];
  const data = objectOf(message.data);
  if (symbol === '' || data === undefined || data.s !== symbol.toUpperCase() || symbol.length > 40) return WRONG;
  if (!/^[A-Z0-9]/.test(data.s as string)) return WRONG;
  if (name === 'trade') return readTrade(data, day, times);
  return name === 'bookTicker' ? readBest(data, day, times) : readDepth(data, day, times);
}

function near(time: number | undefined, { received_us }: Times): time is number {
  return time !== undefined && Math.abs(time - received_us) <= DAY_US;
}

function part(data: Json, kind: string, day: number, values: StoredValues): ReadRow {
  return { part: `${data.s} ${kind}`, day, values };
}

function readTrade(data: Json, day: number, times: Times): Verdict {
  const [price, quantity, time_us, trade_id] = [decimalIn(data.p), decimalIn(data.q), timeIn(data.E), wholeIn(data.t)];
  const isNone = data.X === 'NA';
  if (data.e !== 'trade' || typeof data.m !== 'boolean' || !near(time_us, times) || trade_id === undefined)
    return WRONG;
  if (data.X !== undefined && !(ORIGINS as unknown[]).includes(data.X)) return WRONG;
  if (price === undefined || quantity === undefined || (!isNone && (price <= 0 || quantity <= 0))) return WRONG;
  if (isNone) return SKIPPED;
  const condition = data.X === undefined || data.X === 'MARKET' ? 0 : 4;
  const values = { ...times, time_us, price, quantity, aggressor: data.m ? 2 : 1, condition, trade_id };
  return { kind: 'rows', rows: [part(data, 'trades', day, values)] };
}

function readBest(data: Json, day: number, times: Times): Verdict {
  const isSpot = data.e === undefined && data.E === undefined && data.T === undefined;
  const time_us = isSpot ? times.received_us : timeIn(data.E);
  const [bid, ask, bid_size, ask_size] = [decimalIn(data.b), decimalIn(data.a), decimalIn(data.B), decimalIn(data.A)];
  const sequence = wholeIn(data.u);
  if ((!isSpot && data.e !== 'bookTicker') || !near(time_us, times) || sequence === undefined) return WRONG;
  if (bid === undefined || ask === undefined || bid_size === undefined || ask_size === undefined) return WRONG;
  const flags = (bid > 0 ? 1 : 0) + (ask > 0 ? 2 : 0) + 4;
  const values = { ...times, time_us, flags, bid, ask, bid_size, ask_size, sequence };
  return { kind: 'rows', rows: [part(data, 'quotes', day, values)] };
}

function readDepth(data: Json, day: number, times: Times): Verdict {
  const [first, sequence, time_us] = [wholeIn(data.U), wholeIn(data.u), timeIn(data.E)];
  const [bids, asks] = [levelsIn(data.b), levelsIn(data.a)];
  if (data.e !== 'depthUpdate' || first === undefined || sequence === undefined || sequence < first) return WRONG;
  const isFuture = data.pu !== undefined || data.T !== undefined;
  const previous_sequence = isFuture ? wholeIn(data.pu) : first - 1;
  if (previous_sequence === undefined || !near(time_us, times) || bids === undefined || asks === undefined)
    return WRONG;
  if (bids.length + asks.length === 0) return SKIPPED;
  return changes(data, day, { ...times, time_us, sequence, previous_sequence }, bids, asks, 0);
}

function readSnapshot(message: Json, day: number, times: Times): Verdict {
  const [bids, asks, sequence] = [levelsIn(message.bids), levelsIn(message.asks), wholeIn(message.lastUpdateId)];
  const isSpot = message.E === undefined && message.T === undefined;
  const time_us = isSpot ? times.received_us : timeIn(message.E);
  if (bids === undefined || asks === undefined || bids.length + asks.length === 0) return WRONG;
  if (sequence === undefined || !near(time_us, times)) return WRONG;
  const values = { ...times, time_us, sequence, previous_sequence: 0 };
  return changes({ s: 'BTCUSDT' }, day, values, bids, asks, 2);
}

function changes(
  data: Json,
  day: number,
  shared: StoredValues,
  bids: readonly (readonly [number, number])[],
  asks: readonly (readonly [number, number])[],
  clear: number,
): Verdict {
  const levels = [...bids.map((level) => [...level, 0] as const), ...asks.map((level) => [...level, 1] as const)];
  const rows = levels.map(([price, quantity, side], index) => {
    const flags = side + (index === 0 ? clear : 0) + (index === levels.length - 1 ? 0 : 4);
    return part(data, 'levels', day, { ...shared, flags, price, quantity, orders: -1 });
  });
  return { kind: 'rows', rows };
}

const FIRST_NS = 1_723_075_199_123_456_789n;

function line(k: number): string {
  const received = FIRST_NS + BigInt(k) * 1_000_003n;
  const E = Number(received / 1_000_000n) + 1270;
  const u = 5_100_000_000_000 + 10 * k;
  const stream = (name: string): string => `"stream":"btcusdt@${name}"`;
  const messages = [
    `{${stream('depth@0ms')},"data":{"e":"depthUpdate","E":${E},"T":${E - 2},"s":"BTCUSDT","U":${u - 9},"u":${u},"pu":${u - 10},"b":[["61700.10","0.525"],["61699.90","0.000"]],"a":[["61700.20","1.200"]]}}`,
    `{${stream('bookTicker')},"data":{"e":"bookTicker","u":${u},"s":"BTCUSDT","b":"61700.10","B":"0.525","a":"61700.20","A":"1.200","T":${E - 2},"E":${E}}}`,
    `{${stream('trade')},"data":{"e":"trade","E":${E},"T":${E - 2},"s":"BTCUSDT","t":${3_999_000 + k},"p":"61700.10","q":"0.002","X":"MARKET","m":${k % 2 === 0}}}`,
    `{${stream('bookTicker')},"data":{"u":${u},"s":"BTCUSDT","b":"61700.10","B":"0.525","a":"61700.20","A":"1.200"}}`,
    `{${stream('depth')},"data":{"e":"depthUpdate","E":${E},"s":"BTCUSDT","U":${u - 9},"u":${u},"b":[],"a":[["61700.20","0.000"]]}}`,
    `{"lastUpdateId":${u},"E":${E},"T":${E - 2},"bids":[["61700.10","0.525"]],"asks":[["61700.20","1.200"]]}`,
    `{${stream('trade')},"data":{"e":"trade","E":${E},"T":${E - 2},"s":"BTCUSDT","t":${3_999_000 + k},"p":"0","q":"0","X":"NA","m":true}}`,
    `{${stream('kline_1m')},"data":{"e":"kline","E":${E},"s":"BTCUSDT","k":{"t":${E},"o":"61700.10"}}}`,
  ];
  return `${received} ${messages[k % messages.length]}`;
}

export const BINANCE_CASE: LineCase = {
  name: 'binance-book',
  format: 'binance-book',
  importer: importBinanceBook,
  fileName: 'usdm_btcusdt_20240808.jsonl',
  delimiter: ',',
  line,
  head: () => [],
  reference: () => new BinanceReference(),
  fileLines: 60,
};
