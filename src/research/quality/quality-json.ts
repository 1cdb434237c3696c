// Takes inspected series; gives the same report as plain data for programs.

import type { Finding, Verdict } from '../../core/quality/finding.ts';
import type { RowKind } from '../../core/quality/row-rule.ts';
import { verdictOfSeries } from './overview-section.ts';
import type { QualityInput, QualityPart } from './quality-input.ts';
import { type DayState, reportDays, stateCounts, worstVerdict } from './report-days.ts';

export interface QualitySeriesJson {
  readonly symbol: string;
  readonly kind: RowKind;
  readonly adjusted: string;
  /** First and last day with data, YYYY-MM-DD; null for a series without days. */
  readonly from: string | null;
  readonly to: string | null;
  readonly verdict: Verdict;
  readonly days: Readonly<Record<DayState, number>>;
  /** Trading days without data. */
  readonly missing: readonly string[];
  readonly findings: readonly Finding[];
  /** Parts that are not clean. */
  readonly parts: readonly QualityPart[];
}

export interface QualityJson {
  readonly title: string;
  readonly verdict: Verdict;
  readonly series: readonly QualitySeriesJson[];
}

export function qualityJson({ title, series }: QualityInput): QualityJson {
  const list = series.map((inspected): QualitySeriesJson => {
    const days = reportDays(inspected);
    const { symbol, kind, adjusted } = inspected.series;
    return {
      symbol,
      kind,
      adjusted,
      from: days[0]?.isoDay ?? null,
      to: days.at(-1)?.isoDay ?? null,
      verdict: verdictOfSeries({ inspected, days }),
      days: stateCounts(days),
      missing: days.filter(({ state }) => state === 'missing').map(({ isoDay }) => isoDay),
      findings: inspected.findings,
      parts: inspected.parts.filter(({ verdict }) => verdict !== 'clean'),
    };
  });
  return { title, verdict: worstVerdict(list.map(({ verdict }) => verdict)), series: list };
}
