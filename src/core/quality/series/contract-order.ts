// Takes a series; finds days stored under a contract that had ended or did not trade yet, or that the calendar does not show.

import { parseContract } from '../../market/contract.ts';
import { contractLife } from '../../market/contract-life.ts';
import type { Finding } from '../finding.ts';
import type { Series, SeriesDay, SeriesRule } from '../series-rule.ts';
import { calendarContract } from './known-days.ts';
import { countOf, firstExamples } from './wording.ts';

const WORDS = { expired: 'had ended', unlisted: 'does not trade so far ahead' } as const;

interface Misplaced {
  readonly day: SeriesDay;
  readonly what: string;
}

/** Days under a contract that cannot have traded. */
function deadDays({ days }: Series): readonly Misplaced[] {
  return days.flatMap((day) => {
    const contract = parseContract(day.instrument);
    const life = contract === undefined ? 'alive' : contractLife(contract, day.dayNumber);
    return life === 'alive' ? [] : [{ day, what: `${day.instrument} ${WORDS[life]}` }];
  });
}

/** Days of a root's series under a contract that traded, but is not the one that the series means. */
function otherDays(series: Series, dead: ReadonlySet<SeriesDay>): readonly Misplaced[] {
  if (series.root === undefined) return [];
  return series.days.flatMap((day) => {
    const expected = calendarContract(series, day.dayNumber);
    const isDated = parseContract(day.instrument) !== undefined;
    if (!isDated || expected === undefined || expected === day.instrument || dead.has(day)) return [];
    return [{ day, what: `${day.instrument} instead of ${expected}` }];
  });
}

function findingOf(severity: Finding['severity'], misplaced: readonly Misplaced[], detail: string): readonly Finding[] {
  if (misplaced.length === 0) return [];
  const examples = firstExamples(misplaced.map(({ day, what }) => ({ day: day.isoDay, what })));
  return [{ rule: contractOrder.id, severity, rows: misplaced.length, detail, examples }];
}

export const contractOrder: SeriesRule = {
  id: 'contract-order',
  severity: 'refuse',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles', 'daily'],
  meaning:
    'Days stand under a contract that had ended or was not listed (refused), or that is not the one the series means on the day (a warning).',
  check(series: Series) {
    const dead = deadDays(series);
    const other = otherDays(series, new Set(dead.map(({ day }) => day)));
    return [
      ...findingOf(
        'refuse',
        dead,
        `${countOf(dead.length, 'day')} stored under a contract that cannot have traded then: the contract or the date is wrong.`,
      ),
      ...findingOf(
        'warn',
        other,
        `${countOf(other.length, 'day')} stored under another contract than the calendar gives: the source rolls at another time, or the contracts are mixed up.`,
      ),
    ];
  },
};
