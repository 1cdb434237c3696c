// The newest sessions are kept to validate on, those before them are trained on, and what is missing is said.
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { retrainingSettings } from '../../../src/adapters/machine/retraining-settings.ts';
import { retrainingDays } from '../../../src/runner/retraining/retraining-days.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { DAYS, writeDays } from '../facts-store.ts';

const settings = (more: object) => retrainingSettings.parse({ strategy: 'wdo-regime', days: 3, ...more });

describe('the days of a training', () => {
  const store = openStore(temporaryFolder('retraining-days'));
  const daysOf = (more: object, day: string) => {
    return retrainingDays(store, settings(more), 'WDOFUT', { symbol: 'WDOFUT', kind: 'trades' }, day);
  };

  it('are those before the ones it is validated on, none of which is later than the session', async () => {
    await writeDays(store);
    const days = [...DAYS].filter((day) => store.contractDays('WDOFUT', day, day, 'trades').days.length > 0).sort();
    const last = days.at(-2)!;
    const newest = {
      training: { from: days.at(-6), to: days.at(-4), sessions: 3 },
      validation: { from: days.at(-3), to: last, sessions: 2 },
    };
    expect(daysOf({ validationDays: 2 }, last)).toEqual([newest]);
    expect(daysOf({ validationDays: 2, syntheticDays: 5 }, last)[0].training).toBeUndefined();
    // each further roll is the same as the first would have been so many sessions before
    const rolled = daysOf({ days: 2, validationDays: 1, rolls: 3 }, last);
    expect(rolled).toHaveLength(3);
    for (const [roll, each] of rolled.entries()) {
      expect(each).toEqual(daysOf({ days: 2, validationDays: 1 }, days.at(-2 - roll)!)[0]);
    }
  });

  it('are told when there are none', () => {
    const wrong = (more: object, day: string) => () => daysOf(more, day);
    expect(wrong({}, '2012-01-05')).toThrow(/nothing to validate on/);
    expect(wrong({ validationDays: 200 }, DAYS.at(-1)!)).toThrow(/no trades before .* to train on/);
    expect(wrong({}, 'yesterday')).toThrow(/is no day/);
    expect(wrong({ validationDays: 2, rolls: 40 }, DAYS.at(-1)!)).toThrow(/days for \d+ of 40 rolls/);
    expect(wrong({ rolls: 2, syntheticDays: 5 }, DAYS.at(-1)!)).toThrow(/every roll would train the same model/);
  });
});
