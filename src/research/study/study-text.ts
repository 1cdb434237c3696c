// A study in; what its data are, what is not among them and why, and what they are good for, in lines of text, out.

import type { Provenance } from '../../core/market/provenance.ts';
import type { Study } from './study.ts';
import type { LeftOut } from './study-days.ts';

const HEADS: Readonly<Record<Provenance, string>> = {
  exchange: 'Real data',
  simulated: 'Simulated data',
  synthetic: 'SYNTHETIC data',
};

/** As many days are named one by one. */
const DAYS_NAMED = 8;

export interface StudyText {
  /** Without its full stop. */
  readonly head: string;
  readonly rest: readonly string[];
}

export function studyText(study: Study): StudyText {
  const { instrument, days, provenance, source, from, to, missing, leftOut, unused } = study;
  const contracts = [...new Set(days.map(({ contract }) => contract))].join(', ');
  const counts = new Map<string, number>();
  for (const { kind } of days) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${kind} of ${count}`).join(', ');
  const facts = `${instrument} (${contracts}), ${days.length} trading days with data from ${from} to ${to}: ${kinds}.`;
  const rest = [facts];
  if (study.tickDay !== undefined) {
    const { day, contract } = study.tickDay;
    rest.push(
      `None of them has trades; the newest day that has is ${day} (${contract}), and what needs trades is of it.`,
    );
  }
  if (missing.length > 0) rest.push(`Trading days that the store does not have: ${daysInWords(missing)}.`);
  for (const each of leftOut) rest.push(`Left out, ${whyLeftOut(each, provenance)}: ${daysInWords(each.days)}.`);
  if (provenance !== 'exchange') {
    const origin = source === 'made' ? 'Made for this notebook' : 'Of the store';
    rest.push(`${origin}: nothing found in it is true of the market.`);
    if (unused.length > 0) rest.push('Your store has REAL data that cannot be used as they are:');
    for (const { says } of unused) rest.push(`${says}.`);
    rest.push('For real days: npx qt import FILE, or npx qt capture; then run this notebook again.');
  }
  return { head: HEADS[provenance], rest };
}

function whyLeftOut({ why }: LeftOut, taken: Provenance): string {
  if (why === 'refused') return 'refused by the quality gate';
  if (why === 'apart') return 'on the other side of those';
  return `${why} and no ${taken} data`;
}

/** Each of a few; of many their number and their ends. */
export function daysInWords(days: readonly string[]): string {
  return days.length <= DAYS_NAMED ? days.join(', ') : `${days.length} days from ${days[0]} to ${days.at(-1)}`;
}
