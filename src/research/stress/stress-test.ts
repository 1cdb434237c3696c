// A backtest in; itself, and what becomes of it in worse markets, with random entries and with a model that answers by lot, out.
import type { Predictor } from '../../core/prediction/predictor.ts';
import { PreparedMarket } from '../../runner/prepared-market.ts';
import type { RunPlan } from '../../runner/run-plan.ts';
import { type SimulatedRun, type SimulatedRunOptions, simulatedRun } from '../../runner/simulated-run.ts';
import { resampleDays, resampleTrades } from '../overfitting/resampling.ts';
import { sessionResultOf } from '../report/run-result.ts';
import { type SessionStatistics, sessionStatistics } from '../statistics/session-statistics.ts';
import { type RandomEntries, randomEntries } from './random-entries.ts';
import { RememberingPredictor, ShuffledPredictor } from './shuffled-model.ts';
import { STRESS_CASES, type StressCase } from './stress-cases.ts';
import type { Resampled, ShuffledModel, StressedRun, StressFigures, StressReport } from './stress-report.ts';

export interface StressRequest
  extends Omit<SimulatedRunOptions, 'mode' | 'release' | 'market' | 'worse' | 'observer' | 'wrap' | 'onDay'> {
  readonly title: string;
  /** Draws of random entries; 2,000 where absent. */
  readonly draws?: number | undefined;
  /** Runs with a shuffled model; 50 where absent. */
  readonly shuffles?: number | undefined;
  /** Told before each run: those done, all of them, and what this one is. */
  readonly onRun?: ((done: number, total: number, name: string) => void) | undefined;
}

const DRAWS = 2000;
const SHUFFLES = 50;

/**
 * The run itself counts as a trial; the others are recorded as checks of it and choose nothing, but for a strategy without a file: they count there.
 * @throws UserErrors of `simulatedRun`
 */
export async function stressTest(request: StressRequest): Promise<StressReport> {
  const { plan, title, seed, draws = DRAWS, shuffles = SHUFFLES, onRun } = request;
  const market = new PreparedMarket();
  const remembering = plan.model === undefined ? undefined : new RememberingPredictor(plan.model.predictor);
  let total = 1 + STRESS_CASES.length + (remembering === undefined ? 0 : shuffles);
  let done = 0;
  const run = async (name: string, changes: Partial<SimulatedRunOptions>): Promise<SimulatedRun> => {
    onRun?.(done++, total, name);
    const check = { kind: 'check', labels: { stress: name } } as const;
    return simulatedRun({
      ...request,
      mode: 'backtest',
      release: null,
      record: false,
      purpose: check,
      market,
      ...changes,
    });
  };
  const own = await run('the run itself', {
    ...{ record: request.record, purpose: request.purpose, plan: withPredictor(plan, remembering) },
  });
  const result = sessionResultOf(own, title);
  const statistics = sessionStatistics(result);
  if (statistics.trades.trades === 0) total = 1 + STRESS_CASES.length;
  const cases: StressedRun[] = [];
  for (const each of STRESS_CASES)
    cases.push({ case: each, ...figuresOf(await run(each.name, changesOf(each, request))) });
  return {
    ...{ result, statistics, cases },
    randomEntries: entriesOf(result, draws, seed),
    resampled: resampledOf(result, statistics, draws, seed),
    shuffledModel: await shuffled(remembering, statistics, shuffles, (predictor, number) =>
      run(`shuffled-model-${number + 1}`, { plan: withPredictor(plan, predictor) }),
    ),
  };
}

function entriesOf(result: StressReport['result'], draws: number, seed: number): RandomEntries | undefined {
  return result.trades.length === 0 ? undefined : randomEntries(result, draws, seed);
}

/** Below so many days or trades there is nothing to draw from. */
const LEAST = 10;

function resampledOf(
  { trades }: StressReport['result'],
  { daily }: SessionStatistics,
  draws: number,
  seed: number,
): Resampled {
  const days = daily.map((day) => day.netE4);
  const nets = trades.map((trade) => trade.netE4);
  return {
    days: days.length < LEAST ? undefined : resampleDays(days, { draws, seed }),
    otherOrder: nets.length < LEAST ? undefined : resampleTrades(nets, 'shuffled', { draws, seed }),
  };
}

/** A run without a trade earned what doing nothing earns: whatever other answers make, it says nothing of the model. */
async function shuffled(
  remembering: RememberingPredictor | undefined,
  { netE4: ownE4, trades }: SessionStatistics,
  shuffles: number,
  run: (predictor: Predictor, number: number) => Promise<SimulatedRun>,
): Promise<ShuffledModel | undefined> {
  if (remembering === undefined || trades.trades === 0) return undefined;
  if (Object.values(remembering.answers).every((answers) => answers.length === 0)) return undefined;
  const netE4 = new Float64Array(shuffles);
  for (let number = 0; number < shuffles; number++) {
    netE4[number] = figuresOf(await run(new ShuffledPredictor(remembering.answers, number), number)).netE4;
  }
  netE4.sort();
  const atLeast = netE4.reduce((count, net) => count + (net >= ownE4 ? 1 : 0), 0);
  return { netE4, pValue: (1 + atLeast) / (1 + shuffles) };
}

function withPredictor(plan: RunPlan, predictor: Predictor | undefined): RunPlan {
  return predictor === undefined || plan.model === undefined ? plan : { ...plan, model: { ...plan.model, predictor } };
}

/** On top of what the run itself was asked to pay. */
function changesOf({ costsFactor = 1, worse }: StressCase, request: StressRequest): Partial<SimulatedRunOptions> {
  return { costsFactor: (request.costsFactor ?? 1) * costsFactor, worse };
}

function figuresOf(run: SimulatedRun): StressFigures {
  const { trades, netE4, maxDrawdown, sharpe } = sessionStatistics(sessionResultOf(run, ''));
  return { trades: trades.trades, netE4, maxDrawdownE4: maxDrawdown?.depthE4 ?? 0, sharpe };
}
