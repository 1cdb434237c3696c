// The loop of every mode: events from the exchange through the engine, its effects performed in order, until the session ends.

import type { FallibleJournal } from '../adapters/journal/fallible-journal.ts';
import type { Effect } from '../core/engine/effect.ts';
import type { Engine } from '../core/engine/engine.ts';
import type { EventCursor, Exchange } from '../core/engine/exchange.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../core/market/event-batch.ts';
import type { PredictionReady, PredictionTimedOut } from '../core/prediction/prediction.ts';
import type { PredictionRequest, Predictor } from '../core/prediction/predictor.ts';
import type { RunObserver } from './run-observer.ts';

export interface Drive {
  readonly engine: Pick<Engine, 'process' | 'effects' | 'context'>;
  readonly exchange: Exchange;
  /** Looked at between batches of events: what it failed at meanwhile ends the run. */
  readonly journal: FallibleJournal;
  /** By strategy name; a strategy without a model has none. */
  readonly predictors: ReadonlyMap<string, Predictor>;
  readonly observer?: RunObserver;
  /** Asked between batches of events; true ends the run where it is. */
  readonly stopped?: () => boolean;
}

/** Events between two looks at `stopped`. */
const LOOK_EVERY = 65_536;

/**
 * Runs until the exchange has no more. Whatever the engine or an adapter throws ends the run and is thrown on, and so is what the
 * journal failed at while nobody called it.
 */
export async function drive(parts: Drive): Promise<void> {
  const { engine, exchange, journal } = parts;
  const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
  const { effects } = engine;
  let untilLook = LOOK_EVERY;
  do {
    while (exchange.advance(cursor)) {
      journal.event(cursor.batch, cursor.index);
      engine.process(cursor.batch, cursor.index);
      if (effects.length > 0) {
        const wait = perform(parts, effects);
        effects.length = 0;
        if (wait !== undefined) await wait;
      }
      parts.observer?.onEvent(cursor.batch, cursor.index);
      untilLook -= 1;
      if (untilLook === 0) {
        untilLook = LOOK_EVERY;
        if (isOver(parts)) return;
      }
    }
    if (isOver(parts)) return;
  } while (await exchange.more());
}

function isOver({ journal, stopped }: Drive): boolean {
  if (journal.failure !== undefined) throw journal.failure;
  return stopped?.() === true;
}

/** Decisions and alerts are journalled, then commands, durably, and only then anything leaves. */
function perform(parts: Drive, effects: readonly Effect[]): Promise<unknown> | undefined {
  const { engine, exchange, journal, observer } = parts;
  const commands: OrderCommand[] = [];
  for (const effect of effects) {
    if (effect.kind === 'decision') {
      journal.decision(effect.record);
      observer?.onDecision(effect.record);
    } else if (effect.kind === 'alert') {
      const { seq, nowUs } = engine.context;
      journal.alert(seq, nowUs, effect.severity, effect.code, effect.text);
      observer?.onAlert(nowUs, effect.severity, effect.code, effect.text);
    } else if (effect.kind === 'command') commands.push(effect.command);
  }
  if (commands.length > 0) {
    journal.commands(commands);
    for (const command of commands) {
      exchange.submit(command);
      observer?.onCommand(command);
    }
  }
  const waits: Promise<unknown>[] = [];
  for (const effect of effects) {
    if (effect.kind === 'wake') exchange.wake(effect.timeUs);
    else if (effect.kind === 'predict') {
      const wait = exchange.deliver(answer(parts.predictors.get(effect.request.strategyId), effect.request));
      if (wait !== undefined) waits.push(wait);
    }
  }
  return waits.length === 0 ? undefined : Promise.all(waits);
}

async function answer(predictor: Predictor | undefined, request: PredictionRequest): Promise<PayloadEvent> {
  const { strategyId, requestSeq } = request;
  const result = await predictor?.predict(request);
  if (result?.kind === 'prediction') {
    const ready: PredictionReady = { kind: 'predictionReady', strategyId, requestSeq, prediction: result.prediction };
    return ready;
  }
  const reason = result?.reason ?? 'no model is loaded';
  const failed: PredictionTimedOut = { kind: 'predictionTimedOut', strategyId, requestSeq, reason };
  return failed;
}
