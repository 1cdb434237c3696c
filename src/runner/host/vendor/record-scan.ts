// Raw records in, calls for what the supervision of the vendor needs to know; everything else is passed over without being read.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import {
  ASSET,
  FEED_EDIT,
  FEED_FIRST_BYTES,
  FEED_MORE_BYTES,
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_ASSET,
  HEAD_FLAGS,
  HEAD_KIND,
  HEAD_PARTS,
  LONG_DATA,
  LONG_LENGTH,
  MORE_DATA,
  OVERFLOW,
  PAIR,
  SHORT_DATA,
  UNTRANSLATED,
} from '../../../adapters/profit-dll/feed/feed-record.ts';

/** Payloads of trades begin at `at` of the view and are valid only during the call. */
export interface ScanHandler {
  liveTrade(asset: AssetName, view: DataView, at: number, isEdit: boolean): void;
  historyTrade(asset: AssetName, view: DataView, at: number, flags: number): void;
  untranslated(asset: AssetName, isHistory: boolean): void;
  progress(asset: AssetName, percent: number): void;
  state(type: number, result: number): void;
  invalidTicker(asset: AssetName): void;
  overflow(lost: number): void;
  /** Records that cannot be followed: the rest of the batch was left out. */
  damaged(reason: string): void;
}

/** Assets that one process may number; a vendor knows tens of thousands, a session follows hundreds. */
const MAX_SCAN_ASSETS = 1 << 16;

export class RecordScan {
  private readonly handler: ScanHandler;
  private readonly assets: (AssetName | undefined)[] = [];
  private messageAt = 0;

  constructor(handler: ScanHandler) {
    this.handler = handler;
  }

  /** Byte in the records at which the message begins that is being told. */
  get at(): number {
    return this.messageAt;
  }

  /** A new process numbers its assets anew. */
  processStarted(): void {
    this.assets.length = 0;
  }

  /** Whole messages only. */
  take(records: Uint8Array): void {
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    const end = records.byteLength;
    for (let at = 0; at < end; ) {
      const parts = end - at >= FEED_RECORD_BYTES ? view.getUint16(at + HEAD_PARTS, true) : 0;
      const next = at + parts * FEED_RECORD_BYTES;
      if (parts === 0 || next > end) {
        this.handler.damaged(`a message of ${parts} records at byte ${at} of ${end}`);
        return;
      }
      this.messageAt = at;
      this.message(view, at, parts);
      at = next;
    }
  }

  private message(view: DataView, at: number, parts: number): void {
    const { handler } = this;
    const kind = view.getUint8(at + HEAD_KIND);
    const data = at + SHORT_DATA;
    switch (kind) {
      case FeedKind.trade: {
        const asset = this.assets[view.getUint32(at + HEAD_ASSET, true)];
        const isEdit = (view.getUint8(at + HEAD_FLAGS) & FEED_EDIT) !== 0;
        if (asset !== undefined) handler.liveTrade(asset, view, data, isEdit);
        return;
      }
      case FeedKind.historyTrade: {
        const asset = this.assets[view.getUint32(at + HEAD_ASSET, true)];
        if (asset !== undefined) handler.historyTrade(asset, view, data, view.getUint8(at + HEAD_FLAGS));
        return;
      }
      case FeedKind.asset:
        this.asset(view, at, parts);
        return;
      case FeedKind.untranslated: {
        const asset = this.assets[view.getUint32(at + HEAD_ASSET, true)];
        if (asset !== undefined) handler.untranslated(asset, view.getUint8(data + UNTRANSLATED.isHistory) !== 0);
        return;
      }
      case FeedKind.progress: {
        const asset = this.assets[view.getUint32(at + HEAD_ASSET, true)];
        if (asset !== undefined) handler.progress(asset, view.getInt32(data + PAIR.first, true));
        return;
      }
      case FeedKind.state:
        handler.state(view.getInt32(data + PAIR.first, true), view.getInt32(data + PAIR.second, true));
        return;
      case FeedKind.invalidTicker: {
        const asset = this.assets[view.getUint32(at + HEAD_ASSET, true)];
        if (asset !== undefined) handler.invalidTicker(asset);
        return;
      }
      case FeedKind.overflow:
        handler.overflow(Number(view.getBigUint64(data + OVERFLOW.lost, true)));
        return;
      default:
        return;
    }
  }

  private asset(view: DataView, at: number, parts: number): void {
    const number = view.getUint32(at + HEAD_ASSET, true);
    const room = FEED_FIRST_BYTES + (parts - 1) * FEED_MORE_BYTES;
    const length = view.getUint32(at + LONG_LENGTH, true);
    if (number === 0 || number >= MAX_SCAN_ASSETS || length > room) {
      this.handler.damaged(`asset ${number} of ${length} bytes in ${parts} records`);
      return;
    }
    const bytes = longBytes(view, at, length);
    const ticker = textAt(bytes, ASSET.BYTES);
    const exchange = ticker === undefined ? undefined : textAt(bytes, ticker.next);
    if (ticker === undefined || exchange === undefined) this.handler.damaged(`asset ${number} has no name`);
    else this.assets[number] = { ticker: ticker.text, exchange: exchange.text };
  }
}

/** The data of a long message, put together. */
function longBytes(view: DataView, at: number, length: number): DataView {
  const bytes = new Uint8Array(length);
  let done = Math.min(length, FEED_FIRST_BYTES);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset + at + LONG_DATA, done));
  for (let record = at + FEED_RECORD_BYTES; done < length; record += FEED_RECORD_BYTES) {
    const count = Math.min(length - done, FEED_MORE_BYTES);
    bytes.set(new Uint8Array(view.buffer, view.byteOffset + record + MORE_DATA, count), done);
    done += count;
  }
  return new DataView(bytes.buffer);
}

/** A u16 number of UTF-16 units and then they. */
function textAt(data: DataView, at: number): { readonly text: string; readonly next: number } | undefined {
  if (at + 2 > data.byteLength) return undefined;
  const units = data.getUint16(at, true);
  const next = at + 2 + units * 2;
  if (next > data.byteLength) return undefined;
  let text = '';
  for (let i = at + 2; i < next; i += 2) text += String.fromCharCode(data.getUint16(i, true));
  return { text, next };
}
