// The parsed models/<name>/model.json: members, inputs in order, thresholds per regime, training facts.

import type { Provenance, SideSource } from '../market/provenance.ts';
import type { RegimeKind } from '../regime/regime.ts';
import type { InputProfile } from './input-profile.ts';

/** Beside a model. */
export const RECIPE_FILE = 'recipe.json';

export type TradedRegime = Exclude<RegimeKind, 'undefined'>;

export interface ModelMember {
  /** File name inside the model's folder. */
  readonly file: string;
  readonly sha256: string;
  readonly weight: number;
  /** Regimes in which the member is asked. */
  readonly regimes: readonly TradedRegime[];
  /** `direction`: output [N,3] = P(down), P(flat), P(up). `magnitude`: output [N,1] = expected absolute return. */
  readonly role: 'direction' | 'magnitude';
}

/** What a signal must pass in one regime. All are lower bounds. */
export interface RegimeThresholds {
  /** Confidence of the regime, 0..1. */
  readonly regimeConfidence: number;
  /** P(side), 0..1. */
  readonly probability: number;
  /** abs(direction), 0..1. */
  readonly direction: number;
  /** Expected absolute return, a fraction. */
  readonly magnitude: number;
  /** Agreement of the members, 0..1. */
  readonly confidence: number;
}

/** The cells that made a model. What sliders and boxes of a page did in between is not in it: running the notebook again is what shows it. */
export interface NotebookRecord {
  /** Relative to the home folder or to the package, with `/`; absent where the front end did not tell it. */
  readonly path?: string | undefined;
  /** sha256 of the source of each code cell that had run in the session when the model was exported, in the order in which they ran. */
  readonly cells: readonly string[];
  /** What the run was given in place of the cell tagged `parameters`, as JSON; absent where nothing. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export interface ModelManifest {
  /** 2 where there is a profile, 1 where there is none. */
  readonly schemaVersion: 1 | 2;
  readonly name: string;
  readonly members: readonly ModelMember[];
  /** Feature ids in the order of the ONNX input `features` float32 [N, inputs]. */
  readonly inputs: readonly string[];
  /** sha256 over ids, order, parameters and versions of the inputs. */
  readonly schemaHash: string;
  readonly horizonCandles: number;
  /** Candle interval it was trained on, e.g. `1m`. */
  readonly candle: string;
  /** Candles before each session that state started from in training; a run starts from at least as many. */
  readonly warmupCandles: number;
  /** The regime detector whose kinds the members were trained under; a strategy must use the same. */
  readonly regimeDetector: { readonly id: string; readonly parameters: Readonly<Record<string, number>> };
  /** Text of the confidence formula, for people. */
  readonly confidenceFormula: string;
  /** Named threshold presets; `fitted` is the default, `mission` the conservative one. */
  readonly thresholds: Readonly<Record<string, Readonly<Record<TradedRegime, RegimeThresholds>>>>;
  /** Smallest and largest value of each input in training, in input order. */
  readonly ranges: readonly (readonly [number, number])[];
  /** What the inputs were like in training; without it they are judged by `ranges` only. */
  readonly profile?: InputProfile | undefined;
  readonly provenance: Provenance;
  readonly sideSource: SideSource;
  /** First and last session day of training and of validation. */
  readonly training: { readonly from: string; readonly to: string };
  readonly validation: { readonly from: string; readonly to: string };
  readonly datasets: readonly {
    readonly path: string;
    readonly sha256: string;
    /** Parts among them that the quality gate had refused, where it was said that they may be used all the same. */
    readonly refusedParts?: number | undefined;
  }[];
  /** Golden vectors, computed outside the ONNX runtime. */
  readonly golden: { readonly file: string; readonly sha256: string; readonly tolerance: number };
  /** How it was trained, in a form that trains it again; absent where nobody wrote that down. Trading does not read it. */
  readonly recipe?: { readonly file: typeof RECIPE_FILE; readonly sha256: string } | undefined;
  /** Absent where it was exported by no cell of a notebook. Trading does not read it. */
  readonly notebook?: NotebookRecord | undefined;
}
