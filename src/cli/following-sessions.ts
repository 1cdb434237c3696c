// A home and a strategy in; the sessions that follow one of its channels, and what becomes of them when it has moved, out.

import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRunInfo } from '../adapters/journal/run-folder.ts';
import { localClock } from '../adapters/local-time.ts';
import { CONTROL_ANSWER_MS, ControlClient } from '../runner/live/control-client.ts';
import { type RunningSession, runningSessions, sessionText } from '../runner/live/control-file.ts';
import type { ControlStatus, OperateArgs } from '../runner/live/control-messages.ts';

export interface FollowedSession {
  readonly pid: number;
  /** Name of the run folder when it was looked at last. */
  readonly run: string;
  /**
   * `runs`: the release it was to run. `asleep`: it begins with it. `waits`, `refused`: the other runs still. `silent`: it gives no status, the
   * other may run still. `apart`: it runs a release of its own and follows no channel.
   */
  readonly state: 'told' | 'runs' | 'asleep' | 'waits' | 'refused' | 'silent' | 'ended' | 'apart';
  /** UTC, of a release that runs; null of others. */
  readonly since: string | null;
  /** For people. */
  readonly text: string;
}

const ASKER = 'qt rollback';
const LOOK_EVERY_MS = 100;
const ID_SHOWN = 12;

/** A session of the strategy; no status where it gave none in time. */
export interface SeenSession {
  readonly session: RunningSession;
  readonly status: ControlStatus | undefined;
}

/** What the sessions are waited for with. */
export interface Awaited {
  /** STRATEGY@STAGE. */
  readonly channel: string;
  readonly release: string;
  readonly isFlattening: boolean;
}

/** Those that follow the channel, and those that give no status: what they follow is not known. @param channel STRATEGY@STAGE */
export function followersOf(all: readonly SeenSession[], channel: string): readonly FollowedSession[] {
  return all
    .filter(({ status }) => status === undefined || status.channel === channel)
    .map(({ session, status }) => (status === undefined ? silent(session) : seen(session, 'told')));
}

/** Those that follow no channel: a rollback does not reach them. */
export function apartOf(all: readonly SeenSession[]): readonly FollowedSession[] {
  const isApart = ({ status }: SeenSession): boolean => status !== undefined && (status.channel ?? null) === null;
  return all.filter(isApart).map(({ session, status }) => apart(session, status!.release));
}

export class FollowingSessions {
  private readonly home: string;
  private readonly strategy: string;
  private readonly answerMs: number;

  /** @param answerMs who gives no status in this time is taken to hang */
  constructor(home: string, strategy: string, answerMs = CONTROL_ANSWER_MS) {
    this.home = home;
    this.strategy = strategy;
    this.answerMs = answerMs;
  }

  /** All of the strategy, also those that do not answer. */
  async look(): Promise<readonly SeenSession[]> {
    const sessions = runningSessions(this.home).filter(({ strategy }) => strategy === this.strategy);
    return await Promise.all(sessions.map(async (session) => ({ session, status: await this.statusOf(session) })));
  }

  /** Those that hold something, have orders out, or do not say. Gives why it failed, by the number of the process. */
  async flatten(sessions: readonly FollowedSession[], args: OperateArgs): Promise<ReadonlyMap<number, string>> {
    const failed = new Map<number, string>();
    const flattenOne = async ({ pid }: FollowedSession): Promise<void> => {
      const session = this.byPid(pid);
      if (session === undefined) return;
      const status = await this.statusOf(session);
      if (status !== undefined && status.positions.length === 0 && status.orders.length === 0) return;
      try {
        await this.ask(session, (client) => client.operate(args));
      } catch (error) {
        failed.set(pid, error instanceof Error ? error.message : String(error));
      }
    };
    await Promise.all(sessions.map(flattenOne));
    return failed;
  }

  /** One that holds something is not waited for, unless it was told to be flat. */
  async until(
    sessions: readonly FollowedSession[],
    awaited: Awaited,
    waitMs: number,
  ): Promise<readonly FollowedSession[]> {
    const endMs = performance.now() + waitMs;
    return await Promise.all(sessions.map((session) => this.untilOne(session, awaited, endMs)));
  }

  private async untilOne(
    first: FollowedSession,
    { channel, release, isFlattening }: Awaited,
    endMs: number,
  ): Promise<FollowedSession> {
    for (;;) {
      const isOver = performance.now() > endMs;
      const session = this.byPid(first.pid);
      if (session === undefined) {
        // between two runs of one process its files are exchanged
        if (isOver) return { ...first, state: 'ended', text: `${first.text} has ended` };
      } else {
        const status = await this.statusOf(session);
        // it did not answer before, and what it follows is known only now
        if (status !== undefined && status.channel !== channel) return apart(session, status.release);
        const settled = settledBy(session, status, release, isFlattening, isOver);
        if (settled !== undefined) return settled;
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  private byPid(pid: number): RunningSession | undefined {
    return runningSessions(this.home).find((each) => each.pid === pid);
  }

  private statusOf(session: RunningSession): Promise<ControlStatus | undefined> {
    return this.ask(session, (client) => client.status()).catch(() => undefined);
  }

  private async ask<T>(session: RunningSession, use: (client: ControlClient) => Promise<T>): Promise<T> {
    const client = await ControlClient.connect(this.home, session, ASKER, this.answerMs);
    try {
      return await use(client);
    } finally {
      client.close();
    }
  }
}

/** Undefined while more can be said by waiting. */
function settledBy(
  session: RunningSession,
  status: ControlStatus | undefined,
  release: string,
  isFlattening: boolean,
  isOver: boolean,
): FollowedSession | undefined {
  const text = sessionText(session);
  if (status === undefined) return isOver ? silent(session) : undefined;
  if (session.waiting !== undefined && !isAsleep(session)) {
    return isOver ? { ...seen(session, 'waits'), text: `${text}: ${session.waiting}` } : undefined;
  }
  if (status.release === release) return runsIt(session, status, isOver);
  const { nextRelease, release: still } = status;
  // it is about to see the channel
  if (nextRelease === null || nextRelease === undefined || nextRelease.release !== release) {
    const last = `${text} runs ${shown(still)} still`;
    return isOver ? { ...seen(session, 'waits'), text: last } : undefined;
  }
  const { why, state } = nextRelease;
  if (state === 'refused') return { ...seen(session, 'refused'), text: `${text} refuses it and opens nothing: ${why}` };
  if (status.state === 'waiting') return { ...seen(session, 'asleep'), text: `${text}: ${why}` };
  const isHeld = status.positions.length > 0 && !isFlattening;
  const waits = `${text} waits: ${why}; ${shown(still)} opens nothing more`;
  return isHeld || isOver ? { ...seen(session, 'waits'), text: waits } : undefined;
}

/** With its decisions, or why there are none, once that was waited for. */
function runsIt(
  session: RunningSession,
  { release, muted, state, why }: ControlStatus,
  isOver: boolean,
): FollowedSession | undefined {
  if (session.waiting !== undefined) {
    return { ...seen(session, 'asleep'), text: `${sessionText(session)} begins with ${shown(release)}` };
  }
  const isDeciding = state !== 'starting' && muted.length === 0;
  if (!isDeciding && !isOver) return undefined;
  const since = readRunInfo(session.folder).startedAtUtc;
  const clock = localClock(Date.parse(since) * 1000);
  const held = state === 'active' || why === '' ? '' : `; ${state}: ${why}`;
  const still = isDeciding ? held : `; no decisions yet: ${muted.join('; ') || 'it is starting'}`;
  return {
    ...seen(session, 'runs'),
    since,
    text: `${sessionText(session)} runs ${shown(release)} since ${clock}${still}`,
  };
}

/** Until its next day; between two runs of one day it is about to begin. */
function isAsleep({ waiting }: RunningSession): boolean {
  return waiting?.startsWith('waiting until') === true;
}

function seen(session: RunningSession, state: FollowedSession['state']): FollowedSession {
  return { pid: session.pid, run: basename(session.folder), state, since: null, text: sessionText(session) };
}

function silent(session: RunningSession): FollowedSession {
  const flat = session.account === null ? '' : '; out of the position at once, by the host: qt kill';
  const text = `${sessionText(session)} does not answer: what it runs and holds is not known. qt stop --force ends it${flat}`;
  return { ...seen(session, 'silent'), text };
}

function apart(session: RunningSession, release: string | null): FollowedSession {
  const text = `${sessionText(session)} runs ${shown(release)} and does not follow this channel: qt stop ends it`;
  return { ...seen(session, 'apart'), text };
}

function shown(release: string | null): string {
  return release === null ? 'no release' : release.slice(0, ID_SHOWN);
}
