// The definition of a sweep and a home with its data in; one point after the other evaluated, days and code loaded once.

import { join } from 'node:path';
import { openStore } from '../../../adapters/datasets/store.ts';
import type { EntryMark } from '../../../adapters/ledger/ledger-entry.ts';
import type { Trial } from '../../../adapters/ledger/trial.ts';
import { UserError } from '../../../adapters/user-error.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import { codeFromSource, type EngineCode } from '../../../runner/engine-code.ts';
import { loadStrategy } from '../../../runner/load-strategy.ts';
import { packageRoot } from '../../../runner/package-root.ts';
import { withParameters } from '../../../runner/plan-choices.ts';
import { choicesOfPoint, type Point } from '../../../runner/point-choices.ts';
import { PreparedMarket } from '../../../runner/prepared-market.ts';
import { planRun, type RunPlan } from '../../../runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../../../runner/simulated-run.ts';
import { StrategyThrew } from '../../../runner/strategy-threw.ts';
import { dailyNet } from '../../../runner/trades/daily-net.ts';
import { tradesOf } from '../../../runner/trades/trades-of.ts';
import { splitPoint } from '../training/split-point.ts';
import type { TrainedModels } from '../training/trained-models.ts';
import { assertSameData } from './assert-same-data.ts';
import { measuresOf } from './measures.ts';
import { modelFolderOf } from './model-folder.ts';
import type { PointResult } from './point-result.ts';
import type { SweepDefinition } from './sweep-definition.ts';

export interface PointTask {
  readonly index: number;
  readonly point: Point;
  readonly budgetDays: number;
}

export interface PointOutcome {
  readonly result: PointResult;
  /** As it was recorded in the ledger of the evaluator's home; null where nothing was run. */
  readonly trial: Trial | null;
  /** Its entry in that ledger; null as well. */
  readonly entry: EntryMark | null;
  /** That of its model, where it was trained for the sweep: recorded there when it was trained. */
  readonly training: Trial | null;
  readonly seconds: number;
}

export interface EvaluatorOptions {
  readonly definition: SweepDefinition;
  /** Name of the sweep, for the ledger of trials. */
  readonly sweep: string;
  /** Has the data, and the ledger in which each point is recorded before its result is given. */
  readonly home: string;
  /** Of the memory for prepared days, features and answers, where several evaluators are beside each other. Default 1. */
  readonly share?: number | undefined;
  /** Where the folder of a model lies, by its name in the definition. */
  readonly modelFolder?: ((name: string) => string) | undefined;
}

/** What a choice of values can cause; nothing else may be kept as the result of a point for ever. */
const OF_POINT = ['strategy-threw', 'parameter-', 'threshold', 'point-invalid'] as const;
/** The same of a training: options that are refused, or that leave too little to learn from. A recipe that does not fit the strategy is none of a point. */
const OF_TRAINING = ['recipe-invalid', 'bad-recipe', 'bad-option', 'split-rows', 'too-few-', 'regime-rows'] as const;

/** Any number of points one after the other; each result depends on definition and point alone. */
export class PointEvaluator {
  private readonly options: EvaluatorOptions;
  private readonly code: EngineCode;
  private readonly market: PreparedMarket;
  private readonly trained: TrainedModels | undefined;

  private constructor(options: EvaluatorOptions, code: EngineCode, trained: TrainedModels | undefined) {
    this.options = options;
    this.code = code;
    this.trained = trained;
    this.market = new PreparedMarket({ share: options.share });
  }

  /** UserErrors of `loadStrategy`, and `data-changed` where the home has other data than those of the definition. */
  static async open(options: EvaluatorOptions): Promise<PointEvaluator> {
    const { definition, home } = options;
    const { strategy } = await loadStrategy(join(packageRoot, definition.strategy.file));
    assertSameData(definition, strategy, home);
    return new PointEvaluator(options, codeFromSource(strategy), await trainedModels(options));
  }

  /** What the point itself is to blame for (a strategy that throws, values that are refused) is its result; all else is thrown. */
  async evaluate({ index, point, budgetDays }: PointTask): Promise<PointOutcome> {
    const startedMs = performance.now();
    let training: Trial | null = null;
    const outcome = (
      result: Pick<PointResult, 'measures' | 'dayNetE4' | 'digest' | 'failed'>,
      { trial, entry }: Pick<PointOutcome, 'trial' | 'entry'>,
    ) => ({
      result: { index, point, budgetDays, ...result },
      trial,
      entry,
      training,
      seconds: (performance.now() - startedMs) / 1000,
    });
    try {
      const { training: options, rest } = splitPoint({ ...this.options.definition.fixed, ...point });
      const trained = await this.trained?.of(this.strategyAt(rest), options);
      training = trained?.trial ?? null;
      const run = await this.run({ index, point: rest, budgetDays }, trained?.folder);
      const { collector, feeds } = run;
      const days = feeds.days.map(({ day }) => day);
      const dayNetE4 = dailyNet(collector.equityUs, collector.equityE4, days).map(({ netE4 }) => netE4);
      const measures = measuresOf(dayNetE4, tradesOf(collector));
      return outcome({ measures, dayNetE4, digest: run.digest, failed: null }, run);
    } catch (error) {
      if (!(error instanceof UserError) || !isOfPoint(error)) throw error;
      const failed = { code: error.code, message: error.message };
      const recorded = error instanceof StrategyThrew ? error : { trial: null, entry: null };
      return outcome({ measures: {}, dayNetE4: [], digest: null, failed }, recorded);
    }
  }

  /** `point` with what is fixed, and without options of a training. */
  private async run({ index, point, budgetDays }: PointTask, trained: string | undefined): Promise<SimulatedRun> {
    const { definition, sweep, home } = this.options;
    const plan = await this.plan(point, trained);
    try {
      return await simulatedRun({
        mode: 'backtest',
        home,
        store: openStore(home, { acceptRefused: definition.allowRefused }),
        plan,
        strategyFile: join(packageRoot, definition.strategy.file),
        release: null,
        from: definition.days[0]!,
        to: definition.days[budgetDays - 1]!,
        kind: (definition.kind ?? undefined) as Parameters<typeof simulatedRun>[0]['kind'],
        seed: definition.seed,
        capitalBrl: definition.capitalBrl,
        costsFactor: definition.costsFactor,
        feesBrl: definition.feesBrl ?? undefined,
        record: false,
        purpose: { kind: 'sweep', labels: { sweep, point: index } },
        market: this.market,
      });
    } finally {
      await plan.model?.predictor.close();
    }
  }

  /** With which a model is trained: it has the features, the regimes and the instrument of the point. */
  private strategyAt(point: Point): Strategy {
    const strategy = withParameters(this.code.strategy, choicesOfPoint(point).parameters);
    return { ...strategy, instruments: { ...strategy.instruments, trade: this.options.definition.instrument } };
  }

  private async plan(point: Point, trained: string | undefined): Promise<RunPlan> {
    const { definition, modelFolder = modelFolderOf } = this.options;
    const { instrument } = definition;
    const choices = choicesOfPoint(point);
    if (trained !== undefined) return planRun({ code: this.code, ...choices, instrument, modelFolder: trained });
    const name = choices.modelFolder ?? this.code.strategy.model;
    if (name !== undefined && !Object.hasOwn(definition.models, name)) throw modelChanged(name, modelFolder(name));
    const plan = await planRun({
      code: this.code,
      ...choices,
      instrument,
      modelFolder: name === undefined ? undefined : modelFolder(name),
    });
    if (name === undefined || plan.model?.manifestSha256 === definition.models[name]) return plan;
    await plan.model?.predictor.close();
    throw modelChanged(name, modelFolder(name));
  }
}

/** What trains is loaded only where something is trained: that it takes long to load, each thread would pay for. */
async function trainedModels({ definition, home }: EvaluatorOptions): Promise<TrainedModels | undefined> {
  if (definition.training === null) return undefined;
  const { TrainedModels } = await import('../training/trained-models.ts');
  return new TrainedModels(definition, definition.training, home);
}

/** A lock, a disk, a home without data or with damaged ones, a model: another try may end otherwise. */
function isOfPoint({ code }: UserError): boolean {
  return [...OF_POINT, ...OF_TRAINING].some((each) => code.startsWith(each));
}

function modelChanged(name: string, file: string): UserError {
  return new UserError({
    code: 'model-changed',
    message: `The model ${name} is not the one that the sweep was begun with`,
    file,
    field: 'model',
    fix: 'Restore the model, or begin another sweep',
  });
}
