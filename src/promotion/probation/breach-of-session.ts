// What a session on probation has counted so far and what it may do in; what it has broken, the gravest first, out.

import type { ProbationSettings } from '../../adapters/machine/probation-settings.ts';
import type { Breach } from './breach.ts';

/** Of one release in one session day, as it stands now. */
export interface SessionFigures {
  /** Why the daily loss limit (realised and open, of the release or tighter of the machine) was latched while it ran, by what it lost itself; undefined where it was not. */
  readonly dailyLoss: string | undefined;
  /** What strategy and engine threw, oldest first. */
  readonly errors: readonly string[];
  /** What must never happen, oldest first. */
  readonly violations: readonly string[];
  /** Orders of the last hour that were rejected. */
  readonly rejected: number;
}

export function breachOfSession(
  { dailyLoss, errors, violations, rejected }: SessionFigures,
  allowed: Pick<ProbationSettings, 'errors' | 'rejectedPerHour'>,
): Breach | undefined {
  if (dailyLoss !== undefined) {
    return { kind: 'loss', text: `its limit of losses was reached: ${dailyLoss}`, figure: 1, limit: 0 };
  }
  const [violation] = violations;
  if (violation !== undefined) {
    return { kind: 'violation', text: `what must never happen: ${violation}`, figure: violations.length, limit: 0 };
  }
  if (errors.length > allowed.errors) {
    const text = `${errors.length} errors, ${allowed.errors} are allowed: ${errors[0]}`;
    return { kind: 'error', text, figure: errors.length, limit: allowed.errors };
  }
  if (rejected <= allowed.rejectedPerHour) return undefined;
  const text = `${rejected} orders were rejected within an hour, ${allowed.rejectedPerHour} are allowed`;
  return { kind: 'rejected', text, figure: rejected, limit: allowed.rejectedPerHour };
}
