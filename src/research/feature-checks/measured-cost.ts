// A feature and events in; the bytes that it allocates and the time that it takes for each event, once it has warmed up, out.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { copyCandle, emptyCandle } from '../../core/candles/candle.ts';
import { defineFeature } from '../../core/features/define-feature.ts';
import type { Feature, FeatureSpec } from '../../core/features/feature.ts';
import { type FeatureEvent, FeaturePlayer } from './feature-events.ts';

export interface MeasuredCost {
  /** Bytes for each event that the feature takes; 0 where it allocates nothing. */
  readonly bytes: number;
  /** Nanoseconds for each such event, the telling included. */
  readonly nanoseconds: number;
}

/** Candles before the measurement, so that the compiler has done its work, with the trades and the book between them. */
const WARM_CANDLES = 12_000;
const MEASURED_EVENTS = 12_000;
/** What the measurement itself leaves behind, and a single late compilation. */
const NOISE_BYTES = 4_096;
/** A try that finds bytes is warm-up for the next: the compiler takes its time. */
const TRIES = 10;
const WARM_PASSES = 12;

/** Made once: a collection on demand, without which the heap's size says nothing. */
let collect: (() => void) | undefined;

function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    // the middle compiler boxes numbers that the last one, which long runs end with, does not
    setFlagsFromString('--no-maglev');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/** As the engine's candles are: objects of several shapes would be what allocates. */
function ofOneShape(event: FeatureEvent): FeatureEvent {
  if (event.kind !== 'candle') return event;
  const candle = emptyCandle();
  copyCandle(event.candle, candle);
  return { ...event, candle };
}

/** Takes all that a feature may be told, and does nothing: what the telling alone costs. */
const deafFeature: FeatureSpec = defineFeature(
  { id: 'deaf', meaning: 'nothing', unit: 'none', warmup: 1, sessionRule: 'continue' },
  () => ({ candle: () => undefined, trade: () => undefined, book: () => undefined }),
);

/** Told in one process beside other things: the least of several tries counts, less what the telling itself allocates. */
export function measuredCost(spec: FeatureSpec, events: readonly FeatureEvent[]): MeasuredCost {
  const feature = spec.create();
  const taken = events
    .filter(
      ({ kind }) =>
        kind === 'candle' || (kind === 'trade' ? feature.onTrade !== undefined : feature.onBook !== undefined),
    )
    .map(ofOneShape);
  const { bytes, nanoseconds } = tellingCost(feature, taken);
  if (bytes === 0) return { bytes, nanoseconds };
  return { bytes: Math.max(0, bytes - tellingCost(deafFeature.create(), taken).bytes), nanoseconds };
}

function tellingCost(feature: Feature, taken: readonly FeatureEvent[]): MeasuredCost {
  const player = new FeaturePlayer();
  let at = 0;
  const tell = (count: number): void => {
    for (let left = count; left > 0; left--) {
      player.tell(feature, taken[at]!);
      at = at + 1 === taken.length ? 0 : at + 1;
    }
  };
  const candles = taken.filter(({ kind }) => kind === 'candle').length;
  tell(Math.ceil((WARM_CANDLES * taken.length) / candles));
  let bytes = Number.POSITIVE_INFINITY;
  let nanoseconds = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES && bytes > 0; tries++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    tell(MEASURED_EVENTS);
    nanoseconds = Math.min(nanoseconds, ((performance.now() - start) * 1e6) / MEASURED_EVENTS);
    const grown = process.memoryUsage().heapUsed - before;
    bytes = Math.min(bytes, Math.max(0, grown - NOISE_BYTES) / MEASURED_EVENTS);
    if (bytes > 0) tell(MEASURED_EVENTS);
  }
  return { bytes, nanoseconds };
}

/** Bytes that one pass leaves on the heap once it has been run some times: the least of several. */
export function bytesOfPasses(pass: () => void): number {
  for (let warm = 0; warm < WARM_PASSES; warm++) pass();
  let bytes = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES && bytes > 0; tries++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    pass();
    bytes = Math.min(bytes, Math.max(0, process.memoryUsage().heapUsed - before - NOISE_BYTES));
  }
  return bytes;
}
