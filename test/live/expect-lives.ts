// Runs order lives and throws with what led to each violation; prints seed and figures.
import type { BrokerLimits } from './broker-check.ts';
import { explainViolation } from './explain-violation.ts';
import { type LivesPlan, type LivesResult, runLives } from './order-lives.ts';

/** What `order-chaos` may do beside its plain faults. */
export const FAULTS = { lastWords: 1, unknownStatus: 2, swallow: 4, away: 8, slow: 16 } as const;

/** Beside other tests all processes together may stand still for a second or two; at night they are fewer. */
const BUSY_MS = process.env.QT_NIGHTLY === '1' ? 1_000 : 2_500;
const DEADLINE_MS = 500;

/**
 * The deadline of the stop, and what a busy machine and slow answers add. The lost word about the end of an order that works is found when
 * open orders are read, each 10 s: until then nobody can know of it. An order that vanished on its way may be alive: only when two
 * readings have not shown it is something else put in its place.
 */
function limitsOf({ faults }: LivesPlan): Partial<BrokerLimits> {
  const { lastWords, swallow, away, slow } = FAULTS;
  const has = (fault: number): boolean => (faults & fault) > 0;
  const answersMs = has(lastWords) ? 10_000 : has(swallow) ? 7_000 : has(away) || has(slow) ? 1_000 : 0;
  const nakedMs = DEADLINE_MS + BUSY_MS + answersMs;
  return {
    ...{ nakedMs, nakedAfterLoginMs: Math.max(3_500, nakedMs) },
    ...{ flatAfterRefusalMs: 3_000 + nakedMs, orphanMs: 6_000 + nakedMs },
  };
}

export async function expectLives(plan: LivesPlan): Promise<LivesResult> {
  const result = await runLives({ ...plan, limits: { ...limitsOf(plan), ...plan.limits } });
  const { report, lines, seconds, resumed } = result;
  const { lives, orders, rejects, swallowed, nakedMs, violations } = report;
  const at = (share: number): number => Math.round(nakedMs[Math.floor((nakedMs.length - 1) * share)] ?? 0);
  console.log(
    `seed ${plan.seed}: ${lives} lives, ${orders} orders, ${rejects} refused, ${swallowed} swallowed, ${resumed} resumed; ` +
      `naked ms p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}; ${seconds.toFixed(1)} s`,
  );
  if (violations.length === 0) return result;
  const told = violations.slice(0, 4).map((violation) => explainViolation(lines, violation));
  throw new Error(
    [`seed ${plan.seed}: ${violations.length} violations`, ...violations.map(({ text }) => text), ...told].join('\n'),
  );
}
