// A home and a wish in; the days of the synthetic market that it means, and a home below its cache that has them, out.

import { join } from 'node:path';
import { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { type ContractOfDay, contractsOfDays } from '../../core/market/contracts-of-days.ts';
import type { Root } from '../../core/market/instrument.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { nextTradingDay, tradingDayOnOrAfter } from '../../core/market/trading-calendar.ts';
import { SYNTHETIC_FROM, storeSyntheticDay } from '../../runner/store-synthetic-day.ts';
import { syntheticDays } from '../../runner/synthetic-days.ts';
import type { DaysWish } from './study-days.ts';

const MAKING = { seed: 1, edge: 1 } as const;

/** Days at most: the synthetic market ends with the calendar. */
export const MOST_SYNTHETIC_DAYS = 100;

export interface SyntheticHome {
  readonly home: string;
  readonly instrument: string;
  /** The days that were wanted, however many more are there. */
  readonly from: string;
  readonly to: string;
}

/**
 * The folder stands apart from the home's own data, so that nothing made up mixes with them; it can be deleted at any time. The same
 * days are made once: each begins where the one before ended, from the same first day on. Where only one end is named, `days` are
 * counted from it. UserErrors `unknown-instrument`, and `bad-option` for days and contracts that the synthetic market does not have.
 */
export async function syntheticHome(home: string, wish: DaysWish): Promise<SyntheticHome> {
  const { root, instrument, all, wanted } = wantedDays(wish);
  const made = join(home, 'cache', 'synthetic');
  const [from, to] = [wanted[0]!.day, wanted.at(-1)!.day];
  const store = new DatasetStore(made);
  // those before them too, since each goes on from the one before and warms up by it
  const { missing } = store.contractDays(root, all[0]!.day, to, 'trades');
  const lacking = new Set(missing.map(({ day }) => day));
  if (lacking.size > 0) {
    const days = all.findIndex(({ day }) => day === to) + 1;
    for (const session of syntheticDays({ root, from: SYNTHETIC_FROM, days, ...MAKING })) {
      if (lacking.has(session.day)) await storeSyntheticDay(store, session, { root, ...MAKING });
    }
  }
  return { home: made, instrument, from, to };
}

interface WantedDays {
  readonly root: Root;
  readonly instrument: string;
  /** All days of the synthetic market. */
  readonly all: readonly ContractOfDay[];
  /** At least one. */
  readonly wanted: readonly ContractOfDay[];
}

function wantedDays({ instrument = 'WDO', from, to, days }: DaysWish): WantedDays {
  const symbol = parseSymbol(instrument);
  if (symbol === undefined) {
    const [message, fix] = [`There is no synthetic ${instrument}`, 'Use WDO, DOL, WIN or IND'];
    throw new UserError({ code: 'unknown-instrument', message, field: 'instrument', fix });
  }
  const { root } = symbol;
  const all = syntheticContracts(root);
  const [first, last] = [all[0]!.day, all.at(-1)!.day];
  for (const [field, day] of Object.entries({ from, to })) {
    if (day === undefined || (day >= first && day <= last)) continue;
    throw notSynthetic(field, `Synthetic days are ${first} to ${last}; ${day} is none of them`);
  }
  const isDated = symbol.kind === 'dated';
  const inSpan = all.filter(({ day }) => day >= (from ?? first) && day <= (to ?? last));
  const ofContract = inSpan.filter(({ contract }) => !isDated || contract === instrument);
  if (ofContract.length === 0) {
    const contracts = [...new Set(inSpan.map(({ contract }) => contract))].join(', ');
    throw notSynthetic('instrument', `Synthetic days of these dates are of ${contracts}, none of ${instrument}`);
  }
  const isWhole = from !== undefined && to !== undefined;
  const few = to !== undefined ? ofContract.slice(-days) : ofContract.slice(0, days);
  return { root, instrument: isDated ? instrument : `${root}FUT`, all, wanted: isWhole ? ofContract : few };
}

function notSynthetic(field: string, message: string): UserError {
  const fix = 'Leave it out, name other days, or take the days of the store without synthetic';
  return new UserError({ code: 'bad-option', message, field, fix });
}

function syntheticContracts(root: Root): readonly ContractOfDay[] {
  let number = tradingDayOnOrAfter(SYNTHETIC_FROM);
  for (let at = 1; at < MOST_SYNTHETIC_DAYS; at++) number = nextTradingDay(number);
  const found = contractsOfDays(`${root}FUT`, SYNTHETIC_FROM, formatDay(number));
  return found.kind === 'contracts' ? found.days : [];
}
