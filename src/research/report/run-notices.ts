// Takes the days without data, the alerts, the unknown rolls and the features without a value of a run; gives the sentences that its readers must see, critical ones first.

import type { Column } from '../../core/engine/strategy-setup.ts';
import { INPUT_WORDS } from '../feature-page/input-words.ts';

/** A trading day of the range for which the store has nothing. */
export interface MissingDay {
  readonly day: string;
  readonly contract: string;
}

export interface RunAlert {
  readonly severity: string;
  readonly code: string;
  readonly text: string;
}

/** A roll that the store has no prices for to go over. */
export interface UnknownRoll {
  readonly from: string;
  readonly to: string;
}

/** Days without data that are named; the rest is counted. */
const MISSING_NAMED = 5;

/** Alerts of one severity and code make one sentence with the text of the first; those of severity `info` make none. */
export function runNotices(
  missing: readonly MissingDay[],
  alerts: readonly RunAlert[],
  unknownRolls: readonly UnknownRoll[] = [],
): readonly string[] {
  return [
    ...alertNotices(alerts, 'critical'),
    ...missingNotices(missing),
    ...unknownRolls.map(rollNotice),
    ...alertNotices(alerts, 'warning'),
  ];
}

/** Features that are named; the rest is counted. */
const NEVER_READY_NAMED = 5;

/** Columns that had a value in no decision of the run: what they read is what the data, or the days before them, do not have. */
export function neverReadyNotices(columns: readonly Pick<Column, 'id' | 'spec'>[]): readonly string[] {
  if (columns.length === 0) return [];
  const named = columns.slice(0, NEVER_READY_NAMED).map(({ id, spec: { meta } }) => {
    const inputs = meta.inputs.map((input) => INPUT_WORDS[input]).join(', ');
    return `${id} (reads ${inputs}; needs ${meta.warmup} candles)`;
  });
  const more = columns.length > NEVER_READY_NAMED ? ` and ${columns.length - NEVER_READY_NAMED} more` : '';
  return [`Never ready in the whole run: ${named.join(', ')}${more}`];
}

function alertNotices(alerts: readonly RunAlert[], severity: 'critical' | 'warning'): readonly string[] {
  const byCode = new Map<string, { readonly text: string; count: number }>();
  for (const alert of alerts) {
    if (alert.severity !== severity) continue;
    const known = byCode.get(alert.code);
    if (known === undefined) byCode.set(alert.code, { text: alert.text, count: 1 });
    else known.count += 1;
  }
  return [...byCode].map(([code, { text, count }]) => {
    const times = count === 1 ? 'once' : `${count} times`;
    return `${severity === 'critical' ? 'Critical alert' : 'Alert'} ${code}, ${times}: ${text}`;
  });
}

function missingNotices(missing: readonly MissingDay[]): readonly string[] {
  if (missing.length === 0) return [];
  const named = missing.slice(0, MISSING_NAMED).map(({ day, contract }) => `${day} (${contract})`);
  const more = missing.length > MISSING_NAMED ? ` and ${missing.length - MISSING_NAMED} more` : '';
  const days = missing.length === 1 ? '1 trading day' : `${missing.length} trading days`;
  return [`No data for ${days} of the range: ${named.join(', ')}${more}`];
}

function rollNotice({ from, to }: UnknownRoll): string {
  return `No warm-up from ${from} to ${to}: in the five trading days before the roll the store has no time with prices of both`;
}
