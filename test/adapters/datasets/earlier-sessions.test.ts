// What a run of days reads of the store for the facts of earlier sessions: each day once.
import { expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { defineFeature } from '../../../src/core/features/define-feature.ts';
import { features } from '../../../src/research/features/features.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { DAYS, writeDays } from '../../runner/facts-store.ts';

it('no day twice, where the days themselves are read as well', async () => {
  const store = openStore(temporaryFolder('earlier-sessions'));
  await writeDays(store);
  const read: string[] = [];
  const { readDay } = store;
  store.readDay = (contract, day, ...rest) => {
    read.push(`${contract}/${day}`);
    return readDay.call(store, contract, day, ...rest);
  };
  const level = defineFeature(
    { id: 'level', meaning: 'level', unit: 'points', warmup: 1, sessionRule: 'reset', inputs: ['candles', 'sessions'] },
    () =>
      (out, _candle, { facts }) => {
        if (facts?.previous !== undefined) out.set(facts.previous.close);
      },
  );
  const span = { instrument: 'WDOFUT', from: DAYS[0], to: DAYS[6], cache: false, warmupCandles: 0 } as const;
  const frame = await features(store, [level], span);
  expect(new Set(frame.toArrays().level).size).toBeGreaterThan(4);
  expect(read.filter((each, at) => read.indexOf(each) !== at)).toEqual([]);
});
