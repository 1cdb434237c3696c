// Gives an inspected series with a missing day, a refused one, a Saturday and a hole, for tests of its report.

import { parseDay } from '../../../src/core/market/civil-day.ts';
import type { Finding } from '../../../src/core/quality/finding.ts';
import { inspectSeries } from '../../../src/core/quality/inspect-series.ts';
import type { Series } from '../../../src/core/quality/series-rule.ts';
import type { QualityPart, QualitySeries } from '../../../src/research/quality/quality-input.ts';
import { cleanSeries, withDays } from '../../core/quality/series/clean-series.ts';

export const REFUSED: Finding = {
  rule: 'off-tick',
  severity: 'refuse',
  rows: 12,
  detail: '12 of 570 rows have a price off the tick.',
  examples: [{ row: 3, timeUs: 1_750_000_000_000_000, what: '5500.3' }],
};

const NOTED: Finding = { rule: 'identical-rows', severity: 'note', rows: 4, detail: 'Equal rows.', examples: [] };

/** 40 days of WDO from 2025-06-02 on, without 2025-06-11, and with Saturday 2025-06-14. */
export function inspectedSeries(): QualitySeries {
  const clean = cleanSeries({ days: 40 });
  const holed = withDays(clean, (day) => {
    if (day.isoDay === '2025-06-11') return undefined;
    const facts = day.isoDay === '2025-06-17' ? { ...day.facts, longestGapUs: 7_200_000_000 } : day.facts;
    return { ...day, facts };
  });
  const saturday = { ...clean.days[0]!, isoDay: '2025-06-14', dayNumber: parseDay('2025-06-14')! };
  const days = [...holed.days, saturday].sort((a, b) => a.dayNumber - b.dayNumber);
  const series: Series = { ...holed, days };
  const parts = days.map(({ isoDay }): QualityPart => {
    if (isoDay === '2025-06-14' || isoDay === '2025-06-16') {
      return { day: isoDay, verdict: 'refuse', findings: [REFUSED, NOTED] };
    }
    if (isoDay === '2025-06-18') return { day: isoDay, verdict: 'note', findings: [NOTED] };
    return { day: isoDay, verdict: 'clean', findings: [] };
  });
  return { series, findings: inspectSeries(series), parts };
}
