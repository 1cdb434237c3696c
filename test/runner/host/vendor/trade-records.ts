// Makes raw records of the feed for tests: trades, assets, states, progress; as the native feed packs them.

import {
  ASSET,
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_ASSET,
  HEAD_FLAGS,
  HEAD_KIND,
  HEAD_PARTS,
  LONG_DATA,
  LONG_LENGTH,
  OVERFLOW,
  PAIR,
  SHORT_DATA,
  TRADE,
} from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import type { DayTape } from '../../../../src/runner/host/vendor/day-tape.ts';
import type { TradeColumns } from '../../../../src/runner/host/vendor/trade-columns.ts';
import { TradeColumns as Columns } from '../../../../src/runner/host/vendor/trade-columns.ts';

export const DAY = 20_000;
export const DAY_MS = DAY * 86_400_000;
export const OPEN_MS = DAY_MS + 9 * 3_600_000;

export interface TestTrade {
  readonly number: number;
  readonly localMs: number;
  readonly price: number;
  readonly quantity: number;
}

/** Where the payload of a single record begins. */
export const AT = SHORT_DATA;

function head(kind: number, asset: number, flags = 0): DataView {
  const view = new DataView(new ArrayBuffer(FEED_RECORD_BYTES));
  view.setUint8(HEAD_KIND, kind);
  view.setUint8(HEAD_FLAGS, flags);
  view.setUint16(HEAD_PARTS, 1, true);
  view.setUint32(HEAD_ASSET, asset, true);
  return view;
}

export function tradeRecord(trade: TestTrade, asset = 1, flags = 0, kind: number = FeedKind.trade): DataView {
  const view = head(kind, asset, flags);
  view.setBigInt64(AT + TRADE.localMs, BigInt(trade.localMs), true);
  view.setFloat64(AT + TRADE.price, trade.price, true);
  view.setBigInt64(AT + TRADE.quantity, BigInt(trade.quantity), true);
  view.setUint32(AT + TRADE.number, trade.number, true);
  view.setInt32(AT + TRADE.buyAgent, 3, true);
  view.setInt32(AT + TRADE.sellAgent, -1, true);
  view.setUint8(AT + TRADE.tradeType, 2 + (trade.number % 2));
  return view;
}

export function historyRecord(trade: TestTrade, asset = 1, flags = 0): DataView {
  return tradeRecord(trade, asset, flags, FeedKind.historyTrade);
}

export function pairRecord(kind: number, first: number, second: number, asset = 0): DataView {
  const view = head(kind, asset);
  view.setInt32(SHORT_DATA + PAIR.first, first, true);
  view.setInt32(SHORT_DATA + PAIR.second, second, true);
  return view;
}

export function overflowRecord(lost: number): DataView {
  const view = head(FeedKind.overflow, 0);
  view.setBigUint64(SHORT_DATA + OVERFLOW.lost, BigInt(lost), true);
  return view;
}

/** The names must fit the first record. */
export function assetRecord(number: number, ticker: string, exchange: string): DataView {
  const view = head(FeedKind.asset, number);
  let at = LONG_DATA + ASSET.BYTES;
  for (const text of [ticker, exchange]) {
    view.setUint16(at, text.length, true);
    at += 2;
    for (const unit of text) {
      view.setUint16(at, unit.charCodeAt(0), true);
      at += 2;
    }
  }
  view.setUint32(LONG_LENGTH, at - LONG_DATA, true);
  return view;
}

export function joined(...views: readonly DataView[]): Uint8Array {
  const bytes = new Uint8Array(views.length * FEED_RECORD_BYTES);
  views.forEach((view, i) => {
    bytes.set(new Uint8Array(view.buffer), i * FEED_RECORD_BYTES);
  });
  return bytes;
}

export function give(tape: DayTape, trade: TestTrade, isEdit = false): string {
  return tape.takeLive(tradeRecord(trade), AT, isEdit);
}

export function columnsOf(trades: readonly TestTrade[]): TradeColumns {
  const columns = new Columns();
  for (const trade of trades) {
    const index = columns.length;
    columns.insertAt(index);
    columns.writeFrom(tradeRecord(trade), AT, index);
  }
  return columns;
}

export function tradesOf(columns: TradeColumns): TestTrade[] {
  return Array.from({ length: columns.length }, (_, i) => ({
    number: columns.number[i]!,
    localMs: columns.localMs[i]!,
    price: columns.price[i]!,
    quantity: columns.quantity[i]!,
  }));
}

/** A day of trades: numbers ascend with holes, times do not descend. */
export function dayOfTrades(count: number, next: () => number): TestTrade[] {
  const trades: TestTrade[] = [];
  let number = 0;
  let localMs = OPEN_MS;
  for (let i = 0; i < count; i++) {
    number += 1 + Math.floor(next() * 20);
    localMs += Math.floor(next() * 900);
    trades.push({ number, localMs, price: 5000 + Math.floor(next() * 40) / 2, quantity: 1 + Math.floor(next() * 9) });
  }
  return trades;
}
