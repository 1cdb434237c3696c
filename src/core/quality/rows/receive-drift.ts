// Exchange and receive times of a day go in; a difference between the two clocks that moves with the hours comes out.

import { US_PER_HOUR, US_PER_MINUTE } from '../../market/civil-time.ts';
import type { Finding } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import { RegularSample } from './measure/regular-sample.ts';
import { END_TIME_US, isTimed, oldTimeFlag, TICK_KINDS } from './measure/row-times.ts';

const PERIOD_US = 15 * US_PER_MINUTE;
const PERIODS = 96;
const SAMPLE = 256;
/** A period with fewer rows says nothing. */
const ROWS_OF_PERIOD = 50;
/** Grace with which candles close is 250 ms; half of it may not be lost to a clock. */
const DRIFT_US = 125_000;

export const receiveDrift: RowRule = {
  id: 'receive-drift',
  severity: 'warn',
  kinds: TICK_KINDS,
  meaning:
    'The difference between receive and exchange time changes over the day: a clock drifts or is set, so candles close early or late in live.',
  start,
};

function start(context: PartContext): RowCheck {
  const oldFlag = oldTimeFlag(context.kind);
  const periods: (RegularSample | undefined)[] = new Array(PERIODS).fill(undefined);
  return {
    rows(columns, from, to) {
      const received = columns.received_us;
      if (received === undefined) return;
      const times = columns.time_us!;
      let sample: RegularSample | undefined;
      let startUs = 0;
      for (let index = from; index < to; index++) {
        const timeUs = times[index]!;
        if (!isTimed(columns, oldFlag, index)) continue;
        if (sample === undefined || timeUs < startUs || timeUs >= startUs + PERIOD_US) {
          const period = Math.floor((timeUs - context.midnightUs) / PERIOD_US);
          if (!(period >= 0 && period < PERIODS)) continue;
          sample = periods[period] ??= new RegularSample(SAMPLE);
          startUs = context.midnightUs + period * PERIOD_US;
        }
        const offsetUs = received[index]! - timeUs;
        if (Math.abs(offsetUs) < END_TIME_US) sample.add(offsetUs);
      }
    },
    finding: () => driftOf(context, periods),
  };
}

function driftOf(context: PartContext, periods: readonly (RegularSample | undefined)[]): Finding | undefined {
  const medians: { readonly startUs: number; readonly offsetUs: number; readonly rows: number }[] = [];
  for (const [period, sample] of periods.entries()) {
    if (sample === undefined || sample.seen < ROWS_OF_PERIOD) continue;
    const startUs = context.midnightUs + period * PERIOD_US;
    medians.push({ startUs, offsetUs: sample.median()!, rows: sample.seen });
  }
  if (medians.length < 2) return undefined;
  const lowest = medians.reduce((a, b) => (b.offsetUs < a.offsetUs ? b : a));
  const highest = medians.reduce((a, b) => (b.offsetUs > a.offsetUs ? b : a));
  const changeUs = highest.offsetUs - lowest.offsetUs;
  if (changeUs < DRIFT_US) return undefined;
  const trendUsPerHour = slopeOf(medians);
  return {
    rule: receiveDrift.id,
    severity: 'warn',
    rows: medians.reduce((sum, { rows }) => sum + rows, 0),
    detail:
      `The median of received - exchange moves between ${lengthOfTime(lowest.offsetUs)} and ` +
      `${lengthOfTime(highest.offsetUs)} over the day, ${lengthOfTime(trendUsPerHour)} an hour: ` +
      'a clock drifts or was set, or the line was slow for a time',
    examples: [lowest, highest].map(({ startUs, offsetUs }) => ({
      timeUs: startUs,
      what: `${lengthOfTime(offsetUs)} in the quarter of an hour from ${clockOf(context, startUs)}`,
    })),
    values: { changeUs, trendUsPerHour: Math.round(trendUsPerHour) },
  };
}

/** Least squares, microseconds an hour. */
function slopeOf(medians: readonly { readonly startUs: number; readonly offsetUs: number }[]): number {
  const meanAt = medians.reduce((sum, { startUs }) => sum + startUs, 0) / medians.length;
  const meanOffset = medians.reduce((sum, { offsetUs }) => sum + offsetUs, 0) / medians.length;
  let across = 0;
  let square = 0;
  for (const { startUs, offsetUs } of medians) {
    const hours = (startUs - meanAt) / US_PER_HOUR;
    across += hours * (offsetUs - meanOffset);
    square += hours * hours;
  }
  return across / square;
}
