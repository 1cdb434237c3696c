// Volume with the part of it that buyers and sellers began in; buckets of equal volume with the imbalance of the last few out.

import type { FeatureState } from '../feature-state.ts';
import type { Ring } from '../indicators/ring.ts';

const SIZE = 0;
const FILLED = 1;
const BUY = 2;
const SELL = 3;
/** Contracts that are poured next: a fraction that is passed on as an argument would be made an object. */
const PART = 4;
const FIELDS = 5;

/** Contracts are spread evenly over what they came in: a bucket that takes a third of a candle takes a third of its buys and sells. */
export class VolumeBuckets {
  /** Full buckets that are remembered. */
  readonly count: number;
  private readonly imbalances: Float64Array;
  private readonly sided: Float64Array;
  /** Size of a bucket, and what the one that is being filled holds. */
  private readonly open = new Float64Array(FIELDS);
  private held = 0;
  private next = 0;

  constructor(count: number) {
    this.count = count;
    this.imbalances = new Float64Array(count);
    this.sided = new Float64Array(count);
  }

  /** Contracts in a bucket; 0 before any were begun. */
  get size(): number {
    return this.open[SIZE]!;
  }

  /** As many full buckets as are to be remembered. */
  get isFull(): boolean {
    return this.held === this.count;
  }

  /** Empty buckets of another size; 0 for none. */
  begin(size: number): void {
    this.open.fill(0);
    this.open[SIZE] = size;
    this.held = 0;
    this.next = 0;
  }

  copy(other: VolumeBuckets): void {
    this.imbalances.set(other.imbalances);
    this.sided.set(other.sided);
    this.open.set(other.open);
    this.held = other.held;
    this.next = other.next;
  }

  /**
   * Buckets of `size` of what came before, newest number first in the rings, counted backwards: one ends where the history ends, so
   * that they are the same however long the history is.
   */
  beginAfter(volumes: Ring, buys: Ring, sells: Ring, size: number): void {
    this.begin(size);
    for (let k = 0; k < volumes.size && !this.isFull; k++) this.fill(volumes.at(k), buys.at(k), sells.at(k), true);
    turn(this.imbalances, this.held);
    turn(this.sided, this.held);
    this.open.fill(0, FILLED);
  }

  /** Volume of 0 changes nothing. */
  add(volume: number, buy: number, sell: number): void {
    this.fill(volume, buy, sell, false);
  }

  /** Sets Σ|buy − sell| / Σ(buy + sell) of the full buckets, 0..1, unless less than `leastSided` of their volume has a side. */
  tell(out: FeatureState, leastSided: number): void {
    let imbalance = 0;
    let sided = 0;
    for (let k = 0; k < this.held; k++) {
      imbalance += this.imbalances[k]!;
      sided += this.sided[k]!;
    }
    if (sided > 0 && sided >= leastSided * this.held * this.open[SIZE]!) out.set(imbalance / sided);
  }

  private fill(volume: number, buy: number, sell: number, onlyUntilFull: boolean): void {
    if (!(volume > 0)) return;
    const { open } = this;
    const size = open[SIZE]!;
    const room = size - open[FILLED]!;
    open[PART] = Math.min(volume, room);
    this.pour(volume, buy, sell);
    if (volume < room) return;
    this.close();
    const rest = volume - room;
    const whole = Math.floor(rest / size);
    // more of them than are remembered are all alike
    const most = onlyUntilFull ? this.count - this.held : this.count;
    const share = size / volume;
    for (let k = Math.min(whole, most); k > 0; k--) {
      open[BUY] = buy * share;
      open[SELL] = sell * share;
      this.close();
    }
    open[PART] = Math.max(0, rest - whole * size);
    this.pour(volume, buy, sell);
  }

  /** Puts the part of the volume that is to be poured into the open bucket. */
  private pour(volume: number, buy: number, sell: number): void {
    const { open } = this;
    const share = open[PART]! / volume;
    open[FILLED] = open[FILLED]! + open[PART]!;
    open[BUY] = open[BUY]! + buy * share;
    open[SELL] = open[SELL]! + sell * share;
  }

  /** The open bucket is full: another one is begun. */
  private close(): void {
    const { open, next } = this;
    this.imbalances[next] = Math.abs(open[BUY]! - open[SELL]!);
    this.sided[next] = open[BUY]! + open[SELL]!;
    this.next = next + 1 === this.count ? 0 : next + 1;
    if (this.held < this.count) this.held += 1;
    open[FILLED] = 0;
    open[BUY] = 0;
    open[SELL] = 0;
  }
}

/** Puts the first `length` numbers in the opposite order. */
function turn(numbers: Float64Array, length: number): void {
  for (let from = 0, to = length - 1; from < to; from++, to--) {
    const number = numbers[from]!;
    numbers[from] = numbers[to]!;
    numbers[to] = number;
  }
}
