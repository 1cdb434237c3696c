// Features that break one promise each, as people write them: the rule that must say so; and honest ones, of which nothing is said.

import { describe, expect, it } from 'vitest';
import type { FeatureDefinition, FeatureStep } from '../../../src/core/features/define-feature.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import { defineOwnFeature } from '../../../src/core/features/own-feature.ts';
import { checkData, checkFeatures } from '../../../src/research/feature-checks/feature-check.ts';

const data = checkData();
const described: FeatureDefinition = { id: 'x', meaning: 'x', unit: 'points', warmup: 1, sessionRule: 'continue' };
const own = (changes: Partial<FeatureDefinition>, begin: () => FeatureStep): FeatureSpec =>
  defineOwnFeature({ ...described, ...changes }, begin);

function brokenBy(spec: FeatureSpec): readonly string[] {
  return checkFeatures([spec], data)[0]!.broken.map(({ rule }) => rule);
}

/** A mean of the last five closes, as it should be. */
function meanOfFive(changes: Partial<FeatureDefinition> = {}): FeatureSpec {
  return own({ id: 'mean5', warmup: 5, ...changes }, () => {
    const closes = new Float64Array(5);
    const count = new Int32Array(1);
    return (out, candle) => {
      closes[count[0]! % 5] = candle.close;
      count[0]! += 1;
      if (count[0]! >= 5) out.set((closes[0]! + closes[1]! + closes[2]! + closes[3]! + closes[4]!) / 5);
    };
  });
}

/** Change of the close; `overNight` says whether the first candle of a session is measured from the close before. */
function change(sessionRule: 'continue' | 'skipGap', overNight: boolean): FeatureSpec {
  return own({ id: 'change', unit: 'fraction', warmup: 2, sessionRule }, () => {
    const before = new Float64Array(1);
    return (out, candle) => {
      const from = candle.firstOfSession && !overNight && before[0]! > 0 ? candle.open : before[0]!;
      if (from > 0) out.set(candle.close / from - 1);
      before[0] = candle.close;
    };
  });
}

const largest = { close: 0 };

describe('a feature that breaks a promise', () => {
  it.each<readonly [string, string, FeatureSpec]>([
    ['warm-up', 'one candle late', meanOfFive({ warmup: 4 })],
    ['warm-up', 'one candle early', meanOfFive({ warmup: 6 })],
    [
      'not filled',
      'with zeros until it has its window',
      own({ id: 'zeros' }, () => {
        let n = 0;
        return (out, candle) => out.set(n++ < 10 ? 0 : candle.close);
      }),
    ],
    ['sound', 'infinite where nothing moves', own({ id: 'infinite' }, () => (out, c) => out.set(1 / (c.high - c.low)))],
    [
      'sound',
      'outside of its range',
      own({ id: 'outside', range: [0, 1] }, () => (out, c) => out.set(c.close - c.open)),
    ],
    [
      'fresh',
      'with state that outlives it',
      own({ id: 'module' }, () => (out, candle) => {
        largest.close = Math.max(largest.close, candle.close);
        out.set(candle.close / largest.close);
      }),
    ],
    ['session start', 'that says skipGap and measures over the night', change('skipGap', true)],
    [
      'session start',
      'that says reset and goes on',
      own({ id: 'sum', sessionRule: 'reset' }, () => {
        let sum = 0;
        return (out, candle) => {
          sum += candle.volume;
          out.set(sum);
        };
      }),
    ],
    [
      'inputs',
      'that reads flow and does not say so',
      own({ id: 'delta' }, () => (out, c) => c.hasFlow && out.set(c.buyVolume - c.sellVolume)),
    ],
    [
      'settled',
      'whose start shows for longer than it says',
      own({ id: 'slow' }, () => {
        let level = Number.NaN;
        return (out, candle) => {
          level = Number.isNaN(level) ? candle.close : level * 0.9 + candle.close * 0.1;
          out.set(level);
        };
      }),
    ],
    ['no look-ahead', 'of chance', own({ id: 'chance' }, () => (out, c) => out.set(c.close + Math.random()))],
    [
      'between candles',
      'whose now is not what the candle then gives',
      defineOwnFeature({ ...described, id: 'now' }, () => ({
        candle: (out, candle) => out.set(candle.close),
        now: (out, candle) => out.set(candle.open),
      })),
    ],
    ['described', 'without a meaning', own({ id: 'mute', meaning: ' ' }, () => (out, c) => out.set(c.close))],
  ])('of %s: %s', (rule, _what, spec) => {
    expect(brokenBy(spec)).toContain(rule);
  });

  it('by throwing is told in the words of its error', () => {
    const throwing = own({ id: 'throws' }, () => () => {
      throw new Error('no such column');
    });
    expect(checkFeatures([throwing], data)[0]!.broken[0]!.says).toBe('it throws: no such column');
  });
});

describe('an honest feature', () => {
  it.each<readonly [string, FeatureSpec]>([
    ['a mean of five closes', meanOfFive()],
    ['a change that leaves the night out', change('skipGap', false)],
    ['a change over the night that says so', change('continue', true)],
    [
      'the time of day, that says so',
      own({ id: 'time', inputs: ['clock'] }, () => (out, c, s) => out.set(c.closeTimeUs - s.openUs)),
    ],
  ])('breaks nothing: %s', (_name, spec) => {
    expect(checkFeatures([spec], data)[0]!.broken).toEqual([]);
  });

  it('may keep numbers in a let: a note says what that costs', () => {
    const kept = own({ id: 'kept', warmup: 2 }, () => {
      let before = Number.NaN;
      return (out, candle) => {
        if (!Number.isNaN(before)) out.set(candle.close - before);
        before = candle.close;
      };
    });
    expect(checkFeatures([kept], data)[0]!.broken).toEqual([]);
  });
});
