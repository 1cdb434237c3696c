// Messages of the feed about states, accounts, orders and assets in; the facts they tell out.

import type { AssetName } from '../feed/feed.ts';
import {
  ACCOUNT_KEY,
  ADJUSTMENT,
  ASSET_INFO,
  FeedKind,
  MESSAGE_RESULT,
  ORDER,
  OVERFLOW,
  PAIR,
  UNTRANSLATED,
} from '../feed/feed-record.ts';
import type { AccountName, FeedFact, ReceiveClock, VendorAssetInfo, VendorOrder } from './feed-facts.ts';
import { int64At } from './int64.ts';
import { type LocalClock, NO_UTC } from './local-clock.ts';
import type { MessageReader } from './message-reader.ts';
import { TextReader } from './text-reader.ts';

/** Ticker text by which the vendor says that the whole list of positions changed. */
const WHOLE_LIST = '-1';
const NO_ASSET: AssetName = { ticker: '', exchange: '' };

/** The least bytes of each long message. */
const leastBytes: ReadonlyMap<number, number> = new Map<number, number>([
  [FeedKind.subAccounts, ACCOUNT_KEY.BYTES],
  [FeedKind.account, ACCOUNT_KEY.BYTES],
  [FeedKind.orderHistory, ACCOUNT_KEY.BYTES],
  [FeedKind.positionList, ACCOUNT_KEY.BYTES],
  [FeedKind.order, ORDER.BYTES],
  [FeedKind.messageResult, MESSAGE_RESULT.BYTES],
  [FeedKind.assetInfo, ASSET_INFO.BYTES],
  [FeedKind.adjustment, ADJUSTMENT.BYTES],
]);

/** Rare messages: what it gives are objects. */
export class FactReader {
  private readonly text = new TextReader();
  private readonly clock: LocalClock;
  private readonly received: ReceiveClock;

  constructor(clock: LocalClock, received: ReceiveClock) {
    this.clock = clock;
    this.received = received;
  }

  /** The fact of a message; a text that says why there is none. `asset`: the one in its head. */
  read(message: MessageReader, asset: AssetName | undefined): FeedFact | string {
    if (message.length < (leastBytes.get(message.kind) ?? 0))
      return `a message of ${message.length} bytes is too short`;
    const fact = this.factOf(message, asset ?? NO_ASSET);
    if (fact === undefined) return `kind ${message.kind} tells no fact`;
    if (fact.kind === 'order' && !areSafe(fact.order)) return 'a quantity of an order is too large';
    return this.text.isDamaged ? 'a text goes beyond the end of its message' : fact;
  }

  private factOf(message: MessageReader, asset: AssetName): FeedFact | undefined {
    const { data: view, start: at, length } = message;
    this.text.begin(view, at, at + length);
    switch (message.kind) {
      case FeedKind.state:
        return { kind: 'state', type: view.getInt32(at, true), result: view.getInt32(at + PAIR.second, true) };
      case FeedKind.progress:
        return { kind: 'progress', asset, progress: view.getInt32(at, true) };
      case FeedKind.health:
        return { kind: 'health', status: view.getInt32(at, true) };
      case FeedKind.invalidTicker:
        return { kind: 'invalidTicker', asset };
      case FeedKind.brokerAccounts: {
        const changed = view.getInt32(at + PAIR.second, true);
        return { kind: 'brokerAccounts', brokerId: view.getInt32(at, true), changed };
      }
      case FeedKind.untranslated: {
        const isHistory = view.getUint8(at + UNTRANSLATED.isHistory) !== 0;
        return { kind: 'untranslated', asset, isHistory, result: view.getInt32(at, true) };
      }
      case FeedKind.overflow:
        return {
          kind: 'overflow',
          lost: int64At(view, at + OVERFLOW.lost),
          firstUs: this.received(int64At(view, at + OVERFLOW.firstNs)),
          lastUs: this.received(int64At(view, at + OVERFLOW.lastNs)),
        };
      case FeedKind.order:
        return { kind: 'order', order: this.orderAt(view, at, at + length) };
      case FeedKind.messageResult:
        return this.messageResultAt(view, at, at + length);
      case FeedKind.assetInfo:
        return { kind: 'assetInfo', asset, info: this.assetInfoAt(view, at, at + length) };
      case FeedKind.adjustment:
        return this.adjustmentAt(view, at, at + length, asset);
      default:
        return this.accountFactOf(message, asset);
    }
  }

  private accountFactOf(
    { kind, data: view, start: at, length }: MessageReader,
    asset: AssetName,
  ): FeedFact | undefined {
    const { text } = this;
    text.begin(view, at + ACCOUNT_KEY.BYTES, at + length);
    const brokerId = view.getInt32(at, true);
    const account: AccountName = { brokerId, accountId: text.next(), subAccountId: text.next() };
    switch (kind) {
      case FeedKind.subAccounts:
        return { kind: 'subAccounts', account };
      case FeedKind.account:
        return { kind: 'account', account, brokerName: text.next(), holder: text.next() };
      case FeedKind.orderHistory:
        return { kind: 'orderHistory', account };
      case FeedKind.positionList: {
        const isWhole = asset.ticker === WHOLE_LIST || asset.ticker === '';
        const eventId = view.getBigInt64(at + ACCOUNT_KEY.eventId, true);
        return { kind: 'positions', account, asset: isWhole ? undefined : asset, eventId };
      }
      default:
        return undefined;
    }
  }

  private orderAt(view: DataView, at: number, end: number): VendorOrder {
    const { text } = this;
    text.begin(view, at + ORDER.BYTES, end);
    const clOrderId = text.next();
    const brokerId = view.getInt32(at + ORDER.brokerId, true);
    const account: AccountName = { brokerId, accountId: text.next(), subAccountId: text.next() };
    const asset: AssetName = { ticker: text.next(), exchange: text.next() };
    return {
      result: view.getInt32(at + ORDER.result, true),
      account,
      asset,
      localOrderId: view.getBigInt64(at + ORDER.localOrderId, true),
      clOrderId,
      quantity: int64At(view, at + ORDER.quantity),
      traded: int64At(view, at + ORDER.traded),
      leaves: int64At(view, at + ORDER.leaves),
      price: view.getFloat64(at + ORDER.price, true),
      stopPrice: view.getFloat64(at + ORDER.stopPrice, true),
      averagePrice: view.getFloat64(at + ORDER.averagePrice, true),
      eventId: view.getBigInt64(at + ORDER.eventId, true),
      createdUs: this.utcUs(view, at + ORDER.dateMs),
      updatedUs: this.utcUs(view, at + ORDER.lastUpdateMs),
      closedUs: this.utcUs(view, at + ORDER.closeMs),
      validUntilUs: this.utcUs(view, at + ORDER.validityMs),
      side: view.getUint8(at + ORDER.side),
      type: view.getUint8(at + ORDER.type),
      status: view.getUint8(at + ORDER.status),
      validity: view.getUint8(at + ORDER.validity),
      text: text.next(),
    };
  }

  private messageResultAt(view: DataView, at: number, end: number): FeedFact {
    const { text } = this;
    text.begin(view, at + MESSAGE_RESULT.BYTES, end);
    return {
      kind: 'messageResult',
      result: {
        brokerId: view.getInt32(at + MESSAGE_RESULT.brokerId, true),
        localOrderId: view.getBigInt64(at + MESSAGE_RESULT.localOrderId, true),
        messageId: view.getBigInt64(at + MESSAGE_RESULT.messageId, true),
        code: view.getUint8(at + MESSAGE_RESULT.code),
        clOrderId: text.next(),
        message: text.next(),
      },
    };
  }

  private assetInfoAt(view: DataView, at: number, end: number): VendorAssetInfo {
    const { text } = this;
    text.begin(view, at + ASSET_INFO.BYTES, end);
    return {
      minimum: int64At(view, at + ASSET_INFO.minimum),
      maximum: int64At(view, at + ASSET_INFO.maximum),
      lot: int64At(view, at + ASSET_INFO.lot),
      securityType: view.getInt32(at + ASSET_INFO.securityType, true),
      subType: view.getInt32(at + ASSET_INFO.subType, true),
      minIncrement: view.getFloat64(at + ASSET_INFO.minIncrement, true),
      multiplier: view.getFloat64(at + ASSET_INFO.multiplier, true),
      name: text.next(),
      description: text.next(),
      validDate: text.next(),
      isin: text.next(),
      sector: text.next(),
      subSector: text.next(),
      segment: text.next(),
    };
  }

  private adjustmentAt(view: DataView, at: number, end: number, asset: AssetName): FeedFact {
    const { text } = this;
    text.begin(view, at + ADJUSTMENT.BYTES, end);
    const type = text.next();
    // its note says nothing that the rest does not
    text.next();
    return {
      kind: 'adjustment',
      asset,
      value: view.getFloat64(at + ADJUSTMENT.value, true),
      multiplier: view.getFloat64(at + ADJUSTMENT.multiplier, true),
      flags: view.getUint32(at + ADJUSTMENT.flags, true),
      type,
      date: text.next(),
    };
  }

  private utcUs(view: DataView, at: number): number | undefined {
    const utcUs = this.clock.utcUs(int64At(view, at));
    return utcUs === NO_UTC ? undefined : utcUs;
  }
}

function areSafe({ quantity, traded, leaves }: VendorOrder): boolean {
  return Number.isSafeInteger(quantity) && Number.isSafeInteger(traded) && Number.isSafeInteger(leaves);
}
