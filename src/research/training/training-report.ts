// Takes what was trained and what it says on the validation part; gives the figures of training.json.

import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { ModelManifest, RegimeThresholds, TradedRegime } from '../../core/prediction/model-manifest.ts';
import { type GateValues, gates, passes } from './gate-values.ts';
import { type MemberLoss, memberLoss } from './member-loss.ts';
import type { SessionSplit } from './split-sessions.ts';
import { rowsOf, type TrainedMember } from './train-member.ts';
import type { TrainingRows } from './training-rows.ts';

export interface MemberReport {
  readonly file: string;
  readonly rows: number;
  readonly l2: number;
  /** Newton steps, of direction members. */
  readonly iterations: number | null;
  readonly training: MemberLoss;
  readonly validation: MemberLoss;
}

/** How many validation candles of a regime pass, and how the price moved after those. */
export interface PassReport {
  readonly candles: number;
  /** Share of the candles that pass each gate by itself. */
  readonly passing: Readonly<Record<keyof RegimeThresholds, number>>;
  /** Share that passes all of them. */
  readonly passingAll: number;
  readonly passed: number;
  /** Mean move in the predicted direction after those that pass all, before costs, a fraction; null when none does. */
  readonly meanReturn: number | null;
}

/** What the labels, the split and the thresholds were made with. */
export interface ReportedSettings {
  readonly warmupCandles: number;
  readonly horizonCandles: number;
  readonly neutralPoints: number;
  readonly costPoints: number;
  readonly passShare: number;
  readonly validationShare: number;
  readonly embargoSessions: number;
}

export interface TrainingReport {
  readonly schemaVersion: 1;
  readonly settings: ReportedSettings;
  readonly rows: { readonly training: number; readonly validation: number };
  readonly leftOut: TrainingRows['leftOut'];
  /** Rows of the training part labelled down, flat and up. */
  readonly classes: readonly [number, number, number];
  readonly members: readonly MemberReport[];
  /** By preset and regime, on the validation part. Thresholds were fitted on these same candles. */
  readonly passes: Readonly<Record<string, Readonly<Record<TradedRegime, PassReport>>>>;
}

export function trainingReport(
  rows: TrainingRows,
  split: SessionSplit,
  trained: readonly TrainedMember[],
  values: readonly GateValues[],
  thresholds: ModelManifest['thresholds'],
  settings: ReportedSettings,
): TrainingReport {
  const { warmupCandles, horizonCandles, neutralPoints, costPoints, passShare, validationShare, embargoSessions } =
    settings;
  const classes: [number, number, number] = [0, 0, 0];
  for (const row of split.training.rows) classes[rows.direction[row]!]! += 1;
  const byRegime = (presets: Readonly<Record<TradedRegime, RegimeThresholds>>) =>
    Object.fromEntries(
      tradedRegimes.map((regime) => [regime, passReport(rows, values, regime, presets[regime])]),
    ) as Record<TradedRegime, PassReport>;
  return {
    schemaVersion: 1,
    settings: { warmupCandles, horizonCandles, neutralPoints, costPoints, passShare, validationShare, embargoSessions },
    rows: { training: split.training.rows.length, validation: split.validation.rows.length },
    leftOut: rows.leftOut,
    classes,
    members: trained.map((member) => memberReport(member, rows, split)),
    passes: Object.fromEntries(Object.entries(thresholds).map(([preset, byName]) => [preset, byRegime(byName)])),
  };
}

function memberReport(member: TrainedMember, rows: TrainingRows, split: SessionSplit): MemberReport {
  const { recipe } = member;
  const training = rowsOf(recipe, rows, split.training.rows);
  const validation = rowsOf(recipe, rows, split.validation.rows);
  return {
    file: `${recipe.name}.onnx`,
    rows: member.rows,
    l2: recipe.l2,
    iterations: member.kind === 'direction' ? member.iterations : null,
    training: memberLoss(member, rows, training, training),
    validation: memberLoss(member, rows, training, validation),
  };
}

/** Of the values of one regime among `values`; one at least. */
export function passReport(
  { forwardReturn }: Pick<TrainingRows, 'forwardReturn'>,
  values: readonly GateValues[],
  regime: TradedRegime,
  thresholds: RegimeThresholds,
): PassReport {
  const here = values.filter((each) => each.regime === regime);
  const passed = here.filter((each) => passes(each, thresholds));
  let sum = 0;
  for (const each of passed) sum += Math.sign(each.signedDirection) * forwardReturn[each.row]!;
  const share = (gate: keyof RegimeThresholds) =>
    here.filter((each) => each[gate] >= thresholds[gate]).length / here.length;
  return {
    candles: here.length,
    passing: Object.fromEntries(gates.map((gate) => [gate, share(gate)])) as PassReport['passing'],
    passingAll: passed.length / here.length,
    passed: passed.length,
    meanReturn: passed.length === 0 ? null : sum / passed.length,
  };
}
