// Ends of an order as the vendor tells them, and the time, in; what may be believed of them out.

import type { OrderStatus } from '../../../core/account/order.ts';

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
  readonly leastUs: number;
}

const isDoubtful = (status: OrderStatus): boolean =>
  status === 'cancelled' || status === 'expired' || status === 'rejected';

/** Fills are never held back; what is filled is filled. */
export class ProvisionalEnd {
  /** Asked each time: which build it is is known when its process has started. */
  private readonly provisionalUs: () => number;
  private told: Told | undefined = undefined;

  constructor(provisionalUs: () => number) {
    this.provisionalUs = provisionalUs;
  }

  get isWaiting(): boolean {
    return this.told !== undefined;
  }

  /** The status to go on with: the one that was said, or what it is meanwhile (`alive`). `leastUs`: doubtful for so long at least. */
  take(status: OrderStatus, reason: string, nowUs: number, alive: OrderStatus, leastUs = 0): OrderStatus {
    const { told } = this;
    const isConfirmed = told?.status === status && nowUs - told.sinceUs >= CONFIRMED_US;
    if (Math.max(this.provisionalUs(), leastUs) === 0 || !isDoubtful(status) || isConfirmed) {
      this.told = undefined;
      return status;
    }
    if (told?.status !== status) this.told = { status, reason, sinceUs: nowUs, leastUs };
    return alive;
  }

  due(nowUs: number): { readonly status: OrderStatus; readonly reason: string } | undefined {
    const { told } = this;
    if (told === undefined || nowUs - told.sinceUs < Math.max(this.provisionalUs(), told.leastUs)) return undefined;
    this.told = undefined;
    return told;
  }
}
