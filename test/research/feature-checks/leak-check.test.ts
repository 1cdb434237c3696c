// The leak check finds what looks ahead, and blames nothing of the catalogue.

import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import { defineFeature } from '../../../src/core/features/define-feature.ts';
import type { FeatureInput, FeatureSpec } from '../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../src/core/features/feature-set.ts';
import type { SessionContext } from '../../../src/core/features/session-context.ts';
import { checkMarket } from '../../../src/research/feature-checks/check-market.ts';
import { columnFeature } from '../../../src/research/feature-checks/column-feature.ts';
import { leakCheck } from '../../../src/research/feature-checks/leak-check.ts';
import { specsById } from '../../../src/research/features/compute-values.ts';
import { REAL_FILE, realCandles } from '../../core/features/candles.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { plantedLeaks } from './planted-leaks.ts';

const bars = checkMarket({ seed: 7, sessions: 2, candles: 150, tape: false, book: false });
const SMALL = { seed: 7, sessions: 2, candles: 45 } as const;
const ticks = checkMarket({ ...SMALL, tape: true, book: true });
const FROM_TICKS: readonly FeatureInput[] = ['tape', 'agents', 'quotes', 'book'];

const readsTicks = ({ meta }: { readonly meta: { readonly inputs: readonly FeatureInput[] } }): boolean =>
  meta.inputs.some((input) => FROM_TICKS.includes(input));

describe('the leak check', () => {
  it('is told of at least twenty leaks', () => {
    expect(plantedLeaks().length).toBeGreaterThanOrEqual(20);
  });

  it.each(plantedLeaks())('finds %s', (_name, feature) => {
    expect(leakCheck(feature, bars, { times: 60 }).leaks).not.toEqual([]);
  });

  it('finds a leak that shows at few candles only', () => {
    const rare = columnFeature('rare', (rows) =>
      rows.map(({ candle }, t) => (t === 120 ? (rows[121]?.candle.close ?? 0) : candle.close)),
    );
    expect(leakCheck(rare, bars, { times: 400 }).leaks.length).toBeGreaterThan(0);
  });

  it('does not blame what only looks back, as a column', () => {
    const honest = columnFeature('honest', (rows) =>
      rows.map(({ candle }, t) => (t < 10 ? undefined : candle.close - rows[t - 10]!.candle.close)),
    );
    expect(leakCheck(honest, bars).leaks).toEqual([]);
  });

  it('says at which candle a value changed with what came after it', () => {
    const next = columnFeature('next', (rows) =>
      rows.map(({ candle }, t) => rows[t + 1]?.candle.close ?? candle.close),
    );
    const [leak] = leakCheck(next, bars).leaks;
    expect(leak).toMatchObject({ candle: leak!.known });
    expect(leak!.value).not.toBe(leak!.other);
  });
});

it('a book that one run has seen is not there in the next', () => {
  const widest = defineFeature(
    {
      id: 'widest',
      meaning: 'most levels of a side',
      unit: 'levels',
      warmup: 1,
      sessionRule: 'continue',
      inputs: ['book'],
    },
    () => {
      let most = 0;
      return {
        candle: (out) => out.set(most),
        book: (book) => {
          most = Math.max(most, book.bidLevels);
        },
      };
    },
  );
  expect(leakCheck(widest, ticks, { times: 6 }).leaks).toEqual([]);
});

describe('no look-ahead in the catalogue', () => {
  const specs = [...catalogue].map(([id, spec]) => [id, spec] as const);

  it.each(specs.filter(([, spec]) => !readsTicks(spec)))('%s, on candles', (_id, spec) => {
    expect(leakCheck(spec, bars, { times: 25 }).leaks).toEqual([]);
  });

  it.each(specs.filter(([, spec]) => readsTicks(spec)))('%s, on trades and book', (_id, spec) => {
    expect(leakCheck(spec, ticks, { times: 4 }).leaks).toEqual([]);
  });
});

/** All values of a set as one number, so that a difference in any shows. */
function valuesOf(specs: readonly FeatureSpec[]): FeatureSpec {
  const bits = new Float64Array(1);
  const words = new Int32Array(bits.buffer);
  return {
    meta: specs[0]!.meta,
    create: () => {
      const set = new FeatureSet(specsById(specs));
      const all = {
        ready: true,
        value: 0,
        update(candle: Candle, session: SessionContext): void {
          set.update(candle, session);
          let hash = 17;
          for (let column = 0; column < specs.length; column++) {
            bits[0] = set.ready[column] === 1 ? set.values[column]! : -1;
            hash = (Math.imul(hash ^ words[0]!, 0x01000193) ^ words[1]!) | 0;
          }
          all.value = hash;
        },
        refresh: () => {},
        onTrade: undefined,
        onBook: undefined,
      };
      return all;
    },
  };
}

describeWithRealData('no look-ahead in the catalogue on two real sessions', [REAL_FILE], (path) => {
  const specs = [...catalogue.values()].filter((spec) => !readsTicks(spec));
  const eventsOf = () =>
    realCandles(path!, 'WDOX25', 1140).map(({ candle, session }) => ({ kind: 'candle', candle, session }) as const);

  it('at 200 times, for every feature of candles', () => {
    const { leaks, times, candles } = leakCheck(valuesOf(specs), eventsOf(), { times: 200 });
    expect({ leaks, times, candles }).toEqual({ leaks: [], times: 200, candles: 1140 });
  });

  it('and the values of all of them together show one that looks ahead', () => {
    const leaking = plantedLeaks().flatMap(([, feature]) => ('create' in feature ? [feature] : []));
    expect(leaking.length).toBe(9);
    for (const feature of leaking) {
      expect(leakCheck(valuesOf([...specs.slice(0, 20), feature]), eventsOf(), { times: 30 }).leaks).not.toEqual([]);
    }
  });
});
