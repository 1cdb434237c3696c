// What a callback has gathered in, messages with numbered assets in the ring out; counts and times them.

import type { FeedKindNumber } from '../feed-record.ts';
import { FeedKind } from '../feed-record.ts';
import { AssetNumbers, type NamedAsset } from './asset-numbers.ts';
import { longMessage, Payload, shortMessage } from './message.ts';
import { RecordRing } from './record-ring.ts';

/** Market messages may use three quarters of the ring; a burst of them never costs an order. */
export type MessageClass = 'market' | 'reserved';

export interface Told {
  readonly kind: FeedKindNumber;
  readonly class: MessageClass;
  readonly flags?: number;
  readonly asset?: NamedAsset | undefined;
  readonly payload: Payload;
}

export class FeedWriter {
  readonly assets = new AssetNumbers();
  readonly ring: RecordRing;
  readonly times: number[] = new Array<number>(64).fill(0);
  messages = 0;
  untranslated = 0;
  pagesFreed = 0;
  longestNs = 0;
  over1Ms = 0;
  #arrivedNs = 0n;

  constructor(capacity: number) {
    this.ring = new RecordRing(capacity);
  }

  /** Runs one callback: its messages carry the time at which it began. */
  arrive(callback: () => void): void {
    this.#arrivedNs = process.hrtime.bigint();
    this.messages += 1;
    callback();
    const tookNs = Math.max(1, Number(process.hrtime.bigint() - this.#arrivedNs));
    const bucket = Math.min(63, Math.floor(Math.log2(tookNs)));
    this.times[bucket] = this.times[bucket]! + 1;
    this.longestNs = Math.max(this.longestNs, tookNs);
    if (tookNs > 1_000_000) this.over1Ms += 1;
  }

  short(told: Told): void {
    this.#push(told, shortMessage);
  }

  long(told: Told): void {
    this.#push(told, longMessage);
  }

  #push({ kind, class: messageClass, flags, asset, payload }: Told, make: typeof shortMessage): void {
    const entry = asset && this.assets.entry(asset);
    const timeNs = this.#arrivedNs;
    const head = { kind, asset: entry?.number ?? 0, timeNs };
    const message = make(flags === undefined ? head : { ...head, flags }, payload);
    const isNew = entry !== undefined && !entry.isAnnounced;
    const whole = isNew ? Buffer.concat([assetMessage(entry.number, asset!, timeNs), message]) : message;
    if (this.ring.push(whole, messageClass === 'market', timeNs) && isNew) entry.isAnnounced = true;
  }
}

/** The name of an asset number, as it precedes the first record of the asset; also how position assets are enumerated. */
export function assetMessage(number: number, { ticker, exchange, feed }: NamedAsset, timeNs: bigint): Buffer {
  const payload = new Payload().i32(feed).texts(ticker, exchange);
  return longMessage({ kind: FeedKind.asset, asset: number, timeNs }, payload);
}
