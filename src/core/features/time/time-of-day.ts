// The local time of day as a point on a circle: makers of the specs.

import { timeOfDayUsAt, US_PER_DAY } from '../../market/civil-time.ts';
import type { FeatureSpec } from '../feature.ts';
import { clock } from './clock.ts';

function angle(closeTimeUs: number): number {
  return (2 * Math.PI * timeOfDayUsAt(closeTimeUs)) / US_PER_DAY;
}

function sin(): FeatureSpec {
  const meaning = "sine of the local time of day at the candle's end";
  return clock(
    { id: 'timeOfDaySin', meaning, formula: 'sin(2π × time of day / 24 hours)', unit: '−1..1', range: [-1, 1] },
    (out, candle) => {
      out.set(Math.sin(angle(candle.closeTimeUs)));
    },
  );
}

function cos(): FeatureSpec {
  const meaning = "cosine of the local time of day at the candle's end";
  return clock(
    { id: 'timeOfDayCos', meaning, formula: 'cos(2π × time of day / 24 hours)', unit: '−1..1', range: [-1, 1] },
    (out, candle) => {
      out.set(Math.cos(angle(candle.closeTimeUs)));
    },
  );
}

/** `timeOfDaySin`, `timeOfDayCos`: the exchange's local time at the end of the candle as an angle, 24 hours to the turn. */
export const timeOfDay = { sin, cos };
