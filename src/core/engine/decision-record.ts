// One decision as it is journalled, compared in a replay and shown to a person: inputs, gates, outcome, commands.

import type { Prediction } from '../prediction/prediction.ts';
import type { Regime } from '../regime/regime.ts';
import type { HoldCode } from '../signal/hold-code.ts';

/** One condition that a signal had to pass. */
export interface GateResult {
  readonly gate: string;
  readonly value: number;
  readonly limit: number;
  readonly passed: boolean;
}

export interface DecisionInputs {
  /** Value of each feature, null where it was not ready. */
  readonly features: Readonly<Record<string, number | null>>;
  /** Age in candles of each feature whose value was carried on from an earlier candle, by its policy; absent where none was. */
  readonly filled?: Readonly<Record<string, number>>;
  readonly regime: Regime | null;
  readonly prediction: Prediction | null;
  /** Signed contracts of the strategy, and points per contract. */
  readonly position: { readonly quantity: number; readonly averagePrice: number | null };
  /** Last traded price in points. */
  readonly price: number | null;
  /** End of the last closed candle, microseconds UTC. */
  readonly candleCloseUs: number | null;
}

export type DecisionOutcome =
  | { readonly kind: 'hold'; readonly code: HoldCode; readonly reason: string }
  | { readonly kind: 'flat'; readonly reason: string }
  | {
      readonly kind: 'enter';
      readonly side: 'buy' | 'sell';
      readonly quantity: number;
      /** Points on the grid. */
      readonly entryPrice: number;
      readonly stopPrice: number;
      readonly targetPrice: number;
      readonly reason: string;
    };

export interface DecisionRecord {
  /** 0-based, per session. */
  readonly index: number;
  readonly strategyId: string;
  /** Epoch of the engine it was taken in. */
  readonly epoch: number;
  /** The event whose processing took it, and its received time. */
  readonly seq: number;
  readonly timeUs: number;
  /** candle: an interval ended; clock: every N seconds. A decision with a model is recorded when the answer arrives. */
  readonly trigger: 'candle' | 'clock';
  readonly inputs: DecisionInputs;
  readonly gates: readonly GateResult[];
  readonly outcome: DecisionOutcome;
  /** 128-bit hex digest of the inputs. */
  readonly inputDigest: string;
}
