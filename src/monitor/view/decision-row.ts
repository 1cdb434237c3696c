// One decision with what led to it: inputs, each condition with value and limit, outcome and reason.

/** A condition of the signal. */
export interface GateRow {
  readonly gate: string;
  readonly value: number;
  readonly limit: number;
  readonly passed: boolean;
}

export interface PredictionRow {
  /** P(up) − P(down), −1..1. */
  readonly direction: number;
  /** Expected absolute return, a fraction. */
  readonly magnitude: number;
  readonly confidence: number;
  readonly probabilityDown: number;
  readonly probabilityFlat: number;
  readonly probabilityUp: number;
}

export interface RegimeRow {
  readonly kind: 'trend_up' | 'trend_down' | 'range' | 'undefined';
  readonly confidence: number;
  readonly ageCandles: number;
  readonly reason: string;
}

export interface DecisionRow {
  /** Of the journal, from 1: what paging counts by. */
  readonly id: number;
  readonly seq: number;
  readonly timeUs: number;
  readonly strategy: string;
  readonly trigger: 'candle' | 'clock';
  readonly outcome: 'hold' | 'flat' | 'enter';
  /** Only of a hold. */
  readonly holdCode: string | null;
  readonly reason: string;
  readonly entry: EntryPlanRow | null;
  readonly gates: readonly GateRow[];
  /** Null where it was not ready. */
  readonly regime: RegimeRow | null;
  readonly prediction: PredictionRow | null;
  /** Last traded price, points. */
  readonly price: number | null;
  /** Signed contracts held when it was taken. */
  readonly position: number;
  /** Values of the features by their name; null where not ready. */
  readonly features: Readonly<Record<string, number | null>>;
}

export interface EntryPlanRow {
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  /** Points. */
  readonly entryPrice: number;
  readonly stopPrice: number;
  readonly targetPrice: number;
}

/** Holds of a span of time, counted by their code. */
export interface HoldRow {
  readonly fromUs: number;
  readonly toUs: number;
  readonly decisions: number;
  readonly holds: Readonly<Record<string, number>>;
}
