// Takes a run, its statistics and what is known beside it; gives everything about it that should be distrusted, the worst first.

import type { SessionResult } from '../report/session-result.ts';
import type { Circumstances } from './circumstances.ts';
import { circumstanceChecks } from './distrust-circumstances.ts';
import { concentrationChecks } from './distrust-concentration.ts';
import { evidenceChecks } from './distrust-evidence.ts';
import { integrityChecks } from './distrust-integrity.ts';
import { realismChecks } from './distrust-realism.ts';
import { shapeChecks } from './distrust-shape.ts';
import type { Finding, Severity } from './finding.ts';
import type { SessionStatistics } from './session-statistics.ts';

const RANK: Readonly<Record<Severity, number>> = { high: 0, medium: 1, low: 2 };

/** Runs every check. The list is empty only when all were silent, which is no proof that the result holds. */
export function whatToDistrust(
  result: SessionResult,
  statistics: SessionStatistics,
  known: Circumstances = {},
): readonly Finding[] {
  const checks = [...integrityChecks, ...evidenceChecks, ...realismChecks, ...concentrationChecks, ...shapeChecks];
  const found = checks.map((check) => check(result, statistics));
  return [...found, ...circumstanceChecks.map((check) => check(known, statistics))]
    .filter((finding) => finding !== undefined)
    .sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}
