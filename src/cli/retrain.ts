// `qt retrain`: the model of machine.json trained anew, a candidate release of it, and its figures beside those of the release that runs.

import { constants, setPriority } from 'node:os';
import type { Command } from 'commander';
import { machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { type RetrainingSettings, spanMs } from '../adapters/machine/retraining-settings.ts';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { UserError } from '../adapters/user-error.ts';
import { isoDay } from '../core/market/civil-time.ts';
import { readChannel } from '../promotion/release/channels.ts';
import { STAGES } from '../promotion/release/stage.ts';
import { type Retrained, retrain } from '../runner/retraining/retrain.ts';
import { utcTime } from './arguments.ts';
import { candidateText, comparedReleases } from './candidate-text.ts';
import { challengerOf, proposalLines } from './challenger.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { StopRequest } from './stop-request.ts';

interface Options {
  readonly day?: string;
  readonly against?: string;
  readonly until?: Date;
  readonly attached?: boolean;
}

export function retrainCommand(program: Command): void {
  program
    .command('retrain')
    .summary('the model of machine.json trained anew, as a candidate release')
    .description(
      'Trains the model of `retraining` in machine.json on the newest sessions, runs the gates of paper, and compares the candidate with the ' +
        'release that runs, all at low priority. No channel is moved: what trades stays as it is. A live run does the same after each close.',
    )
    .option('--day <YYYY-MM-DD>', 'the last session to use (default: today)')
    .option('--against <release>', 'compare with it (default: what runs at the hardest stage)')
    .option('--until <time>', 'end it then, such as 2027-03-01T11:50:00Z', utcTime)
    .option('--attached', 'end it when standard input ends')
    .addHelpText('after', '\nExample:\n  qt retrain --day 2027-03-01')
    .action(async (options: Options, command: Command) => {
      const context = contextOf(command);
      const settings = settingsOf(context.home);
      // nothing that is trained or checked needs one, and what is started inherits the environment
      takeFromEnvironment();
      lowPriority(context);
      const retrained = await run(context, settings, options);
      const releases = comparedReleases(context.home, retrained);
      const challenger = await challengerOf(context.home, retrained, releases, settings);
      const summary = candidateText(retrained, releases, proposalLines(challenger));
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
      ...{ home, store, settings, signal: ending.signal, at: new Date().toISOString() },
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

function settingsOf(home: string): RetrainingSettings {
  const { retraining } = readMachineSettings(home);
  if (retraining !== undefined) return retraining;
  const file = machineFile(home);
  throw new UserError({
    code: 'retraining-not-set',
    message: `${file}: retraining: is missing: nothing says what to train`,
    file,
    field: 'retraining',
    fix: 'Write it as docs/machine.md says: {"strategy": "wdo-regime", "days": 120}',
  });
}
