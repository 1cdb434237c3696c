// The definition of a sweep and a home with its data in; one point after the other evaluated, days and code loaded once.

import { join } from 'node:path';
import { openStore } from '../../../adapters/datasets/store.ts';
import type { Trial } from '../../../adapters/ledger/trial.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { codeFromSource, type EngineCode } from '../../../runner/engine-code.ts';
import { loadStrategy } from '../../../runner/load-strategy.ts';
import { packageRoot } from '../../../runner/package-root.ts';
import { choicesOfPoint, type Point } from '../../../runner/point-choices.ts';
import { PreparedMarket } from '../../../runner/prepared-market.ts';
import { planRun, type RunPlan } from '../../../runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../../../runner/simulated-run.ts';
import { StrategyThrew } from '../../../runner/strategy-threw.ts';
import { dailyNet } from '../../../runner/trades/daily-net.ts';
import { tradesOf } from '../../../runner/trades/trades-of.ts';
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

/** Any number of points one after the other; each result depends on definition and point alone. */
export class PointEvaluator {
  private readonly options: EvaluatorOptions;
  private readonly code: EngineCode;
  private readonly market: PreparedMarket;

  private constructor(options: EvaluatorOptions, code: EngineCode) {
    this.options = options;
    this.code = code;
    this.market = new PreparedMarket({ share: options.share });
  }

  /** UserErrors of `loadStrategy`, and `data-changed` where the home has other data than those of the definition. */
  static async open(options: EvaluatorOptions): Promise<PointEvaluator> {
    const { definition, home } = options;
    const { strategy } = await loadStrategy(join(packageRoot, definition.strategy.file));
    assertSameData(definition, strategy, home);
    return new PointEvaluator(options, codeFromSource(strategy));
  }

  /** What the point itself is to blame for (a strategy that throws, values that are refused) is its result; all else is thrown. */
  async evaluate({ index, point, budgetDays }: PointTask): Promise<PointOutcome> {
    const startedMs = performance.now();
    const outcome = (
      result: Pick<PointResult, 'measures' | 'dayNetE4' | 'digest' | 'failed'>,
      trial: Trial | null,
    ) => ({
      result: { index, point, budgetDays, ...result },
      trial,
      seconds: (performance.now() - startedMs) / 1000,
    });
    try {
      const run = await this.run({ index, point, budgetDays });
      const { collector, feeds } = run;
      const days = feeds.days.map(({ day }) => day);
      const dayNetE4 = dailyNet(collector.equityUs, collector.equityE4, days).map(({ netE4 }) => netE4);
      const measures = measuresOf(dayNetE4, tradesOf(collector));
      return outcome({ measures, dayNetE4, digest: run.digest, failed: null }, run.trial);
    } catch (error) {
      if (!(error instanceof UserError) || !isOfPoint(error)) throw error;
      const failed = { code: error.code, message: error.message };
      const trial = error instanceof StrategyThrew ? error.trial : null;
      return outcome({ measures: {}, dayNetE4: [], digest: null, failed }, trial);
    }
  }

  private async run({ index, point, budgetDays }: PointTask): Promise<SimulatedRun> {
    const { definition, sweep, home } = this.options;
    const plan = await this.plan({ ...definition.fixed, ...point });
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

  private async plan(point: Point): Promise<RunPlan> {
    const { definition, modelFolder = modelFolderOf } = this.options;
    const choices = choicesOfPoint(point);
    const name = choices.modelFolder ?? this.code.strategy.model;
    if (name !== undefined && !Object.hasOwn(definition.models, name)) throw modelChanged(name, modelFolder(name));
    const plan = await planRun({
      code: this.code,
      ...choices,
      instrument: definition.instrument,
      modelFolder: name === undefined ? undefined : modelFolder(name),
    });
    if (name === undefined || plan.model?.manifestSha256 === definition.models[name]) return plan;
    await plan.model?.predictor.close();
    throw modelChanged(name, modelFolder(name));
  }
}

/** A lock, a disk, a home without data or with damaged ones, a model: another try may end otherwise. */
function isOfPoint({ code }: UserError): boolean {
  return OF_POINT.some((each) => code.startsWith(each));
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
