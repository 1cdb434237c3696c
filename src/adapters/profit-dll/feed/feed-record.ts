// The 64-byte records of the native feed as numbers: kinds, flags and byte offsets, one to one with native/include/feed-record.h.

export const FEED_RECORD_BYTES = 64;
/** Bytes of a long message in its first record, from `LONG_DATA`. */
export const FEED_FIRST_BYTES = 44;
/** Bytes of a long message in each continuation record, from `MORE_DATA`. */
export const FEED_MORE_BYTES = 56;
/** The most records one message may have: its head counts them in 16 bits. */
export const MAX_FEED_PARTS = 0xffff;

/** A date that the vendor left out or that is no date. */
export const FEED_NO_TIME = -(2n ** 63n);

export const FeedKind = {
  asset: 1,
  trade: 2,
  historyTrade: 3,
  untranslated: 4,
  tinyBook: 5,
  daily: 6,
  theoretical: 7,
  tickerState: 8,
  depth: 9,
  offer: 10,
  offerPage: 11,
  state: 12,
  progress: 13,
  health: 14,
  invalidTicker: 15,
  brokerAccounts: 16,
  subAccounts: 17,
  account: 18,
  order: 19,
  orderHistory: 20,
  positionList: 21,
  messageResult: 22,
  assetInfo: 23,
  adjustment: 24,
  quotation: 25,
  overflow: 26,
  continuation: 255,
} as const;

export type FeedKindName = keyof typeof FeedKind;
export type FeedKindNumber = (typeof FeedKind)[FeedKindName];

const names = new Map<number, FeedKindName>();
for (const [name, number] of Object.entries(FeedKind)) names.set(number, name as FeedKindName);

/** Name of a kind number; undefined for one this version does not know. */
export function feedKindName(kind: number): FeedKindName | undefined {
  return names.get(kind);
}

/** Bits of the flags in the head. */
export const FEED_EDIT = 1;
export const FEED_LAST_PACKET = 2;
export const FEED_FULL = 4;
export const FEED_TRUNCATED = 8;
export const FEED_UNREAD = 16;

/** Byte offsets in the head of every record. */
export const HEAD_KIND = 0; // u8
export const HEAD_FLAGS = 1; // u8
export const HEAD_PARTS = 2; // u16, records of the message
export const HEAD_ASSET = 4; // u32, from 1; 0 none
export const HEAD_TIME_NS = 8; // i64, monotonic
/** Where the payload of a short message begins; offsets below are from here. */
export const SHORT_DATA = 16;
/** Byte offset of the length (u32) of a long message, and of its first data. */
export const LONG_LENGTH = 16;
export const LONG_DATA = 20;
/** Where the data of a continuation record begins. */
export const MORE_DATA = 8;

/** Byte offsets of the fields of each payload, from its beginning; `BYTES` is its size without text, levels or entries. */
export const TRADE = {
  localMs: 0, // i64
  price: 8, // f64
  quantity: 16, // i64
  volume: 24, // f64
  number: 32, // u32
  buyAgent: 36, // i32
  sellAgent: 40, // i32
  tradeType: 44, // u8
  BYTES: 45,
} as const;

export const UNTRANSLATED = { result: 0, isHistory: 4, BYTES: 5 } as const; // i32, u8

export const TINY_BOOK = { price: 0, quantity: 8, side: 12, BYTES: 16 } as const; // f64, i32, i32

/** Long; followed by the texts ticker, exchange. */
export const ASSET = { feed: 0, BYTES: 4 } as const; // i32

/** Long. Ten f64 from `open` in this order, then seven i32 from `quantity`. */
export const DAILY = {
  localMs: 0,
  open: 8,
  high: 16,
  low: 24,
  close: 32,
  volume: 40,
  settlement: 48,
  upperLimit: 56,
  lowerLimit: 64,
  buyerVolume: 72,
  sellerVolume: 80,
  quantity: 88,
  trades: 92,
  openContracts: 96,
  buyerQuantity: 100,
  sellerQuantity: 104,
  buyerTrades: 108,
  sellerTrades: 112,
  BYTES: 116,
} as const;

export const THEORETICAL = { price: 0, quantity: 8, BYTES: 16 } as const; // f64, i64

export const TICKER_STATE = { localMs: 0, state: 8, BYTES: 12 } as const; // i64, i32

/** Long; followed by `buyLevels`, then `sellLevels` levels, best first. */
export const DEPTH = {
  updateType: 0, // u8
  buyLevels: 2, // u16
  sellLevels: 4, // u16
  buyCount: 6, // i32
  sellCount: 10, // i32
  theoreticalPrice: 14, // f64
  theoreticalQuantity: 22, // i64
  BYTES: 30,
} as const;

export const DEPTH_LEVEL = { price: 0, quantity: 8, orders: 16, flags: 20, BYTES: 24 } as const; // f64, i64, u32, u32

export const OFFER = {
  action: 0, // u8
  side: 1, // u8
  has: 2, // u8
  position: 4, // i32
  quantity: 8, // i64
  offerId: 16, // i64
  price: 24, // f64
  localMs: 32, // i64
  agent: 40, // i32
  BYTES: 44,
} as const;

/** Bits of `has` of an offer: the fields that mean something. */
export const OFFER_HAS_PRICE = 1;
export const OFFER_HAS_QUANTITY = 2;
export const OFFER_HAS_DATE = 4;
export const OFFER_HAS_ID = 8;
export const OFFER_HAS_AGENT = 16;

/** Long; followed by `offers` entries in the vendor's order. */
export const OFFER_PAGE = { side: 0, pageFlags: 4, offers: 8, BYTES: 12 } as const; // u8, u32, u32
export const PAGE_LAST = 1;
export const PAGE_FIRST = 2;

export const OFFER_ENTRY = { price: 0, quantity: 8, offerId: 16, localMs: 24, agent: 32, BYTES: 36 } as const;

export const PAIR = { first: 0, second: 4, BYTES: 8 } as const; // i32, i32

export const ACCOUNT_KEY = { brokerId: 0, eventId: 4, BYTES: 12 } as const; // i32, i64

/** Long; followed by the texts clOrderId, accountId, subAccountId, ticker, exchange, text. */
export const ORDER = {
  result: 0, // i32
  brokerId: 4, // i32
  localOrderId: 8, // i64
  quantity: 16, // i64
  traded: 24, // i64
  leaves: 32, // i64
  price: 40, // f64
  stopPrice: 48, // f64
  averagePrice: 56, // f64
  eventId: 64, // i64
  dateMs: 72, // i64
  lastUpdateMs: 80, // i64
  closeMs: 88, // i64
  validityMs: 96, // i64
  side: 104, // u8
  type: 105, // u8
  status: 106, // u8
  validity: 107, // u8
  BYTES: 108,
} as const;

/** Long; followed by the texts clOrderId, message. */
export const MESSAGE_RESULT = { brokerId: 0, localOrderId: 4, messageId: 12, code: 20, BYTES: 21 } as const;

/** Long; followed by the texts name, description, validDate, isin, sector, subSector, segment. */
export const ASSET_INFO = {
  minimum: 0, // i64
  maximum: 8, // i64
  lot: 16, // i64
  securityType: 24, // i32
  subType: 28, // i32
  minIncrement: 32, // f64
  multiplier: 40, // f64
  BYTES: 48,
} as const;

/** Long; followed by the texts type, note, date, deliberation, payment. */
export const ADJUSTMENT = { value: 0, multiplier: 8, flags: 16, BYTES: 20 } as const; // f64, f64, u32

export const QUOTATION = { localMs: 0, price: 8, number: 16, BYTES: 20 } as const; // i64, f64, u32

export const OVERFLOW = { lost: 0, firstNs: 8, lastNs: 16, BYTES: 24 } as const; // u64, i64, i64

/** Records that a long message of so many bytes takes. */
export function partsOfLength(bytes: number): number {
  return bytes <= FEED_FIRST_BYTES ? 1 : 1 + Math.ceil((bytes - FEED_FIRST_BYTES) / FEED_MORE_BYTES);
}
