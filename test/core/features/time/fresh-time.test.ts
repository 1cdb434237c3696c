// Features of the clock between two candles: what they say at a decision, and that they keep nothing of it.

import { describe, expect, it } from 'vitest';
import { emptyCandle } from '../../../../src/core/candles/candle.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { timeDefaults } from '../../../../src/core/features/time/defaults.ts';
import { minuteOfSession, minutesToAuction } from '../../../../src/core/features/time/index.ts';
import { randomCandles, sessionOn } from '../candles.ts';

const SECOND_US = 1_000_000;
const named = timeDefaults.map((spec) => [spec.meta.id, spec] as const);

describe('features of the clock', () => {
  it.each(named)('%s is fresh between candles and reads the clock alone', (_id, { meta }) => {
    expect([meta.freshBetweenCandles, meta.inputs, meta.group]).toEqual([true, ['clock'], 'time']);
  });

  it.each(named)('%s says at a decision what the candle that closes then will say', (_id, spec) => {
    for (const { candle, session } of randomCandles(200, 301)) {
      const [asked, closed] = [spec.create(), spec.create()];
      asked.refresh(candle, session);
      closed.update(candle, session);
      expect([asked.ready, asked.value]).toEqual([closed.ready, closed.value]);
    }
  });

  it.each(named)('%s is not changed by decisions in between', (_id, spec) => {
    const [asked, plain] = [spec.create(), spec.create()];
    for (const { candle, session } of randomCandles(60, 302)) {
      asked.refresh({ ...candle, closeTimeUs: candle.openTimeUs + 7 * SECOND_US }, session);
      asked.update(candle, session);
      plain.update(candle, session);
      expect(asked.value).toBe(plain.value);
    }
  });

  it('go on within a candle', () => {
    const session = sessionOn(1);
    const set = new FeatureSet({ minute: minuteOfSession(), left: minutesToAuction() });
    const minute = { ...emptyCandle(), openTimeUs: session.openUs, closeTimeUs: session.openUs + 60 * SECOND_US };
    set.update(minute, session);
    set.refresh({ ...minute, closeTimeUs: session.openUs + 75 * SECOND_US }, session);
    expect([set.at(0), set.at(1)]).toEqual([1.25, 568.75]);
  });
});
