// A plan and days of the store in; the latest of them run until the time is spent, and what that took, out.

import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { RunPlan } from '../../runner/run-plan.ts';
import { simulatedRun } from '../../runner/simulated-run.ts';
import { DecisionClock } from './decision-clock.ts';
import type { PerformanceFigures } from './performance-figures.ts';

export interface MeasuredDays {
  readonly plan: RunPlan;
  readonly store: DatasetStore;
  /** One that is thrown away: the days were validated, and recorded, before. */
  readonly home: string;
  /** Name under which the code was proved. */
  readonly release: string;
  /** Ascending; the last one is run in any case. */
  readonly days: readonly string[];
  readonly kind: PartKind;
  readonly seed: number;
  readonly capitalBrl: number;
  /** No further day is begun after it. */
  readonly budgetMs: number;
}

/** It is told in units of 1024 bytes. */
const KIB_PER_MB = 1_000_000 / 1024;

export async function measureDays(request: MeasuredDays): Promise<PerformanceFigures> {
  const { days, budgetMs, ...run } = request;
  const clock = new DecisionClock();
  const begunMs = performance.now();
  const done: string[] = [];
  for (const day of days.toReversed()) {
    if (done.length > 0 && performance.now() - begunMs > budgetMs) break;
    await simulatedRun({
      ...{ ...run, mode: 'backtest', strategyFile: null, from: day, to: day, record: false },
      purpose: { kind: 'check', labels: { check: 'performance' } },
      wrap: (exchange) => clock.wrap(exchange),
      observer: clock,
    });
    clock.look();
    done.push(day);
  }
  return figuresOf(clock, done);
}

function figuresOf(clock: DecisionClock, days: string[]): PerformanceFigures {
  const { events, decisionsUs, busyMs, usedMb } = clock;
  const sorted = decisionsUs.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
  return {
    ...{ days, events, decisions: sorted.length },
    decisionUs: sorted.length === 0 ? null : { p50: at(0.5), p99: at(0.99), max: at(1) },
    eventsPerSecond: busyMs === 0 ? 0 : Math.round((events / busyMs) * 1000),
    memory: { usedMb: rounded(usedMb), residentMb: rounded(process.resourceUsage().maxRSS / KIB_PER_MB) },
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
