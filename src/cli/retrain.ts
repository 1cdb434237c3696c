// `qt retrain`: the model of a strategy trained anew, a candidate release of it, and its figures beside those of the release that runs.

import { constants, setPriority } from 'node:os';
import type { Command } from 'commander';
import { type RetrainingSettings, spanMs } from '../adapters/machine/retraining-settings.ts';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { isoDay } from '../core/market/civil-time.ts';
import { readChannel } from '../promotion/release/channels.ts';
import { STAGES } from '../promotion/release/stage.ts';
import { type Retrained, retrain } from '../runner/retraining/retrain.ts';
import { count, utcTime } from './arguments.ts';
import { candidateText, comparedReleases } from './candidate-text.ts';
import { challengerOf } from './challenger.ts';
import { challengerText } from './challenger-text.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { type RetrainChoices, retrainSettings } from './retrain-settings.ts';
import { retrainSource } from './retrain-source.ts';
import { StopRequest } from './stop-request.ts';

interface Options extends RetrainChoices {
  readonly day?: string;
  readonly against?: string;
  readonly until?: Date;
  readonly attached?: boolean;
}

export function retrainCommand(program: Command): void {
  program
    .command('retrain')
    .summary('the model of a strategy trained anew, as a candidate release')
    .description(
      'Trains the model of a strategy on the newest sessions but the last, runs the gates of paper, and compares the candidate with the release that ' +
        'runs: by days, decision by decision and, with --rolls, over further spans with a model for each. All at low priority. No channel is ' +
        'moved: what trades stays as it is. A live run does the same after each close where machine.json says so.',
    )
    .argument('[strategy]', 'name in strategies/ (default: that of `retraining` in machine.json)')
    .option('--days <n>', 'sessions to train on (default: machine.json, or 120)', count)
    .option(
      '--validation-days <n>',
      'the newest sessions: not trained on, traded by both (default: machine.json, or 20)',
      count,
    )
    .option(
      '--rolls <n>',
      'spans to validate, each by a model of the days before it (default: machine.json, or 1)',
      count,
    )
    .option('--kind <kind>', 'candles to train on, or trades (default: machine.json, or candles-1m)')
    .option('--instrument <symbol>', "root, continuous name or contract (default: machine.json, or the strategy's own)")
    .option('--time-limit <span>', 'end it after so long, such as 90m; 12h at most (default: machine.json, or 3h)')
    .option('--day <YYYY-MM-DD>', 'the last session to use (default: today)')
    .option('--against <release>', 'compare with it (default: what runs at the hardest stage)')
    .option('--until <time>', 'end it then, such as 2027-03-01T11:50:00Z', utcTime)
    .option('--attached', 'end it when standard input ends')
    .addHelpText('after', '\nExamples:\n  qt retrain wdo-regime --days 120 --rolls 6\n  qt retrain --day 2027-03-01')
    .action(async (strategy: string | undefined, options: Options, command: Command) => {
      const context = contextOf(command);
      const { days, validationDays, rolls, kind, instrument, timeLimit } = options;
      const choices = { days, validationDays, rolls, kind, instrument, timeLimit };
      const settings = retrainSettings(context.home, strategy, choices);
      // nothing that is trained or checked needs one, and what is started inherits the environment
      takeFromEnvironment();
      lowPriority(context);
      const retrained = await run(context, settings, options);
      const releases = comparedReleases(context.home, retrained);
      const challenger = await challengerOf(context.home, retrained, releases, settings);
      const summary = candidateText(retrained, releases, challengerText(retrained, challenger));
      context.result({ ...retrained, ...releases, ...challenger, summary }, summary);
    });
}

async function run(context: CommandContext, settings: RetrainingSettings, options: Options): Promise<Retrained> {
  const { home, store } = context;
  const ending = new AbortController();
  const stop = new StopRequest((why) => ending.abort(why));
  const limit = setTimeout(() => ending.abort('the time for it is over'), timeMs(settings, options.until));
  const onInputEnd = (): void => ending.abort('what started it has ended it');
  if (options.attached === true) process.stdin.on('end', onInputEnd).on('error', onInputEnd).resume();
  try {
    return await retrain({
      ...{ home, store, settings, source: await retrainSource(settings) },
      ...{ signal: ending.signal, at: new Date().toISOString() },
      day: options.day ?? isoDay(Date.now() * 1000),
      against: options.against ?? runningRelease(home, settings.strategy),
      say: (text) => context.say(text),
    });
  } finally {
    clearTimeout(limit);
    stop.close();
    if (options.attached === true) process.stdin.destroy();
  }
}

function timeMs({ timeLimit }: RetrainingSettings, until: Date | undefined): number {
  const left = until === undefined ? Number.POSITIVE_INFINITY : until.getTime() - Date.now();
  return Math.max(0, Math.min(spanMs(timeLimit), left));
}

/** Of the hardest stage that something runs at. */
function runningRelease(home: string, strategy: string): string | undefined {
  return STAGES.map((stage) => readChannel(home, strategy, stage)?.release).findLast((id) => id !== undefined);
}

/** What is started later inherits it. A system that refuses it only makes the training a little less polite. */
function lowPriority(context: CommandContext): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    context.say(`note: at normal priority: ${error instanceof Error ? error.message : String(error)}`);
  }
}
