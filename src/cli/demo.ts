// `qt demo --release R`: a release on the simulator of the broker. `npm start`: two synthetic days from market data to an identical replay, through every stage, in a home of its own.

import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import { writeReport } from '../research/report/write.ts';
import { packageRoot } from '../runner/package-root.ts';
import { SYNTHETIC_FROM } from '../runner/store-synthetic-day.ts';
import { amountBrl } from './arguments.ts';
import { backtest, summaryOf, summaryText } from './backtest.ts';
import { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { ARM_HELP, CAPITAL_HELP, CHALLENGER_HELP } from './live.ts';
import { paper } from './paper.ts';
import type { LiveArguments } from './prepare-live.ts';
import { promoteStrategy } from './promote.ts';
import { replayRun, replayText } from './replay.ts';
import { EXIT_FAILED } from './report-error.ts';
import { runAgainstHost } from './run-against-host.ts';
import { synthesise } from './synth.ts';

const STRATEGY = 'wdo-regime';
/** The first day warms the second up. */
const DAYS = 2;
const SEED = 1;
/** The model was trained on a market of this strength: there is something to find, so that there are trades to look at. */
const EDGE = 2;
const CAPITAL_BRL = 50_000;

export function demoCommand(program: Command): void {
  program
    .command('demo')
    .summary("a release on the account of the broker's simulator; without one: the whole way on two synthetic days")
    .option('--release <release>', 'folder, id, STRATEGY@demo, or channel file')
    .option('--arm [account]', `with --release: ${ARM_HELP}`)
    .option('--capital <brl>', `with --release: ${CAPITAL_HELP}`, amountBrl)
    .option('--challenger <release>', `with --release: ${CHALLENGER_HELP}`)
    .addHelpText('after', '\nExamples:\n  qt demo --home my-demo\n  qt demo --release wdo-regime@demo --arm')
    .action(async ({ release, ...rest }: Partial<LiveArguments>, command: Command) => {
      const context = contextOf(command);
      if (release !== undefined) return runAgainstHost(context, 'demo', { ...rest, release });
      if ([rest.arm, rest.capital, rest.challenger].some((each) => each !== undefined)) throw withoutRelease();
      const given = context.home !== new CommandContext({ home: packageRoot }).home;
      // the demonstration never mixes with a user's own runs and releases
      const home = given ? context.home : join(packageRoot, 'runs', 'demo');
      await demonstrate(new CommandContext({ json: context.json, debug: context.debug, home }));
    });
}

function withoutRelease(): UserError {
  return new UserError({
    code: 'bad-option',
    message: 'No release is named',
    field: 'release',
    fix: 'qt demo --release STRATEGY@demo; without options qt demo shows the whole way on synthetic days',
  });
}

async function demonstrate(context: CommandContext): Promise<void> {
  context.say(`1/5  Making ${DAYS} synthetic days of WDO`);
  const days = await synthesise(context, {
    instrument: 'WDO',
    from: SYNTHETIC_FROM,
    days: DAYS,
    seed: SEED,
    edge: EDGE,
  });
  const span = { from: days[0]!.day, to: days.at(-1)!.day };
  context.say(`2/5  Backtest of ${STRATEGY}`);
  const tested = await backtest(context, STRATEGY, {
    ...span,
    capital: CAPITAL_BRL,
    costs: 1,
    seed: SEED,
    record: true,
  });
  const result = sessionResultOf(tested, `${STRATEGY} on two synthetic days`);
  const report = join(context.home, 'report.html');
  writeReport(result, report);
  context.say(summaryText(summaryOf(tested, result), tested, result));
  context.say('3/5  Promotion to paper');
  const { id } = await promoteStrategy(context, STRATEGY, 'paper', { ...span, capital: CAPITAL_BRL, seed: SEED });
  context.say(`4/5  Paper session with release ${id.slice(0, 12)}`);
  const session = await paper(context, { release: `${STRATEGY}@paper`, ...span, capital: CAPITAL_BRL, seed: SEED });
  context.say('5/5  Replay of the paper session from its recorded events');
  const replayed = await replayRun(context, session.folder!);
  const text = `${replayText(replayed)}\nreport: ${report}`;
  const { identical, decisions, firstDifference } = replayed;
  context.result({ identical, decisions, firstDifference, release: id, run: session.folder, report }, text);
  if (!identical) process.exitCode = EXIT_FAILED;
}
