// Repeated days with the real model and a durable journal in; wall time from a candle's close to its order sent, stage by stage, out.

import { createRunFolder } from '../src/adapters/journal/run-folder.ts';
import { RunJournal } from '../src/adapters/journal/run-journal.ts';
import { assert } from '../src/core/assert.ts';
import type { Engine } from '../src/core/engine/engine.ts';
import type { EventCursor } from '../src/core/engine/exchange.ts';
import type { OrderCommand } from '../src/core/execution/order-command.ts';
import { Kind } from '../src/core/market/event-record.ts';
import type { Predictor } from '../src/core/prediction/predictor.ts';
import type { RegimeDetector, RegimeDetectorSpec } from '../src/core/regime/regime-detector.ts';
import { flat, target } from '../src/core/signal/wanted.ts';
import { drive } from '../src/runner/drive.ts';
import { makeEngine, type RunPlan } from '../src/runner/run-plan.ts';
import { engineSettingsFor } from '../src/simulation/run-settings.ts';
import { simulationSettings } from '../src/simulation/settings.ts';
import { SimulatedExchange } from '../src/simulation/simulated-exchange.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { type Figure, figure } from './figure.ts';
import { repeatedSessions } from './repeated-sessions.ts';

const ORDERS_LEAST = 1_000;
const QUICK_ORDERS = 5;
const SESSIONS_MOST = 60;
const GOAL_P50_MS = 1.5;
const GOAL_P99_MS = 10;
/** What the mission allows a whole cycle. */
const MISSION_CYCLE_MS = 500;

const stages = ['candle', 'regime', 'features', 'prediction', 'signal', 'order'] as const;
type Stage = (typeof stages)[number];
type Spent = Record<Stage, number>;

const none = (): Spent => ({ candle: 0, regime: 0, features: 0, prediction: 0, signal: 0, order: 0 });

export async function orderLatency(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const plan = await benchPlan(base.contract);
  const wanted = options.quick ? QUICK_ORDERS : ORDERS_LEAST;
  const feeds = repeatedSessions(base, base.market, SESSIONS_MOST, plan.warmupCandles);
  const cycles = new Cycles();
  const settings = simulationSettings('ticks');
  const measured = eager(plan, cycles);
  const engine = makeEngine(measured, engineSettingsFor(settings));
  cycles.watch(engine);
  const startedAtUtc = new Date().toISOString();
  const run = { startedAtUtc, mode: 'paper', strategy: plan.strategy.name, suffix: 'b0b0b0' } as const;
  const folder = createRunFolder(options.home, run);
  const journal = new RunJournal(folder, { mode: 'durable', events: { mode: 'paper', strategy: plan.strategy.name } });
  const exchange = new TimedExchange({ days: feeds, settings, seed: 1, firstSeq: 0 }, cycles);
  await drive({
    engine,
    exchange,
    journal,
    predictors: new Map([[plan.strategy.name, timedPredictor(plan.model!.predictor, cycles)]]),
    stopped: () => cycles.done.length >= wanted,
  });
  journal.close();
  await plan.model?.predictor.close();
  assert(cycles.done.length >= wanted, `${cycles.done.length} orders followed from a candle, ${wanted} are needed`);
  return figuresOf(cycles.done, base.name);
}

function figuresOf(done: readonly Spent[], name: string): readonly Figure[] {
  const totals = ascending(done.map((spent) => stages.reduce((sum, stage) => sum + spent[stage], 0)));
  const note = `${name}, ${done.length} orders, each with the model's call and a durable commit`;
  const peer = { name: 'the cycle that the mission allows', value: MISSION_CYCLE_MS };
  const goalOf = (value: number) => ({ goal: { kind: 'most', value } as const, peer, note });
  return [
    figure('order-latency.p50', at(totals, 0.5), 'ms', goalOf(GOAL_P50_MS)),
    figure('order-latency.p99', at(totals, 0.99), 'ms', goalOf(GOAL_P99_MS)),
    ...stages.flatMap((stage) => {
      const values = ascending(done.map((spent) => spent[stage]));
      return [
        figure(`order-latency.${stage}.p50`, at(values, 0.5), 'ms', { note: STAGE_NOTES[stage] }),
        figure(`order-latency.${stage}.p99`, at(values, 0.99), 'ms', { note: STAGE_NOTES[stage] }),
      ];
    }),
  ];
}

const STAGE_NOTES: Readonly<Record<Stage, string>> = {
  candle: 'the tick that closes the candle, and what is around the other stages until the model is asked',
  regime: 'the detector takes the candle',
  features: 'all features take the candle',
  prediction: 'from asking the model to its answer in the loop',
  signal: 'gates, decide(), risk, execution',
  order: 'decision and command in the journal, durable, and the command handed over',
};

/** Times of the cycle that is under way; one that ends without an order is forgotten. */
class Cycles {
  readonly done: Spent[] = [];
  private spent = none();
  private tickMs = 0;
  private askedMs = 0;
  private answeredMs = 0;
  private processedMs = 0;
  private isAsked = false;

  tick(): void {
    if (this.isAsked) return;
    this.spent = none();
    this.tickMs = performance.now();
  }

  asked(): void {
    this.askedMs = performance.now();
    this.spent.candle = this.askedMs - this.tickMs - this.spent.features - this.spent.regime;
    this.isAsked = true;
  }

  answered(): void {
    this.answeredMs = performance.now();
    this.spent.prediction = this.answeredMs - this.askedMs;
  }

  processed(): void {
    this.processedMs = performance.now();
  }

  concluded(): void {
    this.isAsked = false;
    this.spent.signal = this.processedMs - this.answeredMs;
  }

  sent(): void {
    this.spent.order = performance.now() - this.processedMs;
    // an interval without a trade is decided on as well, and has no candle to take
    if (this.spent.features > 0) this.done.push(this.spent);
    this.spent = none();
  }

  add(stage: 'features' | 'regime', ms: number): void {
    this.spent[stage] += ms;
  }

  /** Times each candle that features take, and the end of each event's processing. */
  watch(engine: Engine): void {
    for (const { features } of engine.context.runtimes) {
      const take = features.onCandle.bind(features);
      features.onCandle = (...args) => {
        const startMs = performance.now();
        take(...args);
        this.add('features', performance.now() - startMs);
      };
    }
    const process = engine.process.bind(engine);
    engine.process = (batch, index) => {
      const isAnswer = batch.kindAt(index) === Kind.predictionReady;
      if (isAnswer) this.answered();
      process(batch, index);
      this.processed();
      if (isAnswer) this.concluded();
    };
  }
}

class TimedExchange extends SimulatedExchange {
  private readonly cycles: Cycles;
  private isAnswer = false;

  constructor(options: ConstructorParameters<typeof SimulatedExchange>[0], cycles: Cycles) {
    super(options);
    this.cycles = cycles;
  }

  override advance(cursor: EventCursor): boolean {
    const has = super.advance(cursor);
    const kind = has ? cursor.batch.kindAt(cursor.index) : undefined;
    this.isAnswer = kind === Kind.predictionReady;
    if (kind === Kind.clockTick) this.cycles.tick();
    return has;
  }

  override submit(command: OrderCommand): void {
    super.submit(command);
    // what a fill or the clock asks for is not of a candle's cycle
    if (this.isAnswer && command.kind === 'submit') {
      this.isAnswer = false;
      this.cycles.sent();
    }
  }
}

function timedPredictor(predictor: Predictor, cycles: Cycles): Predictor {
  return {
    predict: (request) => {
      cycles.asked();
      return predictor.predict(request);
    },
    close: () => predictor.close(),
  };
}

/** The strategy with its model, told to enter and leave in turn: what is measured is the way, not the wish. */
function eager(plan: RunPlan, cycles: Cycles): RunPlan {
  const { setup } = plan;
  const { model } = setup;
  assert(model !== undefined, 'the strategy of the bench has a model');
  const open = { regimeConfidence: 0, probability: 0, direction: 0, magnitude: 0, confidence: 0 };
  const thresholds = { bench: { trend_up: open, trend_down: open, range: open } };
  const strategy = {
    ...setup.strategy,
    thresholds: 'bench',
    regime: timedRegime(setup.strategy.regime, cycles),
    decide: ({ position }: { readonly position: { readonly quantity: number } }) =>
      position.quantity === 0 ? target(1, { stopPoints: 50, targetPoints: 50 }, 'in') : flat('out'),
  };
  return { ...plan, strategy, setup: { ...setup, strategy, model: { ...model, thresholds } } };
}

function timedRegime(spec: RegimeDetectorSpec, cycles: Cycles): RegimeDetectorSpec {
  return {
    ...spec,
    create: (): RegimeDetector => {
      const detector = spec.create();
      const take = detector.update.bind(detector);
      detector.update = (candle) => {
        const startMs = performance.now();
        take(candle);
        cycles.add('regime', performance.now() - startMs);
      };
      return detector;
    },
  };
}

function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

/** The value that `share` of all values do not pass. */
function at(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
}
