// One strategy inside the engine: candles in, at each decision point a decision with its reason, and the orders that follow.

import type { EpochStart } from '../account/account-event.ts';
import { assert } from '../assert.ts';
import type { Candle } from '../candles/candle.ts';
import { type CandleInterval, parseCandleInterval } from '../candles/candle-interval.ts';
import type { OrderIds } from '../execution/order-ids.ts';
import { StrategyExecution } from '../execution/strategy-execution.ts';
import type { SessionContext } from '../features/session-context.ts';
import { Phase } from '../market/event-record.ts';
import type { ModelManifest, RegimeThresholds, TradedRegime } from '../prediction/model-manifest.ts';
import type { Prediction, PredictionReady, PredictionTimedOut } from '../prediction/prediction.ts';
import type { LiveInput } from '../quality/live/input-fault.ts';
import { copyOfRegime } from '../regime/copy-of-regime.ts';
import type { Regime } from '../regime/regime.ts';
import type { RegimeDetector } from '../regime/regime-detector.ts';
import { limitsOf, type RiskLimits, tighter } from '../risk/risk-limits.ts';
import { evaluateGates } from '../signal/gates.ts';
import type { HoldCode } from '../signal/hold-code.ts';
import { defaultExecution, type Strategy } from '../signal/strategy.ts';
import type { DecisionInputs, DecisionRecord, GateResult } from './decision-record.ts';
import { type EngineContext, record } from './engine-context.ts';
import { executionOutput } from './execution-output.ts';
import type { FeatureRow } from './feature-source.ts';
import { inputDigestOf } from './input-digest.ts';
import { InputGuard, type Obstacle } from './input-guard.ts';
import type { InstrumentState } from './instrument-state.ts';
import { NewRisk } from './new-risk.ts';
import type { RunningStrategy, Trigger } from './running-strategy.ts';
import { StrategyFeatures } from './strategy-features.ts';
import { actOn, type Wish } from './strategy-orders.ts';
import { LEAST_CANDLES, type StrategySetup, warmupCandlesOf } from './strategy-setup.ts';
import { VectorCheck } from './vector-check.ts';

/** A decision that waits for its prediction. */
interface Pending {
  readonly requestSeq: number;
  readonly askedUs: number;
  readonly trigger: Trigger;
  readonly features: FeatureRow;
  readonly named: Record<string, number>;
  readonly regime: Regime;
  readonly candleCloseUs: number | null;
}

export class StrategyRuntime implements RunningStrategy {
  readonly strategy: Strategy;
  readonly interval: CandleInterval;
  readonly limits: RiskLimits;
  readonly execution: StrategyExecution;
  readonly newRisk: NewRisk;
  readonly warmupCandles: number;
  tradeId = 0;
  nextClockDecisionUs = 0;
  private readonly context: EngineContext;
  private readonly model: ModelManifest | undefined;
  private readonly thresholds: Readonly<Record<TradedRegime, RegimeThresholds>> | undefined;
  readonly features: StrategyFeatures;
  private readonly guard: InputGuard;
  private readonly vector: VectorCheck;
  private detector: RegimeDetector;
  private candles = 0;
  private candleCloseUs: number | null = null;
  private pending: Pending | undefined;
  private readonly protectOnly: string | undefined;

  constructor(setup: StrategySetup, context: EngineContext, ids: OrderIds) {
    const { strategy, model } = setup;
    const interval = parseCandleInterval(strategy.candle);
    assert(interval !== undefined, `candle of ${strategy.name} was checked by defineStrategy`);
    this.strategy = strategy;
    this.interval = interval;
    this.context = context;
    this.limits = tighter(limitsOf(strategy), setup.tighterLimits ?? {});
    this.newRisk = new NewRisk(strategy, this.limits, context);
    this.model = model;
    this.thresholds = model?.thresholds[strategy.thresholds ?? 'fitted'];
    assert(model === undefined || this.thresholds !== undefined, `model has no thresholds ${strategy.thresholds}`);
    this.features = new StrategyFeatures(setup);
    this.guard = new InputGuard(Object.keys(strategy.instruments), this.features.columns);
    this.vector = new VectorCheck(this.features, model, context.settings.filledShareMost);
    this.warmupCandles = warmupCandlesOf(setup);
    this.detector = strategy.regime.create();
    const offset = strategy.execution?.stopLimitOffsetTicks ?? defaultExecution.stopLimitOffsetTicks;
    const out = executionOutput(context);
    const { account, settings } = context;
    this.execution = new StrategyExecution(strategy.name, offset, ids, account, out, settings.brackets);
    this.protectOnly = setup.protectOnly;
  }

  startEpoch(epoch: EpochStart, newSession: boolean): void {
    this.guard.bind(this.features.bind(epoch.instruments));
    this.tradeId = this.features.tradeId;
    this.features.reset(epoch);
    this.detector = this.strategy.regime.create();
    this.candles = 0;
    this.candleCloseUs = null;
    this.pending = undefined;
    this.nextClockDecisionUs = 0;
    this.newRisk.startEpoch(epoch, this.tradeId, newSession);
    if (newSession) this.execution.startSession(this.tradeId, this.trade.instrument);
  }

  onCandle(instrumentId: number, candle: Candle, session: SessionContext): void {
    this.features.onCandle(instrumentId, candle, session);
    if (instrumentId !== this.tradeId) return;
    this.detector.update(candle);
    this.candles += 1;
    this.candleCloseUs = candle.closeTimeUs;
  }

  reads(instrumentId: number, input: LiveInput): boolean {
    return this.guard.readsOf(instrumentId, input);
  }

  decideBetween(exchangeUs: number): void {
    this.features.refresh(this.context.instruments, exchangeUs);
    this.decide('clock');
  }

  forget(): void {
    this.pending = undefined;
  }

  /** A decision point. Outside the open phase nothing is decided and nothing recorded. */
  decide(trigger: Trigger): void {
    if (this.trade.phase !== Phase.open || this.context.nowUs > this.trade.context.closeUs) return;
    const features = this.features.row();
    const hold = (code: HoldCode, reason: string): void =>
      this.finish(trigger, features, { kind: 'hold', code, reason }, this.regime, undefined, []);
    const obstacle = this.obstacle();
    if (obstacle !== undefined) return hold(obstacle.code, obstacle.reason);
    const named = this.features.named(features);
    if ('missing' in named) return hold('featureNotReady', named.missing);
    const wrong = this.vector.obstacle();
    if (wrong !== undefined) return hold(wrong.code, wrong.reason);
    const regime = this.regime;
    if (regime.kind === 'undefined') return hold('regimeUndefined', regime.reason);
    const waiting: Pending = {
      requestSeq: this.context.seq,
      askedUs: this.context.nowUs,
      trigger,
      features,
      named: named.values,
      regime: copyOfRegime(regime),
      candleCloseUs: this.candleCloseUs,
    };
    if (this.strategy.model === undefined) return this.conclude(waiting, undefined, []);
    this.ask(waiting, regime.kind, hold);
  }

  onPrediction(event: PredictionReady): void {
    const pending = this.take(event.requestSeq);
    if (pending === undefined) return;
    const thresholds = this.thresholds![pending.regime.kind as TradedRegime];
    const gates = evaluateGates(pending.regime, event.prediction, thresholds);
    const failed = gates.find((gate) => !gate.passed);
    const results = gates.map(({ gate, value, limit, passed }): GateResult => ({ gate, value, limit, passed }));
    if (failed === undefined) return this.conclude(pending, event.prediction, results);
    const reason = `${failed.gate} ${failed.value} against ${failed.limit}`;
    const outcome = { kind: 'hold', code: failed.code, reason } as const;
    const { trigger, features, regime, candleCloseUs } = pending;
    this.finish(trigger, features, outcome, regime, event.prediction, results, candleCloseUs);
  }

  onPredictionTimedOut(event: PredictionTimedOut): void {
    const pending = this.take(event.requestSeq);
    if (pending === undefined) return;
    const code = event.reason === 'timeout' ? 'predictionTimedOut' : 'predictionFailed';
    const outcome = { kind: 'hold', code, reason: event.reason } as const;
    this.finish(pending.trigger, pending.features, outcome, pending.regime, undefined, [], pending.candleCloseUs);
  }

  get nearClose(): boolean {
    return this.context.nowUs >= this.trade.context.closeUs - this.limits.flattenBeforeCloseUs;
  }

  checkDeadline(): void {
    const { pending, context } = this;
    this.newRisk.watch(this.execution);
    if (pending === undefined || context.nowUs - pending.askedUs < context.settings.predictionTimeoutUs) return;
    const { requestSeq } = pending;
    this.onPredictionTimedOut({
      kind: 'predictionTimedOut',
      strategyId: this.strategy.name,
      requestSeq,
      reason: 'timeout',
    });
  }

  get openUs(): number {
    return this.trade.context.openUs;
  }

  private get trade(): InstrumentState {
    return this.context.instruments[this.tradeId]!;
  }

  private get regime(): Regime {
    return this.detector.regime;
  }

  /** What forbids any decision at present, before features and models are looked at. */
  private obstacle(): Obstacle | undefined {
    const { context, trade } = this;
    if (this.protectOnly !== undefined) return { code: 'protectOnly', reason: this.protectOnly };
    for (const reason of context.mutes.values()) return { code: 'muted', reason };
    if (context.state.kind === 'halted') return { code: 'halted', reason: context.state.reason };
    if (context.state.kind === 'reducing') return { code: 'reducing', reason: context.state.reason };
    if (this.nearClose)
      return { code: 'nearClose', reason: `flat ${this.strategy.risk.flattenBeforeClose} before the close` };
    const bad = this.guard.latched(context);
    if (bad !== undefined) return bad;
    if (!trade.hasPrice) return { code: 'noPrice', reason: `no trade of ${trade.instrument.symbol} yet` };
    const silentUs = context.nowUs - trade.lastMarketUs;
    if (silentUs > context.settings.staleAfterUs)
      return { code: 'staleData', reason: `no market event for ${silentUs / 1e6} s` };
    const stale = this.guard.passing(context);
    if (stale !== undefined || this.candles >= LEAST_CANDLES) return stale;
    return { code: 'warmingUp', reason: `${this.candles} of ${LEAST_CANDLES} candles` };
  }

  private ask(waiting: Pending, regime: TradedRegime, hold: (code: HoldCode, reason: string) => void): void {
    if (this.model === undefined) return hold('noModel', `model ${this.strategy.model} is not loaded`);
    const model = this.features.modelInputs();
    if ('missing' in model) return hold('missingInput', model.missing);
    const unlike = this.vector.unlikeTraining(model.inputs);
    if (unlike !== undefined) return hold(unlike.code, unlike.reason);
    if (this.pending !== undefined) return hold('predictionPending', `asked at seq ${this.pending.requestSeq}`);
    this.pending = waiting;
    const { name } = this.strategy;
    const request = { strategyId: name, requestSeq: waiting.requestSeq, regime, inputs: model.inputs };
    this.context.effects.push({ kind: 'predict', request });
  }

  private take(requestSeq: number): Pending | undefined {
    const { pending } = this;
    if (pending === undefined || pending.requestSeq !== requestSeq) return undefined;
    this.pending = undefined;
    return pending;
  }

  /** Everything stands: the strategy is asked, its wish becomes orders or a refusal. */
  private conclude(pending: Pending, prediction: Prediction | undefined, gates: readonly GateResult[]): void {
    const obstacle = this.obstacle();
    const wish: Wish = {
      context: this.context,
      runtime: this,
      trade: this.trade,
      named: pending.named,
      regime: pending.regime,
      prediction,
    };
    const outcome = obstacle === undefined ? actOn(wish) : ({ kind: 'hold', ...obstacle } as const);
    this.finish(pending.trigger, pending.features, outcome, pending.regime, prediction, gates, pending.candleCloseUs);
  }

  private finish(
    trigger: Trigger,
    { values, filled, kept }: FeatureRow,
    outcome: DecisionRecord['outcome'],
    regime: Regime,
    prediction: Prediction | undefined,
    gates: readonly GateResult[],
    candleCloseUs: number | null = this.candleCloseUs,
  ): void {
    const { context, trade } = this;
    const position = context.account.positionOf(this.strategy.name, this.tradeId);
    const averageTicks = position?.averageTicks;
    const inputs: DecisionInputs = {
      features: values,
      ...(filled === undefined ? {} : { filled }),
      regime: copyOfRegime(regime),
      prediction: prediction ?? null,
      position: {
        quantity: position?.quantity ?? 0,
        averagePrice: averageTicks === undefined ? null : averageTicks * trade.instrument.tick,
      },
      price: trade.hasPrice ? trade.lastPrice : null,
      candleCloseUs,
    };
    record(context, {
      index: context.decisions++,
      strategyId: this.strategy.name,
      epoch: context.epoch,
      seq: context.seq,
      timeUs: context.nowUs,
      trigger,
      inputs,
      gates,
      outcome,
      inputDigest: inputDigestOf(inputs, this.features.ids, kept),
    });
  }
}
