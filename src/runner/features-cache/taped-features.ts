// A tape and a maker of fresh features in; the features as the set would have them, read from the tape as long as the steps are its own.

import { type Candle, emptyCandle } from '../../core/candles/candle.ts';
import type { FeatureStates } from '../../core/engine/feature-source.ts';
import type { FeatureSet } from '../../core/features/feature-set.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import type { FeatureTape, StepKind } from './feature-tape.ts';

/**
 * Where the tape ends, or a step differs from what it has, the set takes all steps so far and computes from there on; what it
 * computes past the end of the tape is recorded. So nothing that a run does can make its values other than those of the set.
 */
export class TapedFeatures implements FeatureStates {
  readonly readsTape = false;
  readonly readsBook = false;
  readonly ids: readonly string[];
  values: Float64Array;
  ready: Uint8Array;
  ages: Uint16Array;
  readyCount = 0;
  filledCount = 0;
  /** Steps taken. */
  position = 0;
  readonly tape: FeatureTape;
  private readonly fresh: () => FeatureSet;
  private set: FeatureSet | undefined;
  private hasLeft = false;

  /** The features read neither trades nor the book. */
  constructor(tape: FeatureTape, ids: readonly string[], fresh: () => FeatureSet) {
    this.tape = tape;
    this.fresh = fresh;
    this.ids = ids;
    this.values = new Float64Array(ids.length);
    this.ready = new Uint8Array(ids.length);
    this.ages = new Uint16Array(ids.length);
  }

  /** Whether what it holds stands on the tape at its position. */
  get isOnTape(): boolean {
    return !this.hasLeft;
  }

  update(candle: Candle, session: SessionContext): void {
    this.take('update', candle, session);
  }

  refresh(running: Candle, session: SessionContext): void {
    this.take('refresh', running, session);
  }

  onTrade(): void {}

  onBook(): void {}

  private take(kind: StepKind, candle: Candle, session: SessionContext): void {
    const { tape } = this;
    const at = this.position++;
    if (this.set === undefined && tape.has(at, kind, candle)) {
      tape.read(at, this);
      return;
    }
    this.set ??= this.computedTo(at);
    const { set } = this;
    set[kind](candle, session);
    this.readyCount = set.readyCount;
    this.filledCount = set.filledCount;
    if (at !== tape.length) this.hasLeft = true;
    if (!this.hasLeft) tape.push(kind, candle, session, set);
  }

  /** A set that has taken the steps so far; what it has in its vector is this one's from now on. */
  private computedTo(steps: number): FeatureSet {
    const { tape } = this;
    const set = this.fresh();
    const candle = emptyCandle();
    for (let at = 0; at < steps; at++) {
      const { kind, session } = tape.step(at, candle);
      set[kind](candle, session);
    }
    this.values = set.values;
    this.ready = set.ready;
    this.ages = set.ages;
    return set;
  }
}
