// A folder in; the wish for a sweep of the tested strategy over synthetic days that it then has, out.
import { join } from 'node:path';
import { storeSyntheticBars } from '../../../../bench/stored-bars.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import type { SweepOptions } from '../../../../src/research/sweeps/sweep.ts';
import { repositoryRoot } from '../../../cli/support/qt.ts';

export const STRATEGY = join(repositoryRoot, 'test/research/sweeps/support/swept-strategy.ts');
export const FROM = '2027-03-02';

/** Stores one day more than asked for, to warm up from. */
export async function sweepHome(home: string, days = 3): Promise<SweepOptions> {
  const stored = await storeSyntheticBars(openStore(home), {
    root: 'WDO',
    seed: 8,
    from: '2027-03-01',
    days: days + 1,
  });
  return {
    home,
    strategy: STRATEGY,
    from: FROM,
    to: stored.at(-1)!,
    over: { period: '10..50:20', stopPoints: '3..7:2' },
    method: 'grid',
  };
}
