// The quality of a part as it was found before the series was known to be adjusted, to what is true of it as an adjusted one.

import { verdictOf } from '../../core/quality/finding.ts';
import type { Adjustment, PartQuality } from './manifest.ts';

/** The rule that finds prices off the tick grid. */
export const OFF_TICK = 'off-tick';

const ADJUSTED_SERIES = 'adjusted-series';

/** What is a fault of a series that claims to be traded prices, and the nature of one that is adjusted. */
const MEANT_FOR_TRADED_PRICES: ReadonlySet<string> = new Set([OFF_TICK, 'adjusted-as-unadjusted', 'turnover-mismatch']);

/** `series`: the adjustment of the whole series, undefined where every day stands for itself. */
export function asAdjusted(quality: PartQuality, series: Adjustment | undefined): PartQuality {
  if (series === undefined || series === 'none') return quality;
  if (quality.findings.some(({ rule }) => rule === ADJUSTED_SERIES)) return quality;
  const off = quality.findings.find(({ rule }) => rule === OFF_TICK);
  const findings = quality.findings.filter(({ rule }) => !MEANT_FOR_TRADED_PRICES.has(rule));
  const adjusted = {
    rule: ADJUSTED_SERIES,
    severity: 'warn',
    rows: quality.facts.rows,
    detail:
      `The prices are adjusted (${series}) at the rolls: nobody traded at them, and a profit in points counted on them ` +
      'is wrong by the factor of each roll',
    examples: [],
    values: { offTickRows: off?.rows ?? 0 },
  } as const;
  const all = [...findings, adjusted];
  return { ...quality, findings: all, verdict: verdictOf(all) };
}
