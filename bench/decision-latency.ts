// Repeated days with the real model in; wall time from the clock tick that closes a candle to the decision on its prediction out.

import { NullJournal } from '../src/adapters/journal/null-journal.ts';
import { assert } from '../src/core/assert.ts';
import type { EventCursor } from '../src/core/engine/exchange.ts';
import type { PayloadEvent } from '../src/core/market/event-batch.ts';
import { Kind } from '../src/core/market/event-record.ts';
import type { Predictor } from '../src/core/prediction/predictor.ts';
import { drive } from '../src/runner/drive.ts';
import { makeEngine, type RunPlan } from '../src/runner/run-plan.ts';
import { engineSettingsFor } from '../src/simulation/run-settings.ts';
import type { SessionFeed } from '../src/simulation/session-feed.ts';
import { simulationSettings } from '../src/simulation/settings.ts';
import { SimulatedExchange } from '../src/simulation/simulated-exchange.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { type Figure, figure } from './figure.ts';
import { repeatedSessions } from './repeated-sessions.ts';

const DECISIONS_LEAST = 5_000;
const QUICK_DECISIONS = 20;
const SESSIONS_MOST = 200;
const GOAL_P99_MS = 5;

interface Latencies {
  /** Clock tick to decision, and the inference alone, milliseconds, ascending. */
  readonly decisionMs: readonly number[];
  readonly inferenceMs: readonly number[];
}

export async function decisionLatency(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const plan = await benchPlan(base.contract);
  const wanted = options.quick ? QUICK_DECISIONS : DECISIONS_LEAST;
  let best: Latencies | undefined;
  for (let run = 0; run < options.runs; run++) {
    const feeds = repeatedSessions(base, base.market, SESSIONS_MOST, plan.warmupCandles);
    const measured = await measure(plan, feeds, wanted);
    if (best === undefined || at(measured.decisionMs, 0.99) < at(best.decisionMs, 0.99)) best = measured;
  }
  await plan.model?.predictor.close();
  assert(best !== undefined && best.decisionMs.length >= wanted, 'too few decisions reached the model');
  const { decisionMs, inferenceMs } = best;
  const note = `${base.name}, ${decisionMs.length} decisions`;
  const goal = { kind: 'most', value: GOAL_P99_MS } as const;
  const peerOf = (share: number) => ({ name: 'the ONNX call alone', value: at(inferenceMs, share) });
  return [
    figure('decision-latency.p50', at(decisionMs, 0.5), 'ms', { peer: peerOf(0.5), note }),
    figure('decision-latency.p99', at(decisionMs, 0.99), 'ms', { goal, peer: peerOf(0.99), note }),
    figure('decision-latency.most', decisionMs.at(-1)!, 'ms', { note: 'the first calls of the process among them' }),
  ];
}

async function measure(plan: RunPlan, feeds: Iterable<SessionFeed>, wanted: number): Promise<Latencies> {
  const decisionMs: number[] = [];
  const inferenceMs: number[] = [];
  const settings = simulationSettings('ticks');
  const exchange = new TimedExchange({ days: feeds, settings, seed: 1, firstSeq: 0 });
  await drive({
    engine: makeEngine(plan, engineSettingsFor(settings)),
    exchange,
    journal: new NullJournal(),
    predictors: new Map([[plan.strategy.name, timed(plan.model!.predictor, inferenceMs)]]),
    observer: {
      onEvent() {},
      onDecision({ inputs }) {
        if (inputs.prediction !== null) decisionMs.push(performance.now() - exchange.askedMs);
      },
      onCommand() {},
      onAlert() {},
    },
    stopped: () => decisionMs.length >= wanted,
  });
  const ascending = (values: number[]): number[] => values.sort((a, b) => a - b);
  return { decisionMs: ascending(decisionMs), inferenceMs: ascending(inferenceMs) };
}

/** Remembers when the clock tick was handed out at which a prediction was then asked for. */
class TimedExchange extends SimulatedExchange {
  askedMs = 0;
  private tickMs = 0;

  override advance(cursor: EventCursor): boolean {
    const has = super.advance(cursor);
    if (has && cursor.batch.kindAt(cursor.index) === Kind.clockTick) this.tickMs = performance.now();
    return has;
  }

  override deliver(answer: Promise<PayloadEvent>): Promise<void> {
    this.askedMs = this.tickMs;
    return super.deliver(answer);
  }
}

function timed(predictor: Predictor, inferenceMs: number[]): Predictor {
  return {
    async predict(request) {
      const startMs = performance.now();
      const answer = await predictor.predict(request);
      inferenceMs.push(performance.now() - startMs);
      return answer;
    },
    close: () => predictor.close(),
  };
}

/** The value that `share` of all values do not pass. */
function at(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}
