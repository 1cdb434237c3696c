// Spans of bars through their record: whole seconds as they always stood, others to the microsecond.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BarView } from '../../../src/core/market/bar-view.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { BAR_SPAN_MASK, BAR_SPAN_SHIFT, BAR_WARMUP, I32_H } from '../../../src/core/market/event-record.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const CLOSE_US = 1_754_395_200_123_457;
const wdo = rootInstrument('WDO');

function barOf(spanUs: number, span = 0): EventBatch {
  const batch = new EventBatch(1);
  const flags = BAR_WARMUP | (span << BAR_SPAN_SHIFT);
  batch.pushBar(0, CLOSE_US, flags, 10, 12, 9, 11, 1e6 + 1, 7, spanUs / 1e6);
  return batch;
}

it.each([0, 1, 60, 3600, 86_400])('%i seconds stand in the last word and nowhere else', (seconds) => {
  const batch = barOf(seconds * 1e6, 5);
  expect(batch.i32[I32_H]).toBe(seconds);
  expect(batch.flagsAt(0)).toBe(BAR_WARMUP | (5 << BAR_SPAN_SHIFT));
});

it('any span up to a week comes back, and leaves the other fields alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 604_800_000_000 }), fc.integer({ min: 0, max: 127 }), (spanUs, span) => {
      const batch = barOf(spanUs, span);
      const bar = new BarView().read(batch, 0, wdo);
      expect(CLOSE_US - bar.openTimeUs).toBe(spanUs);
      expect([bar.open, bar.high, bar.low, bar.close].map((price) => price / wdo.tick)).toEqual([10, 12, 9, 11]);
      expect([bar.volume, bar.trades]).toEqual([1e6 + 1, 7]);
      expect(batch.flagsAt(0) & BAR_WARMUP).toBe(BAR_WARMUP);
      expect((batch.flagsAt(0) >> BAR_SPAN_SHIFT) & BAR_SPAN_MASK).toBe(span);
    }),
    { seed: 71, numRuns: propertyRuns(300) },
  );
});

it.each([1, 999_999, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 + 1])('%i microseconds come back', (spanUs) => {
  expect(CLOSE_US - new BarView().read(barOf(spanUs), 0, wdo).openTimeUs).toBe(spanUs);
});
