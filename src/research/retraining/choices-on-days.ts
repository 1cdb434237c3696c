// A ledger and the result of a challenger in; how many other trials of its strategy were made on the days of that result before it out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { trialsOf } from '../trials/trials-of.ts';
import type { ModelResult } from './model-result.ts';
import type { RolledResult } from './walk-forward.ts';
import { isOwnTrial } from './walk-forward-evidence.ts';

export interface ChoicesRequest {
  readonly home: string;
  /** Of the sound ledger of the home. */
  readonly entries: readonly LedgerEntry[];
  /** Of all rolls together, or of the challenger alone. */
  readonly result: ModelResult;
  /** That it is made of; empty for the challenger alone. */
  readonly rolls: readonly RolledResult[];
}

/**
 * Whoever ran the strategy with other values, or trained another recipe, over these days may have chosen by them: what the challenger earns there
 * is then the best of several. Not counted: runs of releases and earlier retrainings, which follow the calendar, and trials of other
 * strategies, which the gates against overfitting count. UserErrors of `trialsOf`.
 */
export function choicesOnDays({ home, entries, result, rolls }: ChoicesRequest): number {
  const newest = entries[result.seq - 1]!.trial;
  const { compared, uncompared } = trialsOf({
    ...{ home, strategy: newest.strategy, instrument: newest.data.instrument, days: result.days },
  });
  const own = rolls.length === 0 ? [{ result, seen: { spans: [] } }] : rolls;
  const last = Math.max(...own.map((roll) => roll.result.seq));
  return [...compared.map(({ seq }) => seq), ...uncompared].filter((seq) => {
    const { release, kind } = entries[seq - 1]!.trial;
    const followsCalendar = release !== null || kind === 'retraining';
    return seq < last && !followsCalendar && !isOwnTrial(entries, seq, own);
  }).length;
}
