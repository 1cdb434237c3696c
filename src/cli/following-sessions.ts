// A home and a strategy in; the sessions that follow one of its channels, and what becomes of them when it has moved, out.

import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRunInfo } from '../adapters/journal/run-folder.ts';
import { localClock } from '../adapters/local-time.ts';
import { ControlClient } from '../runner/live/control-client.ts';
import { type RunningSession, runningSessions, sessionText } from '../runner/live/control-file.ts';
import type { ControlStatus, OperateArgs } from '../runner/live/control-messages.ts';

export interface FollowedSession {
  readonly pid: number;
  /** Name of the run folder when it was looked at last. */
  readonly run: string;
  /** `runs`: the release it was to run. `asleep`: it begins with it. `waits`, `refused`, `silent`: the other runs still. */
  readonly state: 'told' | 'runs' | 'asleep' | 'waits' | 'refused' | 'silent' | 'ended';
  /** UTC, of a release that runs; null of others. */
  readonly since: string | null;
  /** For people. */
  readonly text: string;
}

const ASKER = 'qt rollback';
const LOOK_EVERY_MS = 100;
const ID_SHOWN = 12;

export class FollowingSessions {
  private readonly home: string;
  private readonly strategy: string;

  constructor(home: string, strategy: string) {
    this.home = home;
    this.strategy = strategy;
  }

  /** Those that answer; one that does not is told of by qt status. @param channel STRATEGY@STAGE */
  async of(channel: string): Promise<readonly FollowedSession[]> {
    const found: FollowedSession[] = [];
    for (const session of runningSessions(this.home).filter(({ strategy }) => strategy === this.strategy)) {
      const status = await this.statusOf(session);
      if (status?.channel === channel) found.push(seen(session, 'told'));
    }
    return found;
  }

  /** Those that hold something, or have orders out. */
  async flatten(sessions: readonly FollowedSession[], args: OperateArgs): Promise<void> {
    for (const { pid } of sessions) {
      const session = this.byPid(pid);
      const status = session === undefined ? undefined : await this.statusOf(session);
      if (session === undefined || status === undefined) continue;
      if (status.positions.length > 0 || status.orders.length > 0) {
        await this.ask(session, (client) => client.operate(args)).catch(() => undefined);
      }
    }
  }

  /** One that holds something is not waited for, unless it was told to be flat. */
  async until(
    sessions: readonly FollowedSession[],
    release: string,
    waitMs: number,
    isFlattening: boolean,
  ): Promise<readonly FollowedSession[]> {
    const endMs = performance.now() + waitMs;
    return await Promise.all(sessions.map((session) => this.untilOne(session, release, endMs, isFlattening)));
  }

  private async untilOne(
    first: FollowedSession,
    release: string,
    endMs: number,
    isFlattening: boolean,
  ): Promise<FollowedSession> {
    for (;;) {
      const isOver = performance.now() > endMs;
      const session = this.byPid(first.pid);
      if (session === undefined) {
        // between two runs of one process its files are exchanged
        if (isOver) return { ...first, state: 'ended', text: `${first.text} has ended` };
      } else {
        const status = await this.statusOf(session);
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
    const client = await ControlClient.connect(this.home, session, ASKER);
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
  if (status === undefined) return isOver ? { ...seen(session, 'silent'), text: `${text} does not answer` } : undefined;
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

function shown(release: string | null): string {
  return release === null ? 'no release' : release.slice(0, ID_SHOWN);
}
