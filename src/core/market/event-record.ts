// The packed 64-byte event record: the one layout shared by batches in memory, session logs and the native ring.

/** Bytes of one record. Little-endian. */
export const RECORD_BYTES = 64;
/** 32-bit words of one record. */
export const RECORD_I32 = 16;
/** 64-bit words of one record. */
export const RECORD_F64 = 8;

/*
 * word (i32)  0     kind in the low 8 bits, flags above
 *             1     instrument id of the session, -1 where the event has none
 * word (f64)  1     seq, assigned by the sequencer, ascending by one
 *             2     receivedTimeUs, monotonic clock anchored to UTC
 *             3     exchangeTimeUs; equal to receivedTimeUs where the exchange says nothing
 *             4..7  payload; words (i32) 8..15 are the same bytes
 */
export const I32_KIND = 0;
export const I32_INSTRUMENT = 1;
export const F64_SEQ = 1;
export const F64_RECEIVED = 2;
export const F64_EXCHANGE = 3;
export const F64_A = 4;
export const F64_B = 5;
export const F64_C = 6;
export const F64_D = 7;
export const I32_A = 8;
export const I32_B = 9;
export const I32_C = 10;
export const I32_D = 11;
export const I32_E = 12;
export const I32_F = 13;
export const I32_G = 14;
export const I32_H = 15;

export const NO_INSTRUMENT = -1;

/** Kind numbers are part of the log format: never renumber. Below 16 the payload is packed, from 16 on it is an object. */
export const Kind = {
  trade: 1,
  tradeCorrection: 2,
  quote: 3,
  bookChange: 4,
  dailySummary: 5,
  theoreticalPrice: 6,
  bar: 7,
  barFlow: 8,
  clockTick: 9,
  phaseChange: 10,
  priceLimits: 11,
  connectionChange: 16,
  gap: 17,
  backfillComplete: 18,
  orderUpdate: 19,
  fill: 20,
  positionReport: 21,
  commandResult: 22,
  reconciliationReport: 23,
  predictionReady: 24,
  predictionTimedOut: 25,
  operatorCommand: 26,
  epochStart: 27,
  clockAnchor: 28,
  orderAdopted: 29,
  foreignOrder: 30,
  continuation: 255,
} as const;

export type KindName = Exclude<keyof typeof Kind, 'continuation'>;
export type KindNumber = (typeof Kind)[keyof typeof Kind];
export const FIRST_PAYLOAD_KIND = 16;

const names = new Map<number, KindName>();
for (const [name, number] of Object.entries(Kind)) {
  if (name !== 'continuation') names.set(number, name as KindName);
}

/** Name of a kind number; undefined for one this version does not know. */
export function kindName(kind: number): KindName | undefined {
  return names.get(kind);
}

/** Aggressor of a trade, in bits 0-1 of the flags: 0 unknown, 1 buyer, 2 seller. */
export const AGGRESSOR_MASK = 3;
export const AGGRESSOR_UNKNOWN = 0;
export const AGGRESSOR_BUYER = 1;
export const AGGRESSOR_SELLER = 2;
export type Aggressor = typeof AGGRESSOR_UNKNOWN | typeof AGGRESSOR_BUYER | typeof AGGRESSOR_SELLER;

/** Condition of a trade, in bits 2-5 of the flags. Only regular trades count in a side. */
export const CONDITION_SHIFT = 2;
export const CONDITION_MASK = 15;
export const TradeCondition = { regular: 0, auction: 1, cross: 2, rlp: 3, other: 4 } as const;
export type TradeConditionNumber = (typeof TradeCondition)[keyof typeof TradeCondition];

/**
 * Bit 6 of a trade correction: the record holds the trade as it is from now on. Without it a correction is the removal of the trade with
 * its number.
 */
export const CORRECTION_REPLACES = 1 << 6;

/** Prints outside of the book and the auction (crosses, exercises) are no price of the market; they count as volume only. */
export function isPriceOfMarket(condition: number): boolean {
  return condition !== TradeCondition.cross && condition !== TradeCondition.other;
}

/** Flags of a quote: which sides are present, and whether sizes are known. */
export const QUOTE_HAS_BID = 1;
export const QUOTE_HAS_ASK = 2;
export const QUOTE_HAS_SIZES = 4;

/** Flags of a book change: side, book cleared before it, more changes of the same exchange message follow. */
export const BOOK_ASK = 1;
export const BOOK_CLEAR = 2;
export const BOOK_MORE = 4;

/** Flag of a bar or bar flow that belongs to the warm-up of an epoch. */
export const BAR_WARMUP = 1;
/** Bits 1-7 of the flags of a warm-up bar: number of its span in the epoch's list. */
export const BAR_SPAN_SHIFT = 1;
export const BAR_SPAN_MASK = 127;
/** Bits 8-23 of a bar's flags: high part of the time it spans, where that is not whole seconds. See bar-time.ts. */
export const BAR_TIME_SHIFT = 8;
/** Trade count of a bar whose source does not tell it. */
export const BAR_TRADES_UNKNOWN = -1;

/** Session phases as they stand in the flags of a phase change. */
export const Phase = { closed: 0, auction: 1, open: 2, closingCall: 3, halted: 4 } as const;
export type PhaseName = keyof typeof Phase;
export type PhaseNumber = (typeof Phase)[PhaseName];
