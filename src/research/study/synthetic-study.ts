// A home and a number of days in; a home below its cache with that many days of the synthetic market, made where they are not there, out.

import { join } from 'node:path';
import { DatasetStore } from '../../adapters/datasets/store.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import type { Root } from '../../core/market/instrument.ts';
import { nextTradingDay, tradingDayOnOrAfter } from '../../core/market/trading-calendar.ts';
import { SYNTHETIC_FROM, storeSyntheticDay } from '../../runner/store-synthetic-day.ts';
import { syntheticDays } from '../../runner/synthetic-days.ts';

const MAKING = { seed: 1, edge: 1 } as const;

/** Days at most: the synthetic market ends with the calendar. */
export const MOST_SYNTHETIC_DAYS = 100;

export interface SyntheticHome {
  readonly home: string;
  /** The days that were wanted, however many more are there. */
  readonly from: string;
  readonly to: string;
}

/**
 * The folder stands apart from the home's own data, so that nothing made up mixes with them; it can be deleted at any time. The same
 * days are made once: each begins where the one before ended, from the same first day on.
 */
export async function syntheticHome(home: string, root: Root, days: number): Promise<SyntheticHome> {
  const made = join(home, 'cache', 'synthetic');
  const wanted = firstDays(days);
  const store = new DatasetStore(made);
  const { missing } = store.contractDays(root, wanted[0]!, wanted.at(-1)!, 'trades');
  const lacking = new Set(missing.map(({ day }) => day));
  if (lacking.size > 0) {
    for (const session of syntheticDays({ root, from: SYNTHETIC_FROM, days, ...MAKING })) {
      if (lacking.has(session.day)) await storeSyntheticDay(store, session, { root, ...MAKING });
    }
  }
  return { home: made, from: wanted[0]!, to: wanted.at(-1)! };
}

function firstDays(days: number): readonly string[] {
  let number = tradingDayOnOrAfter(SYNTHETIC_FROM);
  return Array.from({ length: days }, (_, at) => {
    if (at > 0) number = nextTradingDay(number);
    return formatDay(number);
  });
}
