// A release and what it broke in its probation in; its channel pointed back to the release before, or left where it is, and that in its history, once, out.

import { UserError } from '../../adapters/user-error.ts';
import { brokenRelease } from '../release/broken-release.ts';
import { addHistory, type HistoryEntry } from '../release/channel-file.ts';
import { SESSION_WAIT_MS, whileChannelIsLocked } from '../release/channel-lock.ts';
import { channelHistory, pointChannel, readChannel } from '../release/channels.ts';
import { readTrustedKeys } from '../release/keys.ts';
import { historyPath } from '../release/release-folders.ts';
import { rollback } from '../release/rollback.ts';
import type { Breach } from './breach.ts';
import type { ReleaseAtStage } from './good-days.ts';

/** Who moves a channel that no person has moved. */
export const AUTOMATIC = 'automatic';
const REASON_MAX = 500;

export interface EndedProbation extends ReleaseAtStage {
  readonly breach: Breach;
  /** Session day on which it broke, YYYY-MM-DD. */
  readonly day: string;
  /** UTC in ISO 8601. */
  readonly at: string;
  /** False: the channel stays. */
  readonly rollsBack: boolean;
}

/**
 * Whoever comes second, in this process, another one or after a restart, changes nothing, unless the first was cut off before the channel
 * had moved. Gives the entry of the history. Throws what files throw, and UserError `channel-invalid`; `channel-busy` where another moves
 * the channel at the moment: ask again.
 */
export function endProbation(ended: EndedProbation): HistoryEntry {
  const { home, strategy, stage, release } = ended;
  const work = (): HistoryEntry => {
    const known = brokenRelease(channelHistory(home, strategy, stage), release);
    if (known === undefined) return end(ended);
    if (known.action === 'rollback' && readChannel(home, strategy, stage)?.release === release) finish(ended, known);
    return known;
  };
  return whileChannelIsLocked(home, strategy, stage, work, SESSION_WAIT_MS);
}

function end(ended: EndedProbation): HistoryEntry {
  const { home, strategy, stage, release, rollsBack, at } = ended;
  const named = readChannel(home, strategy, stage)?.release ?? release;
  if (named !== release) return keep(ended, named, 'the channel names another release by now');
  if (!rollsBack) return keep(ended, named, 'machine.json says so (probation.rollBack)');
  const { reason, by } = { reason: reasonOf(ended), by: AUTOMATIC };
  try {
    const trustedKeys = readTrustedKeys(home);
    rollback({ home, strategy, stage, at, by, reason, broken: release, trustedKeys });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return keep(ended, named, error.message);
  }
  return brokenRelease(channelHistory(home, strategy, stage), release)!;
}

function keep(ended: EndedProbation, named: string, why: string): HistoryEntry {
  const { home, strategy, stage, release, at } = ended;
  const reason = `${reasonOf(ended)}; the channel stays: ${why}`.slice(0, REASON_MAX);
  const entry = { release: named, at, by: AUTOMATIC, action: 'kept', reason, broken: release } as const;
  addHistory(historyPath(home, strategy, stage), entry);
  return entry;
}

/** After a crash between history and channel. */
function finish({ home, strategy, stage, at }: EndedProbation, { release, reason, broken }: HistoryEntry): void {
  const trustedKeys = readTrustedKeys(home);
  pointChannel({ home, strategy, stage, release, at, by: AUTOMATIC, reason, broken, trustedKeys }, 'rollback');
}

/** Room is left for why a channel stays. */
function reasonOf({ breach, day }: EndedProbation): string {
  return `in the session of ${day}: ${breach.text}`.slice(0, REASON_MAX * 0.7);
}
