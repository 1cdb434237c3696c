// Runs order lives and throws with what led to each violation; prints seed and figures.
import type { BrokerLimits } from './broker-check.ts';
import { explainViolation } from './explain-violation.ts';
import { type LivesPlan, type LivesResult, runLives } from './order-lives.ts';

/** What `order-chaos` may do beside its plain faults. */
export const FAULTS = { lastWords: 1, unknownStatus: 2, swallow: 4, away: 8, slow: 16 } as const;

const DEADLINE_MS = 500;
/** From the deadline, and from the way of a fill to the trader, until the broker has the order; on a busy machine. */
const BUSY_MS = 700;
/** A cancel that is refused is sent again each second; three in a row are refused now and then. */
const REFUSED_CANCELS_MS = 3_000;

/**
 * The deadline of the stop, and what slow answers add. The lost word about the end of an order that works is found when open orders are
 * read, each 10 s: until then nobody can know of it. An exit that vanished on its way may be alive: where the price is beyond the stop
 * already a second one is sent only when two readings have not shown the first.
 */
function limitsOf({ faults }: LivesPlan): Partial<BrokerLimits> {
  const { lastWords, swallow, away, slow } = FAULTS;
  const has = (fault: number): boolean => (faults & fault) > 0;
  const answersMs = has(lastWords) ? 10_000 : has(swallow) ? 6_000 : has(away) || has(slow) ? 500 : 0;
  const nakedMs = DEADLINE_MS + BUSY_MS + answersMs;
  return {
    ...{ nakedMs, nakedAfterLoginMs: Math.max(2_500, nakedMs) },
    ...{ flatAfterRefusalMs: 1_500 + nakedMs, orphanMs: REFUSED_CANCELS_MS + nakedMs },
  };
}

export async function expectLives(plan: LivesPlan): Promise<LivesResult> {
  const result = await runLives({ ...plan, limits: { ...limitsOf(plan), ...plan.limits } });
  const { report, lines, seconds, resumed } = result;
  const { lives, orders, rejects, swallowed, nakedMs, idleMs, violations } = report;
  console.log(
    `seed ${plan.seed}: ${lives} lives, ${orders} orders, ${rejects} refused, ${swallowed} swallowed, ${resumed} resumed; ` +
      `naked ms ${sharesOf(nakedMs)}; orphaned ms ${sharesOf(idleMs)}; ${seconds.toFixed(1)} s`,
  );
  if (violations.length === 0) return result;
  const told = violations.slice(0, 4).map((violation) => explainViolation(lines, violation));
  throw new Error(
    [`seed ${plan.seed}: ${violations.length} violations`, ...violations.map(({ text }) => text), ...told].join('\n'),
  );
}

function sharesOf(sorted: readonly number[]): string {
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, most ${at(1)}`;
}
