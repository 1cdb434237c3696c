// Takes what may have changed positions of one account and the time; asks the vendor for them and tells those that have come to rest.

import { ORDERS_LOADED_MS } from './order-reads.ts';
import { retryPauseMs } from './retry-pause.ts';

/**
 * The vendor's word about a position and the fills that made it come on different ways: a position is told when it was read twice,
 * this far apart, and nothing happened to orders between.
 */
export const POSITION_REST_MS = 250;
/** After a change it is asked for at each tick for so long: the vendor's word about the position may lag behind that about orders. */
const POSITION_FAST_MS = 5_000;
/** Without any change. */
const POSITION_IDLE_MS = 30_000;

export interface PositionWatchOptions {
  /** Signed contracts by the vendor; undefined where it gives no answer. Never rejects. */
  readonly read: (instrumentId: number) => Promise<number | undefined>;
  readonly tell: (instrumentId: number, quantity: number) => void;
  /** Positions can be asked for: the broker is connected. */
  readonly isReady: () => boolean;
  /** In place of POSITION_REST_MS. */
  readonly restMs?: number | undefined;
}

interface Watched {
  told: number | undefined;
  /** As it came to rest last, told or not. */
  known: number | undefined;
  /** As it was read last, since the last change. */
  seen: number | undefined;
  /** A change makes what is being read worthless. */
  changes: number;
  notBeforeMs: number;
  fastUntilMs: number;
  idleUntilMs: number;
  isDue: boolean;
  isReading: boolean;
  /** Reads in a row that the vendor did not answer. */
  failures: number;
}

/** Driven by `tick`, once in each time of rest. It asks about every position now and then: the vendor may not say that one has changed. */
export class PositionWatch {
  private readonly options: PositionWatchOptions;
  private readonly watched = new Map<number, Watched>();
  private readyMs: number | undefined = undefined;
  private isLoaded = false;

  constructor(options: PositionWatchOptions) {
    this.options = options;
  }

  /** A new vendor process knows nothing of positions before it has loaded the orders. */
  processStarted(): void {
    this.isLoaded = false;
    this.readyMs = undefined;
    for (const each of this.watched.values()) this.unsettle(each, 0);
  }

  ordersLoaded(): void {
    this.isLoaded = true;
  }

  /** Tells the position again, also if it is the same. */
  resume(instrumentId: number, nowMs: number): void {
    const each = this.of(instrumentId);
    each.told = undefined;
    this.unsettle(each, nowMs);
  }

  /** Something happened to orders or to the position. */
  changed(instrumentId: number, nowMs: number): void {
    const each = this.of(instrumentId);
    each.fastUntilMs = nowMs + POSITION_FAST_MS;
    this.unsettle(each, nowMs + (this.options.restMs ?? POSITION_REST_MS));
  }

  /** Something happened to a position, and it is not said to which. */
  allChanged(nowMs: number): void {
    for (const id of this.watched.keys()) this.changed(id, nowMs);
  }

  /** Signed contracts as they came to rest last. */
  quantityOf(instrumentId: number): number | undefined {
    return this.watched.get(instrumentId)?.known;
  }

  /** It was read so, and nothing has happened to it since. */
  isAtRest(instrumentId: number, quantity: number): boolean {
    const each = this.watched.get(instrumentId);
    return each !== undefined && each.known === quantity && each.seen === quantity && !each.isDue;
  }

  /** Nothing is held of what is watched, and nothing is about to say otherwise. */
  get isFlat(): boolean {
    return [...this.watched.values()].every(({ known, seen, isDue }) => known === 0 && seen === 0 && !isDue);
  }

  tick(nowMs: number): void {
    if (!this.options.isReady()) {
      if (this.readyMs !== undefined) for (const each of this.watched.values()) this.unsettle(each, 0);
      this.readyMs = undefined;
      return;
    }
    this.readyMs ??= nowMs;
    if (!this.isLoaded && nowMs - this.readyMs < ORDERS_LOADED_MS) return;
    for (const [id, each] of this.watched) {
      const isTurn = each.isDue || nowMs < each.fastUntilMs || nowMs >= each.idleUntilMs;
      if (isTurn && !each.isReading && nowMs >= each.notBeforeMs) void this.read(id, each, nowMs);
    }
  }

  private async read(id: number, each: Watched, nowMs: number): Promise<void> {
    const { changes } = each;
    each.isReading = true;
    each.idleUntilMs = nowMs + POSITION_IDLE_MS;
    const quantity = await this.options.read(id);
    each.isReading = false;
    each.failures = quantity === undefined ? each.failures + 1 : 0;
    if (quantity === undefined) each.notBeforeMs = Math.max(each.notBeforeMs, nowMs + retryPauseMs(each.failures));
    if (changes !== each.changes || quantity === undefined) return;
    const isAtRest = each.seen === quantity;
    each.seen = quantity;
    each.isDue = !isAtRest && quantity !== each.told;
    if (isAtRest || quantity === each.told) each.known = quantity;
    if (!isAtRest || quantity === each.told) return;
    each.told = quantity;
    this.options.tell(id, quantity);
  }

  private unsettle(each: Watched, notBeforeMs: number): void {
    each.seen = undefined;
    each.changes += 1;
    each.notBeforeMs = notBeforeMs;
    each.isDue = true;
  }

  private of(id: number): Watched {
    let each = this.watched.get(id);
    if (each === undefined) {
      each = {
        told: undefined,
        known: undefined,
        seen: undefined,
        changes: 0,
        notBeforeMs: 0,
        fastUntilMs: 0,
        idleUntilMs: 0,
        isDue: true,
        isReading: false,
        failures: 0,
      };
      this.watched.set(id, each);
    }
    return each;
  }
}
