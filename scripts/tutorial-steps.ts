// A file of candles and an empty home in; a model with its card, by way of store, labels, ensemble, export, stress test and gates, out.

import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { parseSymbol } from '../src/core/market/symbol.ts';
import { atr, defineStrategy, hold, instrumentOf, ruleRegime, target } from '../src/index.ts';
import {
  codeFromSource,
  exportByRecipe,
  type ModelCard,
  modelCard,
  openStudy,
  permutationImportance,
  planRun,
  type RecipeWish,
  type Study,
  stressTest,
  tradingData,
  trainByRecipe,
  trialEvidence,
  trialsOf,
  writeModelFolder,
} from '../src/research/index.ts';

export interface TutorialRequest {
  readonly file: string;
  /** Its store, ledger and models are written here. */
  readonly home: string;
  /** Of `qt import --instrument`, for files that do not name theirs. */
  readonly instrument?: string | undefined;
  /** Days that are put away for the backtest, as a share of all; default 0.25. */
  readonly putAway?: number | undefined;
  /** Trees of a member, rows of the proof of an export, runs with shuffled answers. Default: 60, 100,000, 10. */
  readonly rounds?: number | undefined;
  readonly parityRows?: number | undefined;
  readonly shuffles?: number | undefined;
  /** Told after each step, with its seconds. */
  readonly onStep?: ((step: string, seconds: number) => void) | undefined;
}

export interface Tutorial {
  readonly card: ModelCard;
  /** With card.md and card.json in it. */
  readonly folder: string;
}

const NAME = 'tutorial';
const HORIZON = 10;
const WARMUP = 500;
const MOST_DAYS = 2_000;
const detector = ruleRegime();

/** UserErrors of the steps, such as `adjusted-series` for prices that were never traded, and `too-few-days`. */
export async function tutorial(request: TutorialRequest): Promise<Tutorial> {
  const { file, home, instrument, putAway = 0.25, onStep } = request;
  let begun = performance.now();
  const step = (name: string): void => {
    onStep?.(name, (performance.now() - begun) / 1000);
    begun = performance.now();
  };
  const { parts } = await importFiles({ home, format: 'auto', files: [file], instrument });
  step('import');
  // named, so that no made-up days take the place of a file that cannot be used
  const root = parseSymbol(parts[0]!.instrument)!.root;
  const study = await openStudy({ home, instrument: `${root}FUT`, days: MOST_DAYS });
  const days = study.days.map(({ day }) => day);
  const tested = days.slice(-Math.max(1, Math.round(putAway * days.length)));
  const learned = days.slice(0, -tested.length);
  const candle = study.kind.startsWith('candles-') ? study.kind.slice('candles-'.length) : '1m';
  const span = { store: study.store, from: learned[0]!, to: learned.at(-1)! };
  const trained = await trainByRecipe(recipeOf(study, candle, learned.length, request.rounds ?? 60), span);
  const { ensemble } = trained;
  step('features, labels, ensemble');
  const exported = await exportByRecipe(trained, { parityRows: request.parityRows });
  const folder = join(home, 'models', NAME);
  await writeModelFolder(folder, exported.files);
  step('export');
  const stress = await stressOf(study, tested, folder, candle, request.shuffles ?? 10);
  step('backtest and stress test');
  const { compared } = trialsOf({
    home,
    strategy: NAME,
    instrument: study.instrument,
    from: tested[0],
    to: tested.at(-1),
  });
  const member = ensemble.members.find(({ recipe }) => recipe.name === 'trees')!;
  const { rows, folds } = member;
  const card = modelCard({
    ...{ exported, ensemble, stress, labels: `the move of the next ${HORIZON} candles`, costPoints: costsOf(study) },
    importances: permutationImportance({
      rows,
      day: ensemble.rows.times.day,
      folds: folds.slice(0, 3),
      seed: 1,
      repeats: 2,
    }),
    evidence: trialEvidence({ home, seq: compared.at(-1)!.seq }),
  });
  await writeModelFolder(folder, card.files);
  step('gates and card');
  return { card, folder };
}

/** Of a round trip, two ticks, in points: for WDO more than the fees and the tick that labels of trades assume. */
function costsOf({ instrument }: Study): number {
  return 2 * instrumentOf(instrument)!.tick;
}

/** The whole training as plain JSON: recipe.json in the folder of the model says it again. */
function recipeOf(study: Study, candle: string, days: number, rounds: number): RecipeWish {
  const costPoints = costsOf(study);
  const trees = { rounds, leaves: 8, learningRate: 0.05 };
  const groups = Math.min(6, days);
  return {
    ...{ name: NAME, instrument: study.instrument, candle, warmupCandles: WARMUP },
    features: [...['emaSlope_20', 'emaSlope_50', 'rsi_14', 'atr_14', 'adx_14', 'efficiencyRatio_10', 'vwapDeviation']],
    labels: { kind: 'forwardReturn', candles: HORIZON, neutralPoints: costPoints },
    weights: { kind: 'averageUniqueness' },
    splits: { kind: 'combinatorialPurged', groups, testGroups: 2, embargo: { sessions: groups < 6 ? 0 : 1 } },
    regime: { id: detector.id, parameters: detector.parameters },
    members: [
      { name: 'line', role: 'direction', kind: 'logistic', options: { l2: 0.01 } },
      { name: 'trees', role: 'direction', kind: 'trees', options: trees },
      { name: 'size', role: 'magnitude', kind: 'ridge', options: { l2: 0.01 } },
    ],
    ...{ costPoints, seed: 1 },
  };
}

async function stressOf(study: Study, days: readonly string[], folder: string, candle: string, shuffles: number) {
  const { tick, lot, pointValueBrl } = instrumentOf(study.instrument)!;
  const strategy = defineStrategy({
    ...{ name: NAME, instruments: { trade: study.instrument }, candle, features: { range: atr({ period: 14 }) } },
    ...{ regime: detector, model: NAME, thresholds: 'fitted', warmupCandles: WARMUP },
    decide({ features: { range }, prediction, position }) {
      if (prediction === undefined) return hold('no prediction');
      if (position.quantity !== 0) return hold('the bracket decides');
      const stopPoints = Math.max(6 * tick, 2 * range);
      return target(prediction.direction > 0 ? 1 : -1, { stopPoints, targetPoints: stopPoints }, 'the ensemble agrees');
    },
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: lot, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
  });
  const plan = await planRun({ code: codeFromSource(strategy), modelFolder: folder });
  const { candles } = await tradingData(study.store, {
    ...{ instrument: study.instrument, from: days[0]!, to: days[0]!, candle, indicators: [], features: [] },
  });
  const capitalBrl = Math.round((Number(candles.at(0, 'open')) * pointValueBrl * lot) / 1_000) * 1_000;
  const stress = await stressTest({
    ...{
      title: 'tutorial, days put away',
      home: study.home,
      store: study.store,
      plan,
      strategyFile: null,
      record: false,
    },
    ...{ from: days[0]!, to: days.at(-1)!, kind: study.kind, seed: 1, capitalBrl, shuffles },
  });
  await plan.model?.predictor.close();
  return stress;
}
