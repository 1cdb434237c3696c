// What a set of features took in one session, step by step, with the vector after each; asked whether another run takes the same.

import type { Candle, MutableCandle } from '../../core/candles/candle.ts';
import {
  CANDLE_FLAGS,
  CANDLE_NUMBERS,
  flagsOfCandle,
  hasCandleNumbers,
  readCandleNumbers,
  writeCandleNumbers,
} from '../../core/candles/candle-numbers.ts';
import type { FeatureVector } from '../../core/features/feature-vector.ts';
import type { SessionContext } from '../../core/features/session-context.ts';

/** A closed candle, or a refresh between two. */
export type StepKind = 'update' | 'refresh';

const REFRESH = CANDLE_FLAGS + 1;
const LEAST_STEPS = 1024;

export class FeatureTape {
  /** Steps recorded. */
  length = 0;
  readonly columns: number;
  private readonly sessions: SessionContext[] = [];
  private numbers = new Float64Array(LEAST_STEPS * CANDLE_NUMBERS);
  private flags = new Uint8Array(LEAST_STEPS);
  private values: Float64Array;
  private ready: Uint8Array;
  private ages: Uint16Array;
  /** By step: columns that are ready, and those of them that were carried on. */
  private counts = new Uint32Array(2 * LEAST_STEPS);

  constructor(columns: number) {
    this.columns = columns;
    this.values = new Float64Array(LEAST_STEPS * columns);
    this.ready = new Uint8Array(LEAST_STEPS * columns);
    this.ages = new Uint16Array(LEAST_STEPS * columns);
  }

  get bytes(): number {
    const { numbers, flags, values, ready, ages, counts } = this;
    return [numbers, flags, values, ready, ages, counts].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The step that has just been taken, and what came of it. */
  push(kind: StepKind, candle: Candle, session: SessionContext, vector: FeatureVector): void {
    if (this.length === this.flags.length) this.grow();
    const at = this.length++;
    this.flags[at] = flagsOf(kind, candle);
    this.sessions.push(session);
    writeCandleNumbers(this.numbers, at * CANDLE_NUMBERS, candle);
    this.values.set(vector.values, at * this.columns);
    this.ready.set(vector.ready, at * this.columns);
    this.ages.set(vector.ages, at * this.columns);
    this.counts[2 * at] = vector.readyCount;
    this.counts[2 * at + 1] = vector.filledCount;
  }

  /** Whether step `at` was this one. */
  has(at: number, kind: StepKind, candle: Candle): boolean {
    if (at >= this.length || this.flags[at] !== flagsOf(kind, candle)) return false;
    return hasCandleNumbers(this.numbers, at * CANDLE_NUMBERS, candle);
  }

  /** Copies the vector after step `at` into `vector`. */
  read(at: number, vector: { -readonly [K in keyof FeatureVector]: FeatureVector[K] }): void {
    const { values, ready, ages } = vector;
    const from = at * this.columns;
    for (let column = 0; column < this.columns; column++) {
      values[column] = this.values[from + column]!;
      ready[column] = this.ready[from + column]!;
      ages[column] = this.ages[from + column]!;
    }
    vector.readyCount = this.counts[2 * at]!;
    vector.filledCount = this.counts[2 * at + 1]!;
  }

  /** Step `at` once more: writes its candle into `candle`. */
  step(at: number, candle: MutableCandle): { readonly kind: StepKind; readonly session: SessionContext } {
    const flags = this.flags[at]!;
    readCandleNumbers(this.numbers, at * CANDLE_NUMBERS, flags, candle);
    return { kind: (flags & REFRESH) !== 0 ? 'refresh' : 'update', session: this.sessions[at]! };
  }

  private grow(): void {
    this.numbers = doubled(this.numbers, new Float64Array(2 * this.numbers.length));
    this.flags = doubled(this.flags, new Uint8Array(2 * this.flags.length));
    this.values = doubled(this.values, new Float64Array(2 * this.values.length));
    this.ready = doubled(this.ready, new Uint8Array(2 * this.ready.length));
    this.ages = doubled(this.ages, new Uint16Array(2 * this.ages.length));
    this.counts = doubled(this.counts, new Uint32Array(2 * this.counts.length));
  }
}

function doubled<T extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function flagsOf(kind: StepKind, candle: Candle): number {
  return flagsOfCandle(candle) | (kind === 'refresh' ? REFRESH : 0);
}
