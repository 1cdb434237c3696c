// The features of a decision in; the first that is stood in for, out of its range, frozen or unlike training, in words, out.

import { InputJudge, shown } from '../prediction/input-validation.ts';
import { outsideTraining } from '../prediction/model-checks.ts';
import type { ModelManifest } from '../prediction/model-manifest.ts';
import type { Obstacle } from './input-guard.ts';
import type { StrategyFeatures } from './strategy-features.ts';

/** An input may leave its range in training by this share of the range's width before the model is not asked. */
const TRAINING_RANGE_SLACK = 0.1;
/** Room for the rounding of sums beyond a declared range, as a share of its width. */
const RANGE_ROUNDING = 1e-6;
/**
 * Candles in which the close moved and a feature did not. Without a profile: its warm-up, over which a window may rightly hold still,
 * and these. With one: twice the longest of training, and these.
 */
const FROZEN_CANDLES = 20;
const FROZEN_FACTOR = 2;

export class VectorCheck {
  private readonly features: StrategyFeatures;
  private readonly model: ModelManifest | undefined;
  private readonly judge: InputJudge | undefined;
  /** By column: candles it may stay the same; Infinity where it may for ever. */
  private readonly frozenAfter: Float64Array;
  /** By column: the least and most it can be, with room for rounding. */
  private readonly least: Float64Array;
  private readonly most: Float64Array;
  private readonly filledShareMost: number;

  constructor(features: StrategyFeatures, model: ModelManifest | undefined, filledShareMost: number) {
    this.features = features;
    this.model = model;
    this.filledShareMost = filledShareMost;
    const bound = (end: 0 | 1): Float64Array =>
      Float64Array.from(features.columns, ({ spec: { meta } }) => {
        if (meta.range === undefined) return end === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
        const slack = RANGE_ROUNDING * (meta.range[1] - meta.range[0]);
        return end === 0 ? meta.range[0] - slack : meta.range[1] + slack;
      });
    this.least = bound(0);
    this.most = bound(1);
    const profile = model?.profile;
    this.judge = profile === undefined ? undefined : new InputJudge(model!.inputs, profile);
    this.frozenAfter = Float64Array.from(features.columns, ({ id, spec: { meta } }) => {
      const facts = profile?.inputs[model!.inputs.indexOf(id)];
      if (facts !== undefined) return FROZEN_FACTOR * facts.unchangedMost + FROZEN_CANDLES;
      const readsMarket = meta.inputs.some((input) => input !== 'clock' && input !== 'sessions');
      return meta.scale === 'continuous' && readsMarket ? meta.warmup + FROZEN_CANDLES : Number.POSITIVE_INFINITY;
    });
  }

  /** Of all columns that are ready, whether a model reads them or not. */
  obstacle(): Obstacle | undefined {
    const { features, filledShareMost } = this;
    if (features.filledShare > filledShareMost) return this.tooManyFilled();
    for (let column = 0; column < features.columns.length; column++) {
      const value = features.at(column);
      if (value === undefined) continue;
      if (!(value >= this.least[column]! && value <= this.most[column]!)) return this.outOfRange(column, value);
      if (features.unchangedCandles(column) > this.frozenAfter[column]!) return this.frozen(column, value);
    }
    return undefined;
  }

  /** Of the model's inputs. */
  unlikeTraining(inputs: Float32Array): Obstacle | undefined {
    const { model, judge } = this;
    if (model === undefined) return undefined;
    const outside = outsideTraining(inputs, model.ranges, TRAINING_RANGE_SLACK);
    if (outside < 0) return judge?.judge(inputs);
    const id = model.inputs[outside]!;
    if (judge === undefined) return { code: 'outsideTraining', reason: id };
    const [low, high] = model.ranges[outside]!;
    const reason = `${id} is ${shown(inputs[outside]!)}, in training it was ${shown(low)} to ${shown(high)}`;
    return { code: 'outsideTraining', reason };
  }

  private outOfRange(column: number, value: number): Obstacle {
    const { id, spec } = this.features.columns[column]!;
    const [low, high] = spec.meta.range!;
    return { code: 'outOfRange', reason: `${id} is ${shown(value)}, which is not within ${low} to ${high}` };
  }

  private frozen(column: number, value: number): Obstacle {
    const { features } = this;
    const candles = features.unchangedCandles(column);
    const reason = `${features.columns[column]!.id} has been ${shown(value)} for ${candles} candles in which the price moved; at most ${this.frozenAfter[column]!} are plausible`;
    return { code: 'frozenInput', reason };
  }

  private tooManyFilled(): Obstacle {
    const filled = Object.entries(this.features.filled() ?? {});
    const oldest = filled.sort(([, a], [, b]) => b - a).slice(0, 4);
    const named = oldest.map(([id, candles]) => `${id} of ${candles} candles ago`).join(', ');
    const most = Math.round(100 * this.filledShareMost);
    const reason = `${filled.length} of ${this.features.columns.length} features stand in with old values (${named}); at most ${most} % may`;
    return { code: 'tooManyFilled', reason };
  }
}
