// Ends of an order as the vendor tells them, and the time, in; what may be believed of them out.

import type { OrderStatus } from '../../../core/account/order.ts';
import { isFinal } from '../../../core/account/order-transitions.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import { isInferredReason, type VendorWord } from './vendor-status.ts';

/** Builds before 4.0.0.41 told some intermediate confirmations as final: their word counts after this, unless another comes. */
export const PROVISIONAL_US = 2_000_000;
/** The same word counts at once when it was told again so much later: one message is often told twice within a moment. */
const CONFIRMED_US = 250_000;

/** The first build whose ends are ends. */
const TRUE_ENDS = [4, 0, 0, 41] as const;

/** How long ends of a build are provisional. `version` as the file tells it; undefined where it tells none: it may be an old one. */
export function provisionalUsOf(version: string | undefined): number {
  if (version === undefined) return PROVISIONAL_US;
  const parts = version.split('.').map(Number);
  for (const [place, least] of TRUE_ENDS.entries()) {
    const part = parts[place];
    if (part === undefined || !Number.isInteger(part)) return PROVISIONAL_US;
    if (part !== least) return part > least ? 0 : PROVISIONAL_US;
  }
  return 0;
}

interface Told {
  readonly status: OrderStatus;
  readonly reason: string;
  readonly sinceUs: number;
  readonly isInferred: boolean;
  readonly eventId: bigint;
  readonly updatedUs: number | undefined;
}

const isDoubtful = (status: OrderStatus): boolean =>
  status === 'cancelled' || status === 'expired' || status === 'rejected';

/** Fills are never held back; what is filled is filled. An end that nobody said, only quantities, is doubtful on every build. */
export class ProvisionalEnd {
  /** Asked each time: which build it is is known when its process has started. */
  private readonly provisionalUs: () => number;
  private told: Told | undefined = undefined;
  /** The vendor's time of the end, believed or not; undefined where it gave none. */
  private endedUs: number | undefined = undefined;
  private isInferred = false;

  constructor(provisionalUs: () => number) {
    this.provisionalUs = provisionalUs;
  }

  get isWaiting(): boolean {
    return this.told !== undefined;
  }

  /** Of an earlier process: when it ended is not known, but any sign of life is later. */
  restore(reason: string): void {
    this.isInferred = isInferredReason(reason);
    if (this.isInferred) this.endedUs = 0;
  }

  /** What was told does not count: nobody can contradict it any more, or something has. */
  forget(): void {
    this.told = undefined;
  }

  /** The status to go on with: the one that was said or meant, or what it is meanwhile (`alive`). */
  take(word: VendorWord, nowUs: number, alive: OrderStatus, vendor: VendorOrder): OrderStatus {
    const { said, meant, reason } = word;
    const isInferred = meant !== said;
    const { told } = this;
    // a word that does not say how the order stands takes nothing from one that did
    if (isInferred && told !== undefined && !told.isInferred) return alive;
    const status = this.believes(meant, isInferred, nowUs, vendor) ? meant : isInferred ? said : alive;
    if (status === meant) this.told = undefined;
    else if (told?.status !== meant || told.isInferred !== isInferred) {
      this.told = {
        status: meant,
        reason,
        sinceUs: nowUs,
        isInferred,
        eventId: vendor.eventId,
        updatedUs: vendor.updatedUs,
      };
    }
    if (isFinal(meant)) this.isInferred = isInferred;
    return status;
  }

  /** When the vendor says it ended; undone where it has not. */
  time({ updatedUs }: VendorOrder, hasEnded: boolean): void {
    if (!hasEnded && !this.isWaiting) this.endedUs = undefined;
    else if (updatedUs !== undefined) this.endedUs = Math.max(this.endedUs ?? 0, updatedUs);
  }

  due(nowUs: number): { readonly status: OrderStatus; readonly reason: string } | undefined {
    const { told } = this;
    if (told === undefined || nowUs - told.sinceUs < this.waitUs(told.isInferred)) return undefined;
    this.told = undefined;
    return told;
  }

  /** What a record of an order that has ended (`before`) says where the end was none; undefined where it says nothing new. */
  revivedBy(status: OrderStatus, before: OrderStatus, { updatedUs, leaves }: VendorOrder): string | undefined {
    const isAlive = status === 'working' || status === 'partiallyFilled' || (this.isInferred && !isFinal(status));
    if (!isFinal(before) || before === 'filled' || !isAlive || leaves <= 0) return undefined;
    if (updatedUs === undefined || this.endedUs === undefined || updatedUs <= this.endedUs) return undefined;
    return `it is ${status} with ${leaves} contracts left after it was ${before}`;
  }

  private believes(status: OrderStatus, isInferred: boolean, nowUs: number, vendor: VendorOrder): boolean {
    if (this.waitUs(isInferred) === 0 || !isDoubtful(status)) return true;
    const { told } = this;
    if (told?.status !== status || nowUs - told.sinceUs < CONFIRMED_US) return false;
    // reading the same record again is no second witness of what nobody said
    return !isInferred || vendor.eventId > told.eventId || (vendor.updatedUs ?? 0) > (told.updatedUs ?? 0);
  }

  private waitUs(isInferred: boolean): number {
    return Math.max(this.provisionalUs(), isInferred ? PROVISIONAL_US : 0);
  }
}
