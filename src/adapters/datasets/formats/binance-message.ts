// One message of Binance's market streams, as JSON, to what it says, or to the field in it that is not what it must be.

import { lostInJson } from './binance-json.ts';

/** Times are microseconds UTC; undefined where the message has none. Prices and quantities are strings of digits. */
export type BinanceMessage =
  | {
      readonly kind: 'depth';
      readonly symbol: string;
      readonly timeUs: number;
      readonly sequence: number;
      readonly previousSequence: number;
      readonly bids: readonly BinanceLevel[];
      readonly asks: readonly BinanceLevel[];
    }
  | {
      readonly kind: 'snapshot';
      readonly timeUs: number | undefined;
      readonly sequence: number;
      readonly bids: readonly BinanceLevel[];
      readonly asks: readonly BinanceLevel[];
    }
  | {
      readonly kind: 'best';
      readonly symbol: string;
      readonly timeUs: number | undefined;
      readonly sequence: number;
      readonly bid: BinanceLevel;
      readonly ask: BinanceLevel;
    }
  | {
      readonly kind: 'trade';
      readonly symbol: string;
      readonly timeUs: number;
      readonly id: number;
      readonly price: number;
      readonly quantity: number;
      readonly buyerIsMaker: boolean;
      /** How the trade came about; undefined on spot. */
      readonly origin: string | undefined;
    }
  /** A message that tells nothing of the book or the trades. */
  | { readonly kind: 'other'; readonly name: string };

export interface BinanceLevel {
  readonly price: number;
  readonly quantity: number;
}

/** Why a message cannot be read: the field, what it holds and what it must be. */
export class BinanceFault extends Error {
  readonly field: string;
  readonly found: unknown;
  readonly expected: string;

  constructor(field: string, found: unknown, expected: string) {
    super(`${field} is not ${expected}`);
    this.field = field;
    this.found = found;
    this.expected = expected;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const STREAM = /^([a-z0-9_]+)@(depth|depth@\d+ms|bookTicker|trade)$/;
const OTHER_STREAM =
  /^!?[a-z0-9_]*@?(aggTrade|kline_\w+|markPrice|forceOrder|ticker|miniTicker|avgPrice|depth(5|10|20))(@\w+|_\w+)?$/;
/** A symbol, an event and what it is asked with; the patterns above take a long time to refuse a long text. */
const LONGEST_STREAM = 80;
const SYMBOL = /^[A-Z0-9][A-Z0-9_]{0,39}$/;
const DECIMAL = /^\d{1,20}(\.\d{1,20})?$/;
/** Names of streams to the event that their messages carry; best prices of spot carry none. */
const EVENTS: Readonly<Record<string, string>> = { depth: 'depthUpdate', bookTicker: 'bookTicker', trade: 'trade' };
/** How a trade came about: in the market, or by a liquidation; NA fills up a message that tells of none. */
const ORIGINS = ['MARKET', 'INSURANCE_FUND', 'ADL', 'NA'];

const FIRST_MS = Date.UTC(2010, 0, 1);
const LAST_MS = Date.UTC(2099, 0, 1);
const US_PER_MS = 1000;

/** Throws a BinanceFault. */
export function binanceMessage(json: string): BinanceMessage {
  const whole = objectAt(parse(json), 'message');
  const message = messageOf(whole);
  const lost = lostInJson(json, whole);
  if (lost !== undefined) throw new BinanceFault('message', json, lost);
  return message;
}

function messageOf(whole: Fields): BinanceMessage {
  if ('lastUpdateId' in whole) return snapshot(whole);
  if ('result' in whole && 'id' in whole) return { kind: 'other', name: 'answer to a subscription' };
  const stream = whole.stream;
  if (typeof stream !== 'string' || stream.length > LONGEST_STREAM) {
    throw new BinanceFault('stream', stream, 'the name of a stream');
  }
  if (OTHER_STREAM.test(stream)) return { kind: 'other', name: stream.replace(/^[^@]*@/, '') };
  const match = STREAM.exec(stream);
  if (match === null) throw new BinanceFault('stream', stream, 'a stream of depth, bookTicker or trade');
  const data = objectAt(whole.data, 'data');
  const symbol = symbolOf(data, match[1]!);
  const name = match[2]!.split('@')[0]!;
  const isSpotBest = name === 'bookTicker' && data.e === undefined && data.E === undefined && data.T === undefined;
  if (!isSpotBest && data.e !== EVENTS[name]) throw new BinanceFault('data.e', data.e, `"${EVENTS[name]}"`);
  if (name === 'depth') return depth(data, symbol);
  return name === 'trade' ? trade(data, symbol) : best(data, symbol, isSpotBest);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new BinanceFault('message', json, 'JSON');
  }
}

function depth(data: Fields, symbol: string): BinanceMessage {
  const first = wholeAt(data.U, 'data.U');
  const sequence = wholeAt(data.u, 'data.u');
  // futures tell the message before by its last number, spot by the first of this one; only futures have T
  const isFuture = data.pu !== undefined || data.T !== undefined;
  if (sequence < first) throw new BinanceFault('data.u', data.u, `a number from ${first}, the first of the message`);
  return {
    kind: 'depth',
    symbol,
    timeUs: timeAt(data.E, 'data.E'),
    sequence,
    previousSequence: isFuture ? wholeAt(data.pu, 'data.pu') : first - 1,
    bids: levelsAt(data.b, 'data.b'),
    asks: levelsAt(data.a, 'data.a'),
  };
}

function snapshot(whole: Fields): BinanceMessage {
  const bids = levelsAt(whole.bids, 'bids');
  const asks = levelsAt(whole.asks, 'asks');
  if (bids.length + asks.length === 0) throw new BinanceFault('bids', whole.bids, 'a list with a price');
  const isSpot = whole.E === undefined && whole.T === undefined;
  const timeUs = isSpot ? undefined : timeAt(whole.E, 'E');
  return { kind: 'snapshot', timeUs, sequence: wholeAt(whole.lastUpdateId, 'lastUpdateId'), bids, asks };
}

function best(data: Fields, symbol: string, isSpot: boolean): BinanceMessage {
  return {
    kind: 'best',
    symbol,
    timeUs: isSpot ? undefined : timeAt(data.E, 'data.E'),
    sequence: wholeAt(data.u, 'data.u'),
    bid: { price: decimalAt(data.b, 'data.b'), quantity: decimalAt(data.B, 'data.B') },
    ask: { price: decimalAt(data.a, 'data.a'), quantity: decimalAt(data.A, 'data.A') },
  };
}

function trade(data: Fields, symbol: string): BinanceMessage {
  const origin = data.X;
  if (origin !== undefined && !(typeof origin === 'string' && ORIGINS.includes(origin))) {
    throw new BinanceFault('data.X', origin, `one of ${ORIGINS.join(', ')}`);
  }
  if (typeof data.m !== 'boolean') throw new BinanceFault('data.m', data.m, 'true or false');
  const price = decimalAt(data.p, 'data.p');
  const quantity = decimalAt(data.q, 'data.q');
  if (origin !== 'NA' && !(price > 0)) throw new BinanceFault('data.p', data.p, 'a price above 0');
  if (origin !== 'NA' && !(quantity > 0)) throw new BinanceFault('data.q', data.q, 'a quantity above 0');
  const timeUs = timeAt(data.E, 'data.E');
  return {
    kind: 'trade',
    symbol,
    timeUs,
    id: wholeAt(data.t, 'data.t'),
    price,
    quantity,
    buyerIsMaker: data.m,
    origin,
  };
}

/** The stream names the symbol too, in small letters. */
function symbolOf(data: Fields, fromStream: string): string {
  const { s: symbol } = data;
  if (typeof symbol === 'string' && SYMBOL.test(symbol) && symbol.toLowerCase() === fromStream) return symbol;
  throw new BinanceFault('data.s', symbol, `the symbol of the stream, ${fromStream.toUpperCase()}`);
}

function objectAt(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new BinanceFault(field, value, 'an object');
}

/** Beyond 2^53 - 1 JSON does not keep every digit. */
function wholeAt(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new BinanceFault(field, value, `a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`);
}

/** Milliseconds since 1970, or microseconds where the stream was asked for them. */
function timeAt(value: unknown, field: string): number {
  const time = typeof value === 'number' && Number.isSafeInteger(value) ? value : Number.NaN;
  if (time >= FIRST_MS && time < LAST_MS) return time * US_PER_MS;
  if (time >= FIRST_MS * US_PER_MS && time < LAST_MS * US_PER_MS) return time;
  throw new BinanceFault(field, value, 'a time in milliseconds since 1970');
}

function levelsAt(value: unknown, field: string): readonly BinanceLevel[] {
  if (!Array.isArray(value)) throw new BinanceFault(field, value, 'a list of prices with quantities');
  return value.map((level: unknown) => {
    if (!Array.isArray(level) || level.length !== 2) throw new BinanceFault(field, level, 'a price with a quantity');
    const price = decimalAt(level[0], field);
    if (!(price > 0)) throw new BinanceFault(field, level[0], 'a price above 0');
    return { price, quantity: decimalAt(level[1], field) };
  });
}

function decimalAt(value: unknown, field: string): number {
  if (typeof value === 'string' && DECIMAL.test(value)) return Number(value);
  throw new BinanceFault(field, value, 'a decimal number in quotes');
}
