// Gap, floor pivots and opening range, worked by hand.

import { describe, expect, it } from 'vitest';
import { emptyCandle, type MutableCandle } from '../../../../src/core/candles/candle.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import type { SessionContext } from '../../../../src/core/features/session-context.ts';
import {
  gap,
  openingRangePosition,
  pivotDistance,
  resistance1Distance,
  support1Distance,
} from '../../../../src/core/features/shape/index.ts';
import { noSessionFacts } from '../../../../src/core/market/session-facts.ts';
import { sessionOn } from '../candles.ts';

const MINUTE_US = 60_000_000;
const previous = { open: 5380, high: 5430, low: 5370, close: 5400 };
const told: SessionContext = { ...sessionOn(3), facts: { ...noSessionFacts, previous } };
const untold: SessionContext = { ...sessionOn(3), facts: noSessionFacts };
const warmUp: SessionContext = sessionOn(3);

type Row = Partial<MutableCandle> & { readonly close: number };

/** One-minute candles from minute `from` of the session; the first of them begins it where `from` is 0. */
function values(spec: FeatureSpec, session: SessionContext, rows: readonly Row[], from = 0): (number | undefined)[] {
  const feature = spec.create();
  return rows.map((row, t) => {
    const { close } = row;
    const openTimeUs = session.openUs + (from + t) * MINUTE_US;
    const bar = { ...emptyCandle(), open: close, high: close, low: close, volume: 1 };
    const firstOfSession = from + t === 0;
    feature.update({ ...bar, openTimeUs, closeTimeUs: openTimeUs + MINUTE_US, firstOfSession, ...row }, session);
    return feature.ready ? feature.value : undefined;
  });
}

describe('gap', () => {
  it('is the opening over the previous close, for the whole session', () => {
    const rows = [{ open: 5427, close: 5430 }, { close: 5300 }, { close: 5500 }];
    const [first, ...others] = values(gap(), told, rows);
    expect(first).toBeCloseTo(0.005, 15);
    expect(others).toEqual([first, first]);
  });

  it('is not ready where the previous session is not known, nor in a warm-up', () => {
    expect(values(gap(), untold, [{ close: 5400 }])).toEqual([undefined]);
    expect(values(gap(), warmUp, [{ close: 5400 }])).toEqual([undefined]);
  });

  it('is not ready where the opening was not seen', () => {
    expect(values(gap(), told, [{ close: 5400 }, { close: 5401 }], 7)).toEqual([undefined, undefined]);
  });

  it('takes the opening of the present session', () => {
    const feature = gap().create();
    const bar = { ...emptyCandle(), high: 1, low: 1, close: 1, volume: 1, firstOfSession: true };
    feature.update({ ...bar, open: 5454 }, told);
    feature.update({ ...bar, open: 5346 }, told);
    expect(feature.value).toBeCloseTo(-0.01, 15);
  });

  it('is never infinite', () => {
    const nothing = { open: 0, high: 0, low: 0, close: 0 };
    const session = { ...told, facts: { ...noSessionFacts, previous: nothing } };
    expect(values(gap(), session, [{ close: 5400 }])).toEqual([undefined]);
    expect(values(gap(), told, [{ close: 0 }])).toEqual([undefined]);
  });
});

describe('floor pivots', () => {
  it('are distances of the close, as fractions of it, from levels of the previous session', () => {
    const rows = [{ close: 5400 }, { close: 5000 }];
    expect(values(pivotDistance(), told, rows)).toEqual([0, -400 / 5000]);
    expect(values(support1Distance(), told, rows)).toEqual([30 / 5400, -370 / 5000]);
    expect(values(resistance1Distance(), told, rows)).toEqual([-30 / 5400, -430 / 5000]);
  });

  it('are there from any candle of a session on', () => {
    expect(values(pivotDistance(), told, [{ close: 5400 }], 200)).toEqual([0]);
  });

  it.each([pivotDistance(), support1Distance(), resistance1Distance()].map((spec) => [spec.meta.id, spec] as const))(
    '%s is not ready where the previous session is not known, in a warm-up and at a close of 0',
    (_id, spec) => {
      expect(values(spec, untold, [{ close: 5400 }])).toEqual([undefined]);
      expect(values(spec, warmUp, [{ close: 5400 }])).toEqual([undefined]);
      expect(values(spec, told, [{ close: 0 }])).toEqual([undefined]);
    },
  );
});

describe('position in the opening range', () => {
  const three = openingRangePosition({ minutes: 3 });
  const rows = [{ close: 102, high: 110 }, { close: 103, low: 100 }, { close: 105 }, { close: 110 }, { close: 95 }];

  it('is there when the first minutes are over, and may lie outside 0..1', () => {
    expect(values(three, warmUp, rows)).toEqual([undefined, undefined, 0.5, 1, -0.5]);
  });

  it('keeps the range of those minutes', () => {
    const wider = [...rows, { close: 100, high: 500, low: 1 }, { close: 105 }];
    expect(values(three, warmUp, wider).slice(-2)).toEqual([0, 0.5]);
  });

  it('waits for the clock of the session, however few candles there were', () => {
    const feature = three.create();
    const at = (minute: number, close: number, firstOfSession: boolean) => {
      const closeTimeUs = warmUp.openUs + minute * MINUTE_US;
      const bar = { ...emptyCandle(), open: close, high: close + 1, low: close - 1, close, volume: 1 };
      feature.update({ ...bar, openTimeUs: closeTimeUs - MINUTE_US, closeTimeUs, firstOfSession }, warmUp);
      return feature.ready ? feature.value : undefined;
    };
    expect([at(2, 100, true), at(9, 101, false)]).toEqual([undefined, 1]);
  });

  it('is not ready where the opening was not seen, and where the range is flat', () => {
    expect(values(three, warmUp, rows, 1)).toEqual(rows.map(() => undefined));
    expect(
      values(
        three,
        warmUp,
        [1, 2, 3, 4].map(() => ({ close: 100 })),
      ),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('has an opening range of 30 minutes unless told', () => {
    const minutes = Array.from({ length: 40 }, (_, t) => ({ close: 100 + (t % 5) }));
    const found = values(openingRangePosition(), warmUp, minutes);
    expect(openingRangePosition().meta.id).toBe('openingRangePosition_30');
    expect(found.findIndex((value) => value !== undefined)).toBe(29);
    expect(() => openingRangePosition({ minutes: 0 })).toThrow(/openingRangePosition: minutes/);
  });
});
