// A recipe and the strategy that its model is for in; the recipe with nothing left open, and the features and detector it names, out.

import { UserError } from '../../adapters/user-error.ts';
import { featureById, nearestFeatureIds } from '../../core/catalogue/catalogue.ts';
import { LEAST_CANDLES, specOfInput, TRADE_ROLE } from '../../core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import type { RegimeDetectorSpec } from '../../core/regime/regime-detector.ts';
import type { Strategy } from '../../core/signal/strategy.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';
import type { ModelRecipe } from './model-recipe.ts';
import { recipeDetector } from './recipe-detector.ts';
import { labelFeatures } from './recipe-labels.ts';

type Left = 'instrument' | 'candle' | 'features' | 'warmupCandles' | 'warmupAcrossRoll' | 'regime';

/** What a model folder holds: without a strategy beside it the same model comes out, own features and detectors aside. */
export type CompleteRecipe = ModelRecipe & { readonly [F in Left]-?: Exclude<ModelRecipe[F], undefined> };

export interface RecipeParts {
  readonly recipe: CompleteRecipe;
  /** In the order of the recipe's features. */
  readonly inputs: readonly FeatureSpec[];
  /** Those, and what distances of labels are multiples of. */
  readonly specs: readonly FeatureSpec[];
  readonly detector: RegimeDetectorSpec;
  /** Of the instrument, or as the recipe says. */
  readonly tickPoints: number;
}

/**
 * What a strategy says must be what its model is trained for. UserErrors: `recipe-strategy` (another candle or other rolls), `recipe-regime`,
 * `recipe-feature`, `recipe-incomplete` (left open, and no strategy says it).
 */
export function completeRecipe(given: ModelRecipe, strategy: Strategy | undefined): RecipeParts {
  const detector = recipeDetector(given.regime, strategy?.regime);
  const features = given.features ?? idsOf(strategy);
  const inputs = features.map((id) => specOf(id, strategy, 'features'));
  const beside = labelFeatures(given.labels).filter((id) => !features.includes(id));
  const specs = [...inputs, ...[...new Set(beside)].map((id) => specOf(id, strategy, 'labels'))];
  const instrument = given.instrument ?? strategy?.instruments.trade ?? unsaid('instrument', '"WDOFUT"');
  const tickPoints = given.tickPoints ?? instrumentOf(instrument)?.tick ?? unsaid('tickPoints', '0.5');
  const recipe: CompleteRecipe = {
    ...given,
    ...{ instrument, features: [...features] },
    candle: agreed('candle', given.candle, strategy?.candle) ?? unsaid('candle', '"1m"'),
    // a run starts from at least as many as its strategy says
    warmupCandles: Math.max(given.warmupCandles ?? settledOf(specs, detector), strategy?.warmupCandles ?? 0),
    warmupAcrossRoll: acrossRoll(given, strategy),
    regime: { id: detector.id, parameters: { ...detector.parameters } },
  };
  return { recipe, inputs, specs, detector, tickPoints };
}

function idsOf(strategy: Strategy | undefined): readonly string[] {
  if (strategy === undefined) return unsaid('features', '["emaSlope_20", "rsi_14"]');
  const specs = Object.values(strategy.features).filter(({ role = TRADE_ROLE }) => role === TRADE_ROLE);
  return [...new Set(specs.map(({ meta }) => meta.id))];
}

function specOf(id: string, strategy: Strategy | undefined, field: string): FeatureSpec {
  const spec = strategy === undefined ? featureById(id) : specOfInput(id, strategy);
  if (spec !== undefined && (spec.role ?? TRADE_ROLE) === TRADE_ROLE) return spec;
  const of =
    strategy === undefined
      ? 'of the catalogue, and no strategy is named that could have it'
      : `of the strategy ${strategy.name} or of the catalogue`;
  const near = nearestFeatureIds(id);
  throw new UserError({
    code: 'recipe-feature',
    message:
      spec === undefined
        ? `The recipe reads ${id}, which is no feature ${of}`
        : `The recipe reads ${id} of another instrument: a recipe has those of the traded one`,
    field,
    fix: `Name a feature of one's own in the strategy's \`features\`${near.length === 0 ? '' : `; nearest ids of the catalogue: ${near.join(', ')}`}`,
  });
}

function settledOf(specs: readonly FeatureSpec[], detector: RegimeDetectorSpec): number {
  // two of one id: the set says so
  const { settled } = new FeatureSet(Object.fromEntries(specs.map((spec, at) => [`${at} ${spec.meta.id}`, spec])));
  return Math.max(LEAST_CANDLES, settled, detector.create().settled);
}

function acrossRoll(given: ModelRecipe, strategy: Strategy | undefined): WarmupAcrossRoll {
  const own = strategy === undefined ? undefined : (strategy.warmupAcrossRoll ?? 'none');
  return agreed('warmupAcrossRoll', given.warmupAcrossRoll, own) ?? 'none';
}

function agreed<T extends string>(field: string, said: T | undefined, own: T | undefined): T | undefined {
  if (said === undefined || own === undefined || said === own) return said ?? own;
  throw new UserError({
    code: 'recipe-strategy',
    message: `The recipe has ${field} ${said}, the strategy ${own}`,
    field,
    fix: `Leave ${field} out of the recipe: the model has to be trained as it will trade`,
  });
}

function unsaid(field: string, example: string): never {
  throw new UserError({
    code: 'recipe-incomplete',
    message: `The recipe does not say its ${field}, and no strategy does`,
    field,
    fix: `Write "${field}": ${example}, or name the strategy`,
  });
}
