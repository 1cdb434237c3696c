// A release at a stage in; whether it is new there, proven, or has broken its probation, out.

import { brokenRelease } from '../release/broken-release.ts';
import type { HistoryEntry } from '../release/channel-file.ts';
import { channelHistory, readChannel } from '../release/channels.ts';
import { goodDays, type ReleaseAtStage, type SessionRun, sessionRuns } from './good-days.ts';

export type ProbationState =
  /** Nothing is watched: the channel does not name it, or machine.json wants no probation. */
  | { readonly kind: 'none' }
  | { readonly kind: 'proven' }
  /** `day` of `of`, from 1. */
  | { readonly kind: 'on'; readonly day: number; readonly of: number }
  | { readonly kind: 'broken'; readonly entry: HistoryEntry };

export interface ProbationAsked extends ReleaseAtStage {
  /** Session days that it is new for. */
  readonly sessions: number;
  /** Session day that is asked about, YYYY-MM-DD: what ended before it counts. All where absent. */
  readonly day?: string | undefined;
}

/** Throws UserError `channel-invalid`. */
export function probationState(asked: ProbationAsked): ProbationState {
  const { home, strategy, stage, release, sessions } = asked;
  if (sessions === 0) return { kind: 'none' };
  const history = channelHistory(home, strategy, stage);
  const entry = brokenRelease(history, release);
  if (entry !== undefined) return { kind: 'broken', entry };
  if (readChannel(home, strategy, stage)?.release !== release) return { kind: 'none' };
  const ended = daysBefore(sessionRuns(asked, putBackAt(history, release)), asked.day);
  return ended >= sessions ? { kind: 'proven' } : { kind: 'on', day: ended + 1, of: sessions };
}

/** Runs of a release that it is judged by: those of the days on which it was new. */
export function runsOnProbation(asked: ProbationAsked): readonly SessionRun[] {
  const { home, strategy, stage, release, sessions } = asked;
  const runs = sessionRuns(asked, putBackAt(channelHistory(home, strategy, stage), release));
  return runs.filter(({ day }) => daysBefore(runs, day) < sessions);
}

function daysBefore(runs: readonly SessionRun[], day: string | undefined): number {
  return goodDays(runs).filter((each) => day === undefined || each < day).length;
}

/** What it did before a person put it back is forgiven; the first days of a release count whenever they were. */
function putBackAt(history: readonly HistoryEntry[], release: string): string | undefined {
  const broke = history.findLastIndex(({ broken }) => broken === release);
  if (broke < 0) return undefined;
  return history.slice(broke).find((entry) => entry.action === 'promote' && entry.release === release)?.at;
}
