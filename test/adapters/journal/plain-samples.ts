// Makes plain decisions, commands, fills and trades for a journal; also used by the child process of the crash test.

import type { JournalledEvent } from '../../../src/adapters/journal/restore-fields.ts';
import type { Fill } from '../../../src/core/account/order.ts';
import type { DecisionRecord } from '../../../src/core/engine/decision-record.ts';
import type { Journal } from '../../../src/core/engine/journal.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';

export const START_US = 1_754_395_200_000_000;

export function sampleDecision(index: number, change: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    index,
    strategyId: 'wdo-regime',
    epoch: 1,
    seq: 100 + index,
    timeUs: START_US + index * 60_000_000,
    trigger: 'candle',
    inputs: {
      features: { emaSlope_20: 0.1 + index / 3, 'bollinger(p=20,k=2.5)': -0, volatility_20: null },
      regime: {
        kind: 'range',
        confidence: 0.7,
        strength: undefined,
        ageCandles: 3,
        reason: 'adx below 20',
        atr: 4.25,
        nearSupport: true,
        nearResistance: undefined,
      },
      prediction: {
        direction: 0.3,
        magnitude: 0.0004,
        confidence: 0.8,
        probabilities: { down: 0.2, flat: 0.3, up: 0.5 },
        members: [{ file: 'a.onnx', weight: 1, direction: 0.3, magnitude: undefined }],
      },
      position: { quantity: 0, averagePrice: null },
      price: 5432.5,
      candleCloseUs: START_US + index * 60_000_000,
    },
    gates: [
      { gate: 'regimeConfidence', value: 0.7, limit: 0.6, passed: true },
      { gate: 'probability', value: 0.5, limit: 0.55, passed: false },
    ],
    outcome: { kind: 'hold', code: 'lowProbability', reason: 'P(up) 0.5 is below 0.55' },
    inputDigest: '0123456789abcdef0123456789abcdef',
    ...change,
  };
}

export function sampleCommand(index: number): OrderCommand {
  if (index % 4 === 3) return { kind: 'cancel', seq: 100 + index, clientOrderId: `1-${index}-0`, reason: 'moved away' };
  const isStop = index % 2 === 0;
  return {
    kind: 'submit',
    seq: 100 + index,
    request: {
      clientOrderId: `1-${index}-0`,
      strategyId: 'wdo-regime',
      instrumentId: 0,
      side: 'buy',
      type: isStop ? 'stopLimit' : 'market',
      role: 'entry',
      quantity: 1,
      price: isStop ? 5432.5 : undefined,
      stopPrice: isStop ? 5430 : undefined,
      bracketId: isStop ? 'b1' : undefined,
    },
    bracket: isStop ? { stopPrice: 5427.5, stopLimitPrice: 5417.5, targetPrice: 5442.5 } : undefined,
  };
}

export function sampleFill(index: number): Fill {
  return {
    kind: 'fill',
    fillId: `f${index}`,
    clientOrderId: `1-${index}-0`,
    strategyId: 'wdo-regime',
    instrumentId: 0,
    side: 'buy',
    quantity: 1,
    price: 5432.5 + index / 2,
    costsE4: 5400,
    exchangeTimeUs: START_US + index,
    aggressor: true,
  };
}

/** A batch of plain trades with ascending seq. */
export function tradesBatch(count: number, firstSeq = 1): EventBatch {
  const batch = new EventBatch(count);
  for (let k = 0; k < count; k++) {
    const index = batch.pushTrade(0, START_US + k, 5400 + (k % 50) / 2, 1 + (k % 5), 1, k, 3, 72);
    batch.stamp(index, firstSeq + k, START_US + k);
  }
  return batch;
}

/** Journals one event as the loop does. */
export function journalEvent(journal: Journal, payload: JournalledEvent, seq: number): void {
  const batch = new EventBatch(1);
  batch.stamp(batch.pushPayload(payload, 0), seq, START_US + seq);
  journal.event(batch, 0);
}
