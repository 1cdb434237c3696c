// `qt rollback STRATEGY`: its channel back to the release before, what that undoes, and the word of every session that follows the channel.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { readChannel } from '../promotion/release/channels.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { rollback } from '../promotion/release/rollback.ts';
import { STAGES, type Stage } from '../promotion/release/stage.ts';
import { positive } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { type FollowedSession, FollowingSessions } from './following-sessions.ts';
import { operatorName } from './operator-name.ts';
import { EXIT_FAILED } from './report-error.ts';
import { rolledBackText } from './rolled-back-text.ts';
import { stageOf } from './stage-of.ts';

interface Options {
  readonly flatten?: boolean;
  readonly reason?: string;
  /** Seconds; false: not at all. */
  readonly wait: number | false;
}

const WAIT_S = 30;
const ASKER = 'qt rollback';

/** Of `qt`, and of `qt releases`. */
export function rollbackCommand(parent: Command): void {
  const path = parent.parent === null ? 'qt' : 'qt releases';
  parent
    .command('rollback')
    .summary('a channel, and the sessions that follow it, back to the release before')
    .description(
      'Points the channel to the release before. A session that was started by the name of the channel opens nothing new from then on, and takes that ' +
        'release as soon as it holds nothing. Says what it undoes, then waits for the word of the sessions.',
    )
    .argument('<strategy>')
    .argument('[stage]', 'paper, demo or live; where it is left out: that of the sessions, or the only one there is')
    .option('--flatten', 'close what they hold first; then they wait for qt resume')
    .option('--reason <text>', 'for the history and the sessions')
    .option('--wait <seconds>', 'how long the word of the sessions is waited for', positive, WAIT_S)
    .option('--no-wait', 'only the channel')
    .addHelpText(
      'after',
      '\nExit codes: 0 the sessions run the release before, or none follows the channel; 1 one of them runs the other still; 2 wrong usage' +
        `\n\nExamples:\n  ${path} rollback wdo-regime\n  ${path} rollback wdo-regime live --flatten --reason "it trades nonsense"`,
    )
    .action(async (strategy: string, stage: string | undefined, options: Options, command: Command) =>
      rollBack(contextOf(command), strategy, stage, options),
    );
}

async function rollBack(
  context: CommandContext,
  strategy: string,
  stageName: string | undefined,
  { flatten, reason, wait }: Options,
): Promise<void> {
  const { home } = context;
  const following = new FollowingSessions(home, strategy);
  const stage = stageName === undefined ? await stageMeant(home, strategy, following) : stageOf(stageName);
  const channel = `${strategy}@${stage}`;
  const sessions = await following.of(channel);
  const by = operatorName(ASKER);
  const at = new Date().toISOString();
  const done = rollback({ ...{ home, strategy, stage, at, by, reason }, trustedKeys: readTrustedKeys(home) });
  const lines = rolledBackText(channel, done);
  const why = `rollback to ${done.to.slice(0, 12)}${reason === undefined ? '' : `: ${reason}`}`;
  if (flatten === true) await following.flatten(sessions, { command: 'flatten', by, reason: why.slice(0, 500) });
  if (sessions.length > 0) for (const line of lines) context.say(line);
  const outcomes: readonly FollowedSession[] =
    wait === false
      ? sessions.map((session) => ({
          ...session,
          state: 'told',
          text: `${session.text} was not waited for: qt status`,
        }))
      : await following.until(sessions, done.to, wait * 1000, flatten === true);
  const told = outcomes.map(({ text }) => text);
  const text = [...(sessions.length > 0 ? [] : [...lines, 'no session follows it']), ...told].join('\n');
  context.result({ strategy, stage, ...done, sessions: outcomes }, text);
  if (outcomes.some(({ state }) => state === 'waits' || state === 'refused' || state === 'silent')) {
    process.exitCode = EXIT_FAILED;
  }
}

/** UserErrors `channel-missing`, `stage-ambiguous`. */
async function stageMeant(home: string, strategy: string, following: FollowingSessions): Promise<Stage> {
  const stages = STAGES.filter((stage) => readChannel(home, strategy, stage) !== undefined);
  const followed: Stage[] = [];
  for (const stage of stages) if ((await following.of(`${strategy}@${stage}`)).length > 0) followed.push(stage);
  const meant = followed.length > 0 ? followed : stages;
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  const fix = `Name the stage: qt rollback ${strategy} ${only ?? 'paper'}`;
  if (only === undefined) {
    throw new UserError({ code: 'channel-missing', message: `Nothing of ${strategy} was promoted`, fix });
  }
  const where = followed.length > 0 ? 'is followed by sessions' : 'has channels';
  const message = `${strategy} ${where} at ${meant.join(', ')}`;
  throw new UserError({ code: 'stage-ambiguous', message, field: 'stage', fix });
}
