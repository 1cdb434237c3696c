// Price depth and offer book: notices and changes of the vendor in, batches of levels, offers and whole pages out.

import { VendorRecord } from '../../abi/record.ts';
import type { CallArgument, VendorCalls } from '../../calls/vendor-calls.ts';
import {
  FEED_FULL,
  FEED_NO_TIME,
  FEED_TRUNCATED,
  FEED_UNREAD,
  FeedKind,
  PAGE_FIRST,
  PAGE_LAST,
} from '../feed-record.ts';
import type { NamedAsset } from './asset-numbers.ts';
import {
  address,
  assetAt,
  bytesAt,
  type CallbackEntry,
  type CallbackHandler,
  connectorAssetAt,
  int64,
  text,
  truth,
} from './callback.ts';
import type { FeedWriter } from './feed-writer.ts';
import { localMsOfText } from './local-ms.ts';
import { MESSAGE_BYTES_MAX, Payload } from './message.ts';

/** Levels of a side that are told; the best of the book are what is traded on. */
export const DEPTH_LEVELS = 20;
const UPDATE = { full: 4, prepare: 5, flush: 6, theoretical: 7 } as const;
const GROUP_THEORETICAL = 1;
const ACTION_FULL_BOOK = 4;
const PAGE_HEADER_BYTES = 8;
/** Price, quantity, agent, offer id and the length of the date, packed. */
const ENTRY_FIXED_BYTES = 30;
const OFFERS_PER_MESSAGE = Math.floor((MESSAGE_BYTES_MAX - 12) / 36);

interface DepthSide {
  readonly payload: Payload;
  readonly read: number;
  readonly count: number;
  readonly hasTheoretical: boolean;
  /** The vendor did not give what it says to have: no level may be taken for gone. */
  readonly isUnread: boolean;
}

function readSide(calls: VendorCalls, asset: CallArgument, side: number): DepthSide {
  const payload = new Payload();
  const count = calls.callHere('GetPriceDepthSideCount', asset, side);
  let read = 0;
  let hasTheoretical = false;
  for (let position = 0; position < Math.min(count, DEPTH_LEVELS); position += 1) {
    const record = new VendorRecord('TConnectorPriceGroup');
    if (calls.callHere('GetPriceGroup', asset, side, position, record) !== 0) break;
    const group = record.read();
    payload.f64(group.price).i64(group.quantity).u32(group.count).u32(group.flags);
    if (position === 0) hasTheoretical = (group.flags & GROUP_THEORETICAL) !== 0;
    read += 1;
  }
  const isUnread = count < 0 || read < Math.min(count, DEPTH_LEVELS);
  return { payload, read, count, hasTheoretical, isUnread };
}

/** Whether this update ends a batch now; outside of prepare and flush every update is a batch by itself. */
function endsBatch(writer: FeedWriter, asset: NamedAsset | undefined, updateType: number): boolean {
  const entry = asset && writer.assets.entry(asset);
  if (entry !== undefined && updateType === UPDATE.prepare) entry.isInBatch = true;
  if (entry !== undefined && updateType === UPDATE.flush) entry.isInBatch = false;
  if (updateType === UPDATE.prepare) return false;
  const ends = updateType === UPDATE.full || updateType === UPDATE.flush || updateType === UPDATE.theoretical;
  return ends || !(entry?.isInBatch ?? false);
}

function theoreticalValues(calls: VendorCalls, asset: CallArgument): { price: number; quantity: bigint } {
  const price = Buffer.alloc(8);
  const quantity = Buffer.alloc(8);
  if (!calls.has('GetTheoreticalValues') || calls.callHere('GetTheoreticalValues', asset, price, quantity) !== 0) {
    return { price: 0, quantity: 0n };
  }
  return { price: price.readDoubleLE(0), quantity: quantity.readBigInt64LE(0) };
}

function onPriceDepth(writer: FeedWriter, calls: VendorCalls): CallbackHandler {
  return (pointer, _side, _position, update) => {
    const asset = connectorAssetAt(pointer);
    const updateType = Number(update);
    if (!endsBatch(writer, asset, updateType)) return;
    const vendorAsset = address(pointer);
    const buy = readSide(calls, vendorAsset, 0);
    const sell = readSide(calls, vendorAsset, 1);
    const isNamed = updateType === UPDATE.full || updateType === UPDATE.theoretical;
    const isAuction = updateType === UPDATE.theoretical || buy.hasTheoretical || sell.hasTheoretical;
    const theoretical = isAuction ? theoreticalValues(calls, vendorAsset) : { price: 0, quantity: 0n };
    const payload = new Payload()
      .u8(isNamed ? updateType : UPDATE.flush)
      .u8(0)
      .u16(buy.read)
      .u16(sell.read)
      .i32(buy.count, sell.count)
      .f64(theoretical.price)
      .i64(theoretical.quantity)
      .raw(buy.payload.bytes)
      .raw(sell.payload.bytes);
    const isTruncated = buy.read !== buy.count || sell.read !== sell.count;
    const flags =
      (updateType === UPDATE.full ? FEED_FULL : 0) |
      (isTruncated ? FEED_TRUNCATED : 0) |
      (buy.isUnread || sell.isUnread ? FEED_UNREAD : 0);
    writer.long({ kind: FeedKind.depth, class: 'market', flags, asset, payload });
  };
}

interface Page {
  readonly entries: readonly Payload[];
  readonly flags: number;
  readonly isTruncated: boolean;
}

/** Walks the entries by the length of their dates; what the header promises but the buffer has not is not read. */
function pageOf(bytes: Buffer): Page {
  const count = bytes.readInt32LE(0);
  const entries: Payload[] = [];
  let at = PAGE_HEADER_BYTES;
  while (entries.length < count && at + ENTRY_FIXED_BYTES <= bytes.length) {
    const end = at + ENTRY_FIXED_BYTES + bytes.readUInt16LE(at + 28);
    if (end > bytes.length) break;
    const localMs = localMsOfText(bytes.toString('latin1', at + ENTRY_FIXED_BYTES, end));
    const [price, quantity, agent] = [bytes.readDoubleLE(at), bytes.readBigInt64LE(at + 8), bytes.readInt32LE(at + 16)];
    entries.push(
      new Payload()
        .f64(price)
        .i64(quantity, bytes.readBigInt64LE(at + 20), localMs)
        .i32(agent),
    );
    at = end;
  }
  const isTruncated = entries.length !== count;
  // old builds end behind the entries: their one buffer is the whole book
  const flags = !isTruncated && at + 4 <= bytes.length ? bytes.readUInt32LE(at) : PAGE_FIRST | PAGE_LAST;
  return { entries, flags, isTruncated };
}

function takePage(
  writer: FeedWriter,
  calls: VendorCalls,
  asset: NamedAsset | undefined,
  side: number,
  array: bigint,
): void {
  const size = Buffer.from(bytesAt(array, PAGE_HEADER_BYTES)).readInt32LE(4);
  const { entries, flags, isTruncated } = pageOf(Buffer.from(bytesAt(array, Math.max(size, PAGE_HEADER_BYTES))));
  let first = 0;
  do {
    const some = entries.slice(first, first + OFFERS_PER_MESSAGE);
    const isLast = first + some.length === entries.length;
    const kept = (first === 0 ? flags : flags & ~PAGE_FIRST) & (isLast ? -1 : ~PAGE_LAST);
    const payload = new Payload().u8(side).u8(0).u16(0).u32(kept).u32(some.length);
    for (const entry of some) payload.raw(entry.bytes);
    writer.long({
      ...{ kind: FeedKind.offerPage, class: 'market', asset, payload },
      flags: isTruncated ? FEED_TRUNCATED : 0,
    });
    first += some.length;
  } while (first < entries.length);
  calls.callHere('FreePointer', array, size);
  writer.pagesFreed += 1;
}

function onOfferBook(writer: FeedWriter, calls: VendorCalls): CallbackHandler {
  return (pointer, action, position, side, quantity, agent, offerId, price, ...rest) => {
    const asset = assetAt(pointer);
    const [hasPrice, hasQuantity, hasDate, hasOfferId, hasAgent] = rest.slice(0, 5).map(truth);
    const [date, sellArray, buyArray] = rest.slice(5);
    if (Number(action) === ACTION_FULL_BOOK) {
      const [buy, sell] = [address(buyArray), address(sellArray)];
      if (buy !== null) takePage(writer, calls, asset, 0, buy);
      if (sell !== null) takePage(writer, calls, asset, 1, sell);
      return;
    }
    const has = [hasPrice, hasQuantity, hasDate, hasOfferId, hasAgent];
    const payload = new Payload()
      .u8(Number(action))
      .u8(Number(side))
      .u8(has.reduce((bits, isSet, bit) => bits | (isSet ? 1 << bit : 0), 0))
      .u8(0)
      .i32(Number(position))
      .i64(int64(quantity), int64(offerId))
      .f64(Number(price))
      .i64(hasDate ? localMsOfText(text(date)) : FEED_NO_TIME)
      .i32(Number(agent));
    writer.short({ kind: FeedKind.offer, class: 'market', asset, payload });
  };
}

export function bookCallbacks(writer: FeedWriter, calls: VendorCalls) {
  return {
    SetPriceDepthCallback: { arguments: 'pbib', handle: onPriceDepth(writer, calls) },
    SetOfferBookCallbackV2: { arguments: 'piiilildcccccppp', handle: onOfferBook(writer, calls) },
  } as const satisfies Readonly<Record<string, CallbackEntry>>;
}
