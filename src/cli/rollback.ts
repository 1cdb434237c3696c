// `qt rollback STRATEGY`: its channel back to the release before, what that undoes, and the word of every session that follows the channel.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { readChannel } from '../promotion/release/channels.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { STAGES, type Stage } from '../promotion/release/stage.ts';
import { positive, reasonText } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import {
  apartOf,
  type FollowedSession,
  FollowingSessions,
  followersOf,
  type SeenSession,
} from './following-sessions.ts';
import { operatorName } from './operator-name.ts';
import { EXIT_FAILED } from './report-error.ts';
import { rollBackFrom } from './roll-back-from.ts';
import { rolledBackText } from './rolled-back-text.ts';
import { stageOf } from './stage-of.ts';

interface Options {
  readonly flatten?: boolean;
  readonly onceMore?: boolean;
  readonly reason?: string;
  /** Seconds; false: not at all. */
  readonly wait: number | false;
}

const WAIT_S = 30;
const ASKER = 'qt rollback';
/** Nobody can say of these that the bad release is gone. */
const FAILED: readonly FollowedSession['state'][] = ['waits', 'refused', 'silent', 'ended'];

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
    .option('--reason <text>', 'for the history and the sessions', reasonText)
    .option('--once-more', 'one further back, also while a session has not taken the rollback before')
    .option('--wait <seconds>', 'how long the word of the sessions is waited for', positive, WAIT_S)
    .option('--no-wait', 'only the channel')
    .addHelpText(
      'after',
      '\nExit codes: 0 the sessions run the release before, or none follows the channel; 1 one of them runs the other still, gives no answer or ended meanwhile; 2 wrong usage' +
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
  { flatten, onceMore, reason, wait }: Options,
): Promise<void> {
  const { home } = context;
  const following = new FollowingSessions(home, strategy);
  const all = await following.look();
  const stage = stageName === undefined ? stageMeant(home, strategy, all) : stageOf(stageName);
  const channel = `${strategy}@${stage}`;
  const sessions = followersOf(all, channel);
  const by = operatorName(ASKER);
  const at = new Date().toISOString();
  const seen = { ...seenBy(all, channel), isOnceMore: onceMore === true };
  const done = rollBackFrom({
    ...{ home, strategy, stage, at, by, reason },
    trustedKeys: readTrustedKeys(home),
    ...seen,
  });
  const lines = rolledBackText(channel, done);
  if (sessions.length > 0) for (const line of lines) context.say(line);
  const why = `rollback to ${done.to.slice(0, 12)}${reason === undefined ? '' : `: ${reason}`}`;
  const flattening = { command: 'flatten', by, reason: why.slice(0, 500) } as const;
  const unheard = flatten === true ? await following.flatten(sessions, flattening) : new Map<number, string>();
  const awaited = { channel, release: done.to, isFlattening: flatten === true };
  const settled = wait === false ? sessions.map(notAwaited) : await following.until(sessions, awaited, wait * 1000);
  const outcomes = [...settled.map((session) => withUnheard(session, unheard.get(session.pid))), ...apartOf(all)];
  const none = sessions.length > 0 ? [] : [...lines, 'no session follows it'];
  context.result(
    { strategy, stage, ...done, sessions: outcomes },
    [...none, ...outcomes.map(({ text }) => text)].join('\n'),
  );
  if (unheard.size > 0 || outcomes.some(({ state }) => FAILED.includes(state))) process.exitCode = EXIT_FAILED;
}

/** What the sessions of the channel run, and whether one of them does not say. */
function seenBy(
  all: readonly SeenSession[],
  channel: string,
): { readonly running: string[]; readonly isUnsure: boolean } {
  const releases = all.filter(({ status }) => status?.channel === channel).map(({ status }) => status!.release);
  const isUnsure = all.some(({ status }) => status === undefined);
  return { running: releases.filter((release) => release !== null), isUnsure };
}

function notAwaited(session: FollowedSession): FollowedSession {
  if (session.state === 'silent') return session;
  return { ...session, state: 'told', text: `${session.text} was not waited for: qt status` };
}

function withUnheard(session: FollowedSession, unheard: string | undefined): FollowedSession {
  if (unheard === undefined) return session;
  return {
    ...session,
    text: `${session.text}. It was not told to close (${unheard}): qt flatten, or by the host qt kill`,
  };
}

/** UserErrors `channel-missing`, `stage-ambiguous`. */
function stageMeant(home: string, strategy: string, all: readonly SeenSession[]): Stage {
  const stages = STAGES.filter((stage) => readChannel(home, strategy, stage) !== undefined);
  const isSilent = all.some(({ status }) => status === undefined);
  // one that does not answer may follow any of them
  const followed = isSilent
    ? []
    : stages.filter((stage) => all.some(({ status }) => status?.channel === `${strategy}@${stage}`));
  const meant = followed.length > 0 ? followed : stages;
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  const fix = `Name the stage: qt rollback ${strategy} ${only ?? 'paper'}`;
  if (only === undefined) {
    throw new UserError({ code: 'channel-missing', message: `Nothing of ${strategy} was promoted`, fix });
  }
  const where = followed.length > 0 ? 'is followed by sessions' : 'has channels';
  const message = `${strategy} ${where} at ${meant.join(', ')}${isSilent ? ', and a session of it does not answer' : ''}`;
  throw new UserError({ code: 'stage-ambiguous', message, field: 'stage', fix });
}
