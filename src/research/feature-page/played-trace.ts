// Records of a session in, of any instrument; what features gave at each of its candles out.

import { playDay } from '../../core/candles/play-day.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import type { RecordedDay } from '../feature-checks/recorded-events.ts';
import { specsById } from '../features/compute-values.ts';
import type { FeatureTrace } from './feature-picture.ts';

/** For markets without a calendar or earlier sessions: features start with the first record. */
export function playedTrace(specs: readonly FeatureSpec[], day: RecordedDay, name: string): FeatureTrace {
  const { session } = day;
  const set = new FeatureSet(specsById(specs));
  const columns = specs.map((): (number | undefined)[] => []);
  const closes: number[] = [];
  playDay(day, {
    onCandle: (candle) => {
      set.update(candle, session);
      closes.push(candle.close);
      columns.forEach((values, column) => {
        values.push(set.at(column));
      });
    },
    onTrade: (trade) => set.onTrade(trade, session),
    onBook: (book) => set.onBook(book, session),
  });
  return { name, values: new Map(specs.map(({ meta }, column) => [meta.id, columns[column]!])), closes };
}
