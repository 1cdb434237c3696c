// Takes records and events one by one, with the times a test gives them; gives what the engine decided, commanded and told.
import type { EpochStart } from '../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole, OrderStatus } from '../../src/core/account/order.ts';
import type { Candle } from '../../src/core/candles/candle.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import { Engine, type EngineEvent } from '../../src/core/engine/engine.ts';
import type { EngineSettings } from '../../src/core/engine/engine-context.ts';
import type { StrategySetup } from '../../src/core/engine/strategy-setup.ts';
import { warmupDigestOf } from '../../src/core/engine/warmup-digest.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { CONDITION_SHIFT, QUOTE_HAS_ASK, QUOTE_HAS_BID, TradeCondition } from '../../src/core/market/event-record.ts';
import { rootInstrument } from '../../src/core/market/instrument-table.ts';
import type { PredictionRequest } from '../../src/core/prediction/predictor.ts';
import type { RegimeDetectorSpec } from '../../src/core/regime/regime-detector.ts';
import { regimeOf } from './fixed-regime.ts';
import { at } from './tape.ts';

const wdo = rootInstrument('WDO');

export interface Alert {
  readonly severity: string;
  readonly code: string;
  readonly text: string;
}

export interface TradeChanges {
  readonly quantity?: number;
  readonly condition?: keyof typeof TradeCondition;
  /** Seconds after the open that stand on the trade; default when it was received. */
  readonly stampedS?: number;
}

/** One WDO session of ten hours at most; times are seconds after its open, prices points. Nothing is added to what a test says. */
export class EngineBench {
  readonly engine: Engine;
  readonly decisions: DecisionRecord[] = [];
  readonly commands: OrderCommand[] = [];
  readonly alerts: Alert[] = [];
  readonly requests: PredictionRequest[] = [];
  private readonly batch = new EventBatch(1);
  private seq = 1;
  private fills = 0;
  private nowS = -60;

  constructor(setups: readonly StrategySetup[], settings: Partial<EngineSettings> = {}) {
    this.engine = new Engine(setups, settings);
  }

  /** Begins an epoch with these warm-up records, `phaseAtStart` open unless told otherwise. */
  start(changes: Partial<EpochStart> = {}, warmup = new EventBatch(1)): this {
    this.event({
      kind: 'epochStart',
      epoch: 1,
      sessionDay: '2025-08-05',
      instruments: [
        {
          symbol: 'WDOU25',
          requested: 'WDOFUT',
          root: 'WDO',
          openUs: at(0),
          closeUs: at(36_000),
          phaseAtStart: 'open',
          daysToRoll: 18,
        },
      ],
      provenance: 'synthetic',
      sideSource: 'feed',
      warmup: [],
      warmupBars: 0,
      warmupDigest: warmupDigestOf(warmup),
      capitalBrl: 100_000,
      ...changes,
    });
    for (let index = 0; index < warmup.length; index++) this.process((batch) => batch.pushFrom(warmup, index));
    return this;
  }

  /** Lets time pass to these seconds after the open, received by us. */
  to(seconds: number): this {
    this.nowS = seconds;
    return this;
  }

  trade(price: number, { quantity = 1, condition = 'regular', stampedS = this.nowS }: TradeChanges = {}): this {
    const flags = TradeCondition[condition] << CONDITION_SHIFT;
    return this.process((batch) => batch.pushTrade(0, at(stampedS), price, quantity, flags, 0, 0, 0));
  }

  quote(bid: number, ask: number, stampedS = this.nowS): this {
    return this.process((batch) => batch.pushQuote(0, at(stampedS), QUOTE_HAS_BID | QUOTE_HAS_ASK, bid, ask, 0, 0));
  }

  tick(): this {
    return this.process((batch) => batch.pushClockTick(at(this.nowS)));
  }

  event(event: EngineEvent): this {
    return this.process((batch) => batch.pushPayload(event, at(this.nowS)));
  }

  /** Any record; it is given its seq and its received time. */
  process(push: (batch: EventBatch) => void): this {
    const { batch, engine } = this;
    batch.clear();
    push(batch);
    batch.stamp(0, this.seq++, at(this.nowS));
    engine.process(batch, 0);
    for (const effect of engine.effects) {
      if (effect.kind === 'decision') this.decisions.push(effect.record);
      else if (effect.kind === 'command') this.commands.push(effect.command);
      else if (effect.kind === 'alert') this.alerts.push(effect);
      else if (effect.kind === 'predict') this.requests.push(effect.request);
    }
    engine.effects.length = 0;
    return this;
  }

  /** The venue fills an order at a price. */
  fill(request: OrderRequest, quantity: number, price: number, changes: Partial<Fill> = {}): this {
    const { clientOrderId, strategyId, instrumentId, side } = request;
    return this.event({
      kind: 'fill',
      fillId: `${++this.fills}`,
      clientOrderId,
      strategyId,
      instrumentId,
      side,
      quantity,
      price,
      costsE4: 0,
      exchangeTimeUs: at(this.nowS),
      aggressor: true,
      ...changes,
    });
  }

  answer({ clientOrderId }: OrderRequest, status: OrderStatus): this {
    const filledQuantity = this.engine.context.account.order(clientOrderId)?.filledQuantity ?? 0;
    return this.event({ kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason: undefined });
  }

  /** The last order of a role, of one strategy where it is named. */
  last(role: OrderRole, strategyId?: string): OrderRequest {
    for (const command of this.commands.toReversed()) {
      if (command.kind !== 'submit' || command.request.role !== role) continue;
      if (strategyId === undefined || command.request.strategyId === strategyId) return command.request;
    }
    throw new Error(`no ${role} was sent`);
  }

  get codes(): readonly string[] {
    return this.alerts.map(({ code }) => code);
  }
}

/** Minutes of warm-up at one price, the last one ending at the open, as records of one span. */
export function warmupMinutes(minutes: number, price = 5500, span = 0): EventBatch {
  const batch = new EventBatch(minutes);
  for (let minute = minutes - 1; minute >= 0; minute--) pushWarmupBar(batch, minute * 60, 60, price, span);
  return batch;
}

/** One warm-up bar that ends so many seconds before the open. */
export function pushWarmupBar(out: EventBatch, beforeS: number, intervalS: number, price: number, span: number): void {
  const ticks = price / wdo.tick;
  out.pushBar(0, at(-beforeS), 1 | (span << 1), ticks, ticks, ticks, ticks, 10, 5, intervalS);
}

/** A regime that is always a trend up, and the closed candles that it was told of. */
export function recordedCandles(): { readonly regime: RegimeDetectorSpec; readonly candles: Candle[] } {
  const candles: Candle[] = [];
  const update = (candle: Candle): void => void candles.push({ ...candle });
  const create = () => ({ regime: regimeOf('trend_up'), warmup: 0, settled: 0, update });
  return { regime: { id: 'recorded', parameters: {}, create }, candles };
}

/** A session of the bench that has begun, with an hour of warm-up minutes and a first trade at 5500. */
export function readyBench(setups: readonly StrategySetup[], settings: Partial<EngineSettings> = {}): EngineBench {
  const bench = new EngineBench(setups, settings);
  bench.start({ warmup: [{ candle: '1m', instrumentId: 0, bars: 60 }], warmupBars: 60 }, warmupMinutes(60));
  return bench.to(1).trade(5500);
}

/** A trade at the end of the minute and a tick after it: a decision falls. */
export function endMinute(bench: EngineBench, minute: number, price = 5500): EngineBench {
  return bench
    .to(minute * 60 - 0.5)
    .trade(price)
    .to(minute * 60 + 0.5)
    .tick();
}

/** The entry of the first minute filled at 5500 and both legs of its bracket working. */
export function holding(setups: readonly StrategySetup[], settings: Partial<EngineSettings> = {}): EngineBench {
  const bench = endMinute(readyBench(setups, settings), 1).to(61);
  const entry = bench.last('entry');
  bench.fill(entry, entry.quantity, 5500);
  return bench.answer(bench.last('stop'), 'working').answer(bench.last('target'), 'working');
}
