// Volume-synchronised probability of informed trading: imbalance of aggressive volume in buckets of equal volume: maker of its spec.

import type { Candle } from '../../candles/candle.ts';
import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { FeatureState } from '../feature-state.ts';
import { Ring } from '../indicators/ring.ts';
import { wholeNumber } from '../parameters.ts';
import type { SessionContext } from '../session-context.ts';
import { VolumeBuckets } from './volume-buckets.ts';

/** A bucket holds this share of a usual day, as in the publication. */
const BUCKETS_A_DAY = 50;
/** With less of the volume on a side, the rest could turn the result round. */
const LEAST_SIDED = 0.5;
/** Two sessions of one-minute candles: 50 buckets are the volume of one usual day. */
const HISTORY = 1140;

class Vpin {
  private readonly volumes: Ring;
  private readonly buys: Ring;
  private readonly sells: Ring;
  private readonly buckets: VolumeBuckets;
  private readonly tried: VolumeBuckets;

  constructor(buckets: number, history: number) {
    this.volumes = new Ring(history);
    this.buys = new Ring(history);
    this.sells = new Ring(history);
    this.buckets = new VolumeBuckets(buckets);
    this.tried = new VolumeBuckets(buckets);
  }

  push(out: FeatureState, candle: Candle, session: SessionContext): void {
    this.take(this.buckets, out, candle, session);
    this.volumes.push(candle.volume);
    this.buys.push(candle.hasFlow ? candle.buyVolume : 0);
    this.sells.push(candle.hasFlow ? candle.sellVolume : 0);
  }

  /** Sets what `push` would; nothing is kept. */
  try(out: FeatureState, candle: Candle, session: SessionContext): void {
    this.tried.copy(this.buckets);
    this.take(this.tried, out, candle, session);
  }

  private take(buckets: VolumeBuckets, out: FeatureState, candle: Candle, session: SessionContext): void {
    const usual = session.facts?.meanDailyVolume;
    if (usual === undefined || !(usual > 0)) {
      buckets.begin(0);
      return;
    }
    const size = usual / BUCKETS_A_DAY;
    if (buckets.size !== size) buckets.beginAfter(this.volumes, this.buys, this.sells, size);
    if (candle.hasFlow) buckets.add(candle.volume, candle.buyVolume, candle.sellVolume);
    else buckets.add(candle.volume, 0, 0);
    if (candle.hasFlow && buckets.isFull) buckets.tell(out, LEAST_SIDED);
  }
}

/**
 * `vpin_n`: Σ|buy − sell| / Σ(buy + sell) over the last n full buckets, 0..1. A bucket is 1/50 of the mean daily volume of earlier
 * sessions, in contracts; it is filled by all volume of the closed candles, in their order, each candle's buys and sells spread evenly
 * over its volume. Sides come from the feed, not from price changes as in the publication; volume without a side fills buckets and
 * counts on neither side, so with a side on every trade this is the published Σ|sell − buy| / (n·V).
 *
 * The size changes with each session. Where it does, the buckets of before are cut anew in the new size, backwards from the candle at
 * which it changed, out of the last `history` candles; any history that holds n buckets gives the same value. So the
 * candles before a session count, and the value is there from its first candle on where n buckets were traded within `history`
 * candles; else as soon as they are. Not ready: without the mean daily volume, at a candle without flow, and where less than half of
 * the buckets' volume has a side. continue. Fresh between candles; it moves when a bucket is full, about 50 times a day.
 */
export function vpin({ buckets = 50, history = HISTORY }: { buckets?: number; history?: number } = {}): FeatureSpec {
  const n = wholeNumber('vpin', 'buckets', buckets);
  const candles = wholeNumber('vpin', 'history', history);
  return defineFeature(
    {
      id: candles === HISTORY ? `vpin_${n}` : `vpin(n=${n},h=${candles})`,
      meaning: `imbalance of aggressive volume in ${n} buckets of 1/${BUCKETS_A_DAY} of a usual day's volume`,
      formula: `Σ|buy − sell| / Σ(buy + sell) over the last ${n} buckets of mean daily volume / ${BUCKETS_A_DAY}`,
      source: 'Easley, López de Prado and O’Hara 2012, with sides from the feed',
      group: 'order flow',
      unit: '0..1',
      range: [0, 1],
      scale: 'discrete',
      warmup: 1,
      settled: candles + 1,
      inputs: ['candles', 'flow', 'sessions'],
      parameters: { buckets: n, history: candles },
      sessionRule: 'continue',
    },
    () => {
      const state = new Vpin(n, candles);
      return {
        candle: (out, candle, session) => state.push(out, candle, session),
        now: (out, running, session) => state.try(out, running, session),
      };
    },
  );
}
