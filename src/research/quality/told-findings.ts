// Takes an inspected series; gives its findings, those of single parts joined by rule, the worst first.

import { type Example, type Finding, MAX_EXAMPLES, SEVERITIES, type Severity } from '../../core/quality/finding.ts';
import type { QualitySeries } from './quality-input.ts';

export interface ToldFinding {
  readonly severity: Severity;
  readonly rule: string;
  /** Of the series as a whole, or of its parts, each by itself. */
  readonly scope: 'series' | 'parts';
  /** Parts with the finding; of the series, the days it counts. */
  readonly days: number;
  /** Rows found in all parts; undefined for the series. */
  readonly rows: number | undefined;
  /** Of the first part, where there are several. */
  readonly detail: string;
  readonly examples: readonly Example[];
}

interface PartFinding {
  readonly day: string;
  readonly finding: Finding;
}

function ofSeries(finding: Finding): ToldFinding {
  const { severity, rule, detail, examples } = finding;
  return { severity, rule, scope: 'series', days: finding.rows, rows: undefined, detail, examples };
}

function joined(all: readonly PartFinding[]): ToldFinding {
  const { day, finding } = all[0]!;
  const examples = all.flatMap((each) =>
    each.finding.examples.slice(0, 1).map((example) => ({ ...example, day: example.day ?? each.day })),
  );
  return {
    severity: finding.severity,
    rule: finding.rule,
    scope: 'parts',
    days: new Set(all.map((each) => each.day)).size,
    rows: all.reduce((sum, each) => sum + each.finding.rows, 0),
    detail: all.length === 1 ? finding.detail : `${finding.detail} (as on ${day})`,
    examples: examples.slice(0, MAX_EXAMPLES),
  };
}

/** Worst severity first; then those of the series; then the most days. */
export function toldFindings({ findings, parts }: QualitySeries): readonly ToldFinding[] {
  const groups = new Map<string, PartFinding[]>();
  for (const { day, findings: found } of parts) {
    for (const finding of found) {
      const key = `${finding.severity} ${finding.rule}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ day, finding }]);
      else group.push({ day, finding });
    }
  }
  const told = [...findings.map(ofSeries), ...[...groups.values()].map(joined)];
  const rank = ({ severity, scope }: ToldFinding): number =>
    SEVERITIES.indexOf(severity) * 2 + (scope === 'series' ? 1 : 0);
  return told.sort((a, b) => rank(b) - rank(a) || b.days - a.days || (a.rule < b.rule ? -1 : 1));
}
