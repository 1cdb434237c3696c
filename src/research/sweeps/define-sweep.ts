// What somebody wants searched in; the definition of the sweep, every choice made and every input named by its hash, out.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { Strategy } from '../../core/signal/strategy.ts';
import type { ParameterValue } from '../../core/signal/strategy-parameters.ts';
import { codeFromSource } from '../../runner/engine-code.ts';
import { loadStrategy } from '../../runner/load-strategy.ts';
import { choicesOfPoint, MODEL_NAME } from '../../runner/point-choices.ts';
import { type PlanOptions, planRun, type RunPlan, rememberedPath } from '../../runner/run-plan.ts';
import { strategySha256 } from '../../runner/strategy-code.ts';
import { codeVersion } from './evaluation/code-version.ts';
import { MEASURES } from './evaluation/measures.ts';
import { modelFolderOf } from './evaluation/model-folder.ts';
import { hashOfParts, partsBehind } from './evaluation/parts-behind.ts';
import type { SweepDefinition } from './evaluation/sweep-definition.ts';
import { type Over, parseOver } from './search/parse-over.ts';
import type { SearchSettings } from './search/search.ts';
import { checkSet, searchSpace } from './search/search-space.ts';
import type { Space } from './search/space.ts';
import { defineTraining, type TrainingWish } from './training/define-training.ts';
import { splitPoint } from './training/split-point.ts';
import { withoutModel } from './training/without-model.ts';

export interface SweepWish {
  /** Name in strategies/, or a .ts file of this package. */
  readonly strategy: string;
  /** By name: a range, values, `a..b:step` as on the command line, or undefined for all that the strategy allows. */
  readonly over: Readonly<Record<string, Over | string | undefined>> | ReadonlyMap<string, Over | undefined>;
  readonly from: string;
  readonly to: string;
  /** In place of the strategy's own. */
  readonly instrument?: string | undefined;
  readonly kind?: PartKind | undefined;
  /** Values in place of the defaults for what is not searched: parameters, `thresholds`, `thresholds.<name>`, `model`, `training.<path>`. */
  readonly fixed?: Readonly<Record<string, ParameterValue>> | undefined;
  /** Where options of training (`training.<path>`) are searched or set: by which recipe and on which days. */
  readonly training?: TrainingWish | undefined;
  readonly method?: SearchSettings['method'] | undefined;
  readonly points?: number | undefined;
  readonly seed?: number | undefined;
  readonly lag?: number | undefined;
  readonly eta?: number | undefined;
  readonly leastDays?: number | undefined;
  /** A name of MEASURES. */
  readonly objective?: string | undefined;
  readonly best?: 'highest' | 'lowest' | undefined;
  readonly capitalBrl?: number | undefined;
  readonly costsFactor?: number | undefined;
  readonly feesBrl?: number | undefined;
  /** Of the simulation, the same for all points. */
  readonly simulationSeed?: number | undefined;
}

const DEFAULTS = { method: 'tpe', points: 100, seed: 1, lag: 8, eta: 3, leastDays: 5 } as const;
const CAPITAL_BRL = 50_000;

/** Loads strategy and model, and reads no market data. UserErrors of the strategy, its model, the space, and `no-data`. */
export async function defineSweep(store: DatasetStore, wish: SweepWish): Promise<SweepDefinition> {
  const { strategy, file } = await loadStrategy(wish.strategy);
  const { fixed = {}, instrument } = wish;
  const over = overOf(wish.over);
  const names = [...over.keys(), ...Object.keys(fixed)];
  const trade = instrument ?? strategy.instruments.trade;
  const searchedTraining = { store, strategy, instrument: trade, names, firstDay: wish.from };
  const trained = await defineTraining(wish.training, searchedTraining);
  const choices = choicesOfPoint(splitPoint(fixed).rest);
  const { modelFolder: named } = choices;
  const modelFolder = named === undefined ? undefined : modelFolderOf(named);
  const known = trained === undefined ? { code: codeFromSource(strategy) } : untrained(strategy);
  const plan = await planRun({ ...choices, instrument, modelFolder, ...known });
  await plan.model?.predictor.close();
  const traded = { ...strategy, instruments: { ...strategy.instruments, trade } };
  const searched = { strategy: traded, manifest: plan.setup.model, recipe: trained?.recipe, fixed };
  const space = searchSpace(over, searched);
  for (const { name } of space) if (Object.hasOwn(fixed, name)) throw twice(name);
  if (trained !== undefined) checkSet(fixed, searched);
  const days = daysOf(store, plan, wish);
  return {
    schemaVersion: 1,
    strategy: { name: strategy.name, file: insideOf(file), sha256: strategySha256(file) },
    code: codeVersion(),
    fixed: { ...fixed },
    space: space as SweepDefinition['space'],
    search: searchSettings(wish),
    objective: objectiveOf(wish),
    instrument: trade,
    kind: wish.kind ?? null,
    days: [...days],
    data: hashOfParts(partsBehind(store, plan.requested, days.at(-1)!)),
    allowRefused: store.acceptRefused,
    models: modelsOf(plan.model?.manifest, named, space),
    training: trained?.training ?? null,
    capitalBrl: wish.capitalBrl ?? CAPITAL_BRL,
    costsFactor: wish.costsFactor ?? 1,
    feesBrl: wish.feesBrl ?? null,
    seed: wish.simulationSeed ?? 1,
  };
}

/** A model that is yet to be trained will have thresholds: `checkSet` looks at those that are set. */
function untrained(strategy: Strategy): Pick<PlanOptions, 'code' | 'thresholds' | 'thresholdChanges'> {
  return { code: codeFromSource(withoutModel(strategy)), thresholds: undefined, thresholdChanges: undefined };
}

function searchSettings(wish: SweepWish): SearchSettings {
  const { method, points, seed, lag, eta, leastDays } = wish;
  const given = { method, points, seed, lag, eta, leastDays };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  const settings: SearchSettings = { ...DEFAULTS, ...Object.fromEntries(said) };
  // what a method does not look at must not make another sweep of it
  const { method: chosen } = settings;
  return {
    method: chosen,
    points: chosen === 'grid' ? 1 : settings.points,
    seed: chosen === 'grid' ? 0 : settings.seed,
    lag: chosen === 'tpe' ? settings.lag : 1,
    eta: chosen === 'halving' ? settings.eta : 2,
    leastDays: chosen === 'halving' ? settings.leastDays : 1,
  };
}

function overOf(over: SweepWish['over']): ReadonlyMap<string, Over | undefined> {
  if (over instanceof Map) return over;
  const named = Object.entries(over as Readonly<Record<string, Over | string | undefined>>);
  return new Map(
    named.map(([name, each]) => (typeof each === 'string' ? parseOver(`${name}=${each}`) : ([name, each] as const))),
  );
}

/** By name as points have it. */
function modelsOf(own: ModelManifest | undefined, named: string | undefined, space: Space): SweepDefinition['models'] {
  const searched = space.find(({ name }) => name === MODEL_NAME);
  const names = new Set<string>();
  if (searched?.kind === 'choice') for (const value of searched.values) names.add(String(value));
  else if (named !== undefined) names.add(named);
  else if (own !== undefined) names.add(own.name);
  return Object.fromEntries([...names].map((name) => [name, manifestSha256(modelFolderOf(name))]));
}

function manifestSha256(folder: string): string {
  const file = join(folder, 'model.json');
  if (existsSync(file)) return createHash('sha256').update(readFileSync(file)).digest('hex');
  throw new UserError({
    code: 'model-file-missing',
    message: `There is no model in ${folder}`,
    file,
    field: MODEL_NAME,
    fix: 'Name a folder of models/, or a path from the root of the package',
  });
}

function objectiveOf({ objective = 'sharpeBound', best = 'highest' }: SweepWish): SweepDefinition['objective'] {
  if (Object.hasOwn(MEASURES, objective)) return { measure: objective, best };
  throw new UserError({
    code: 'sweep-objective',
    message: `There is no measure ${objective}`,
    field: 'objective',
    fix: `Use one of: ${Object.keys(MEASURES).join(', ')}`,
  });
}

function daysOf(store: DatasetStore, { strategy, code }: RunPlan, { from, to, kind }: SweepWish): readonly string[] {
  const { trade } = strategy.instruments;
  const days = store.contractDays(trade, from, to, kind, code.contractsOfDays).days.map(({ day }) => day);
  if (days.length > 0) return days;
  throw new UserError({
    code: 'no-data',
    message: `There are no data of ${trade} from ${from} to ${to}`,
    field: 'instrument',
    fix: 'Import the days with qt import, or ask for days that the store has (qt datasets)',
  });
}

/** Workers on other machines have the package, not the folders beside it. */
function insideOf(file: string): string {
  const path = rememberedPath(file);
  if (path !== file || path.startsWith('strategies/')) return path;
  throw new UserError({
    code: 'sweep-strategy-outside',
    message: `${file} lies outside of the package`,
    file,
    fix: 'Put it into strategies/',
  });
}

function twice(name: string): UserError {
  return new UserError({
    code: 'sweep-space',
    message: `${name} cannot be both searched and set`,
    field: name,
    fix: 'Leave out one of the two',
  });
}
