// What a model card says, as plain data: the same in Markdown, in a notebook and in card.json.

import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { Gate } from '../overfitting/gate.ts';
import type { Finding } from '../statistics/finding.ts';
import type { RegimeEvidence } from './regime-evidence.ts';

/** Whether there is an edge after costs. `says` is one sentence; `because` is what stands against a claim, empty where there is one. */
export interface CardVerdict {
  readonly hasEdge: boolean;
  readonly says: string;
  readonly because: readonly string[];
}

/** A run of the exported files; money in BRL. */
export interface CardBacktest {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** Days that the training had seen too. */
  readonly daysOfTraining: number;
  readonly trades: number;
  readonly netBrl: number;
  readonly netAtDoubledCostsBrl: number;
  /** By case of `stressTest`. */
  readonly stress: readonly { readonly name: string; readonly trades: number; readonly netBrl: number }[];
  /** Share of draws of entries by lot that earn as much, and of shuffled answers; undefined where there was nothing to draw. */
  readonly randomEntriesP: number | undefined;
  readonly shuffledModelP: number | undefined;
}

export interface CardTrials {
  readonly compared: number;
  readonly uncompared: number;
  /** Independent trials that they are worth. */
  readonly effective: number;
  readonly gates: readonly Gate[];
}

export interface CardFacts {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly verdict: CardVerdict;
  /** In words: what is predicted. */
  readonly labels: string;
  readonly costPoints: number;
  readonly manifest: Pick<
    ModelManifest,
    'candle' | 'horizonCandles' | 'inputs' | 'provenance' | 'training' | 'datasets' | 'regimeDetector' | 'schemaHash'
  >;
  readonly rows: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly members: readonly {
    readonly name: string;
    readonly kind: string;
    readonly role: string;
    readonly calibration: string;
    readonly weights: Readonly<Record<string, number>>;
    readonly trainedOn: number;
  }[];
  /** Largest first; undefined where nobody measured. */
  readonly importance: readonly { readonly input: string; readonly value: number }[] | undefined;
  readonly byRegime: readonly RegimeEvidence[];
  /** Mean over the lines of `ensemble.statistics`. */
  readonly calibrationError: number | undefined;
  readonly backtest: CardBacktest | undefined;
  readonly trials: CardTrials | undefined;
  readonly distrust: readonly Pick<Finding, 'severity' | 'message'>[];
}
