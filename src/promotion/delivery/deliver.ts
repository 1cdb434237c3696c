// A verified release and a way to another machine in; what that machine lacks of it sent, over any number of breaks, and its channel moved, out.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../adapters/user-error.ts';
import { MANIFEST_FILE, SIGNATURE_FILE } from '../release/release-manifest.ts';
import type { Stage } from '../release/stage.ts';
import type { VerifiedRelease } from '../release/verify-release.ts';
import type { Beside } from './besides.ts';
import type { Carrier } from './carrier.ts';
import { ConnectionLost, deliveryError } from './delivery-error.ts';
import { CHUNK_BYTES, type DeliveryAnswer, type DeliveryRequest, type Lacking } from './message.ts';

export interface DeliverOptions {
  readonly release: VerifiedRelease;
  readonly carrier: Carrier;
  /** What is signed beside it, as `besidesOf` gives it. */
  readonly besides?: readonly Beside[] | undefined;
  /** Channel to move once the release is there; none where absent. */
  readonly stage?: Stage | undefined;
  /** Who delivers, for the channel's history. */
  readonly by: string;
  /** Breaks in a row without one more durable byte, after which it gives up. */
  readonly fruitlessMax?: number | undefined;
  /** Wait after the first break, ms; doubled after each fruitless one, 5 s at most. */
  readonly waitMs?: number | undefined;
  readonly onProgress?: ((durableBytes: number, totalBytes: number) => void) | undefined;
  readonly onBreak?: ((reason: string) => void) | undefined;
}

export interface Delivered {
  /** False when the whole release was there. */
  readonly isNew: boolean;
  /** Of files, sent in all; more than what was lacking where a break cost a chunk. */
  readonly sentBytes: number;
  /** Of all files of the release. */
  readonly totalBytes: number;
  readonly breaks: number;
  /** What the channel named before; undefined where none was moved or it was new. */
  readonly before: string | undefined;
}

const FRUITLESS_MAX = 5;
/** On a way that breaks before a chunk is through they become smaller, and larger again while it holds. */
const CHUNK_BYTES_MIN = 4 * 1024;
const WAIT_MS = 250;
const WAIT_MS_MAX = 5000;
/** A receiver that says so has kept the rest: it is offered again. */
const OFFER_AGAIN: ReadonlySet<string> = new Set(['delivery-incomplete', 'delivery-damaged']);
const OFFERS_AGAIN_MAX = 3;

/**
 * Throws UserError `delivery-unreachable` when the way breaks again and again, and what the receiver refuses with: every `release-...` code, by its own
 * trusted keys, and `delivery-...`. The channel is asked for last and on its own.
 */
export async function deliver(options: DeliverOptions): Promise<Delivered> {
  const sending = new Sending(options);
  const isNew = await sending.persist(() => sending.bring());
  await sending.persist(() => sending.bringBesides());
  const before = await sending.persist(() => sending.point());
  const { sentBytes, breaks, totalBytes } = sending;
  return { isNew, sentBytes, totalBytes, breaks, before };
}

class Sending {
  sentBytes = 0;
  breaks = 0;
  readonly totalBytes: number;
  private readonly options: DeliverOptions;
  private readonly manifestBytes: Uint8Array;
  private readonly signatures: string;
  /** Bytes that the receiver was heard to have; a break after more of them was not fruitless. */
  private durable = 0;
  private chunkBytes = CHUNK_BYTES;
  private offersAgain = 0;
  private wasLacking = false;

  constructor(options: DeliverOptions) {
    this.options = options;
    const { dir, manifest } = options.release;
    this.manifestBytes = readFileSync(join(dir, MANIFEST_FILE));
    this.signatures = readFileSync(join(dir, SIGNATURE_FILE), 'latin1');
    this.totalBytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
  }

  /** The work again after each break, from what is durable there, until it is done or nothing moves any more. */
  async persist<T>(work: () => Promise<T>): Promise<T> {
    const { fruitlessMax = FRUITLESS_MAX, waitMs = WAIT_MS, onBreak } = this.options;
    let fruitless = 0;
    for (;;) {
      const before = this.durable;
      try {
        return await work();
      } catch (error) {
        if (this.isOfferedAgain(error)) continue;
        if (!(error instanceof ConnectionLost)) throw error;
        this.breaks += 1;
        fruitless = this.durable > before ? 0 : fruitless + 1;
        this.chunkBytes = Math.max(CHUNK_BYTES_MIN, this.chunkBytes / 4);
        if (fruitless >= fruitlessMax)
          throw deliveryError('delivery-unreachable', `The other side does not answer: ${error.reason}`);
        onBreak?.(error.reason);
        await wait(Math.min(waitMs * 2 ** Math.max(0, fruitless - 1), WAIT_MS_MAX));
      }
    }
  }

  /** False when the release was there. */
  async bring(): Promise<boolean> {
    const { id, manifest } = this.options.release;
    const { strategy } = manifest;
    const offered = await this.ask(
      { kind: 'offer', strategy, release: id, signatures: this.signatures },
      this.manifestBytes,
    );
    if (offered.kind !== 'offered') throw unexpected(offered);
    if (offered.isThere) return this.wasLacking;
    this.wasLacking = true;
    const lacking = offered.lacks.reduce((sum, { size, have }) => sum + size - have, 0);
    this.durable = Math.max(this.durable, this.totalBytes - lacking);
    let there = this.totalBytes - lacking;
    for (const file of offered.lacks) {
      await this.send(file, (have) => this.tell(there + have - file.have));
      there += file.size - file.have;
    }
    const finished = await this.ask({ kind: 'finish', release: id });
    if (finished.kind !== 'finished') throw unexpected(finished);
    return true;
  }

  async bringBesides(): Promise<void> {
    for (const { request, bytes } of this.options.besides ?? []) {
      const taken = await this.ask(request, bytes);
      if (taken.kind !== 'taken') throw unexpected(taken);
    }
  }

  async point(): Promise<string | undefined> {
    const { stage, release, by } = this.options;
    if (stage === undefined) return undefined;
    const { strategy } = release.manifest;
    const pointed = await this.ask({ kind: 'point', strategy, release: release.id, stage, by });
    if (pointed.kind !== 'pointed') throw unexpected(pointed);
    return pointed.from ?? undefined;
  }

  private async send({ sha256, size, have }: Lacking, onDurable: (have: number) => void): Promise<void> {
    const { dir, id, manifest } = this.options.release;
    const listed = manifest.files.find((file) => file.sha256 === sha256 && file.size === size);
    if (listed === undefined || have > size)
      throw deliveryError('delivery-protocol', 'The other side asks for what was not offered');
    const descriptor = openSync(join(dir, ...listed.path.split('/')), 'r');
    const chunk = new Uint8Array(CHUNK_BYTES);
    try {
      let offset = have;
      while (offset < size) {
        const length = readSync(descriptor, chunk, 0, this.chunkBytes, offset);
        if (length === 0) throw deliveryError('delivery-failed', `${listed.path} became shorter while it was sent`);
        this.sentBytes += length;
        const answer = await this.ask({ kind: 'chunk', release: id, sha256, offset }, chunk.subarray(0, length));
        if (answer.kind !== 'durable') throw unexpected(answer);
        // less than before: the part was lost there, and what is next would not fit
        if (answer.have < offset || answer.have > size)
          throw deliveryError('delivery-incomplete', `${listed.path} is no longer there`);
        offset = answer.have;
        this.chunkBytes = Math.min(CHUNK_BYTES, this.chunkBytes * 2);
        onDurable(offset);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  private tell(durable: number): void {
    this.durable = Math.max(this.durable, durable);
    this.options.onProgress?.(durable, this.totalBytes);
  }

  private async ask(request: DeliveryRequest, bytes?: Uint8Array): Promise<DeliveryAnswer> {
    const answer = await this.options.carrier.ask(request, bytes);
    if (answer.kind !== 'refused') return answer;
    throw new UserError({ ...answer.error, message: `The other side refuses: ${answer.error.message}` });
  }

  private isOfferedAgain(error: unknown): boolean {
    if (!(error instanceof UserError) || !OFFER_AGAIN.has(error.code)) return false;
    this.offersAgain += 1;
    return this.offersAgain <= OFFERS_AGAIN_MAX;
  }
}

function unexpected({ kind }: DeliveryAnswer): UserError {
  return deliveryError('delivery-protocol', `The other side answered ${kind} where that is no answer`);
}
