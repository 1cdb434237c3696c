// A row of the journal's decisions in; the decision as the page shows it out.

import { restoreGates, restoreInputs } from '../../adapters/journal/restore-fields.ts';
import type { DecisionInputs, DecisionOutcome, GateResult } from '../../core/engine/decision-record.ts';
import type { DecisionRow, PredictionRow } from '../view/decision-row.ts';
import type { SqlRow } from './journal-rows.ts';

export interface ReadDecision {
  readonly row: DecisionRow;
  /** Age in candles of each value that was carried on. */
  readonly filled: Readonly<Record<string, number>>;
}

/** Throws where the row holds something else than a decision. */
export function decisionRowOf(row: SqlRow): ReadDecision {
  const inputs = restoreInputs(JSON.parse(row.inputs as string) as DecisionInputs);
  const gates = restoreGates(JSON.parse(row.gates as string) as readonly GateResult[]);
  const outcome = JSON.parse(row.outcome as string) as DecisionOutcome;
  const { regime, prediction, position, price, features, filled = {} } = inputs;
  return {
    filled,
    row: {
      ...{ id: row.id as number, seq: row.seq as number, timeUs: row.time_us as number },
      strategy: row.strategy_id as string,
      trigger: row.trigger as DecisionRow['trigger'],
      outcome: outcome.kind,
      holdCode: outcome.kind === 'hold' ? outcome.code : null,
      reason: outcome.reason,
      entry: outcome.kind === 'enter' ? entryOf(outcome) : null,
      gates: gates.map(({ gate, value, limit, passed }) => ({ gate, value, limit, passed })),
      regime:
        regime === null
          ? null
          : { kind: regime.kind, confidence: regime.confidence, ageCandles: regime.ageCandles, reason: regime.reason },
      prediction: prediction === null ? null : predictionOf(prediction),
      price,
      position: position.quantity,
      features,
    },
  };
}

function entryOf({
  side,
  quantity,
  entryPrice,
  stopPrice,
  targetPrice,
}: Extract<DecisionOutcome, { kind: 'enter' }>): DecisionRow['entry'] {
  return { side, quantity, entryPrice, stopPrice, targetPrice };
}

function predictionOf({
  direction,
  magnitude,
  confidence,
  probabilities: { down, flat, up },
}: NonNullable<DecisionInputs['prediction']>): PredictionRow {
  return {
    ...{ direction, magnitude, confidence },
    ...{ probabilityDown: down, probabilityFlat: flat, probabilityUp: up },
  };
}
