// Raw records of the feed in, whole messages with their payload in one piece out.

import { expect } from 'vitest';
import * as raw from '../../../src/adapters/profit-dll/feed/feed-record.ts';

export interface RawMessage {
  readonly kind: number;
  readonly flags: number;
  readonly asset: number;
  readonly timeNs: bigint;
  /** Payload from its first byte; of short messages the whole rest of the record. */
  readonly data: DataView;
  /** The text at a byte of the payload, and where the next one begins. */
  textAt(at: number): { readonly text: string; readonly end: number };
}

const SHORT: ReadonlySet<number> = new Set<number>([
  ...[raw.FeedKind.trade, raw.FeedKind.historyTrade, raw.FeedKind.untranslated, raw.FeedKind.tinyBook],
  ...[
    raw.FeedKind.theoretical,
    raw.FeedKind.tickerState,
    raw.FeedKind.offer,
    raw.FeedKind.state,
    raw.FeedKind.progress,
  ],
  ...[raw.FeedKind.health, raw.FeedKind.invalidTicker, raw.FeedKind.brokerAccounts, raw.FeedKind.quotation],
  raw.FeedKind.overflow,
]);

function payload(records: DataView, at: number, parts: number): DataView {
  const length = records.getUint32(at + raw.LONG_LENGTH, true);
  expect(raw.partsOfLength(length)).toBe(parts);
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let part = 0; part < parts; part++) {
    const start = at + part * raw.FEED_RECORD_BYTES;
    if (part > 0) expect(records.getUint8(start)).toBe(raw.FeedKind.continuation);
    const from = start + (part === 0 ? raw.LONG_DATA : raw.MORE_DATA);
    const size = Math.min(length - filled, part === 0 ? raw.FEED_FIRST_BYTES : raw.FEED_MORE_BYTES);
    bytes.set(new Uint8Array(records.buffer, records.byteOffset + from, size), filled);
    filled += size;
  }
  return new DataView(bytes.buffer);
}

function textIn(data: DataView, at: number): { readonly text: string; readonly end: number } {
  const units = data.getUint16(at, true);
  let text = '';
  for (let unit = 0; unit < units; unit++) text += String.fromCharCode(data.getUint16(at + 2 + unit * 2, true));
  return { text, end: at + 2 + units * 2 };
}

export function rawMessages(records: Uint8Array): readonly RawMessage[] {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const messages: RawMessage[] = [];
  for (let at = 0; at < records.byteLength; ) {
    const kind = view.getUint8(at + raw.HEAD_KIND);
    const parts = view.getUint16(at + raw.HEAD_PARTS, true);
    const isShort = SHORT.has(kind);
    expect(isShort ? parts : Math.max(parts, 1)).toBe(isShort ? 1 : parts);
    const rest = raw.FEED_RECORD_BYTES - raw.SHORT_DATA;
    const data = isShort
      ? new DataView(records.slice(at + raw.SHORT_DATA, at + raw.SHORT_DATA + rest).buffer)
      : payload(view, at, parts);
    messages.push({
      kind,
      flags: view.getUint8(at + raw.HEAD_FLAGS),
      asset: view.getUint32(at + raw.HEAD_ASSET, true),
      timeNs: view.getBigInt64(at + raw.HEAD_TIME_NS, true),
      data,
      textAt: (start) => textIn(data, start),
    });
    at += parts * raw.FEED_RECORD_BYTES;
  }
  return messages;
}

/** All texts of a message from a byte of its payload on. */
export function textsOf(message: RawMessage, from: number): readonly string[] {
  const texts: string[] = [];
  for (let at = from; at < message.data.byteLength; ) {
    const { text, end } = message.textAt(at);
    texts.push(text);
    at = end;
  }
  return texts;
}
