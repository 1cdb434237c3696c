// Channels of a home: which release runs at which stage, pointing one to another release, and what it pointed to before.

import { type PutBack, refuseBroken } from './broken-release.ts';
import {
  type ChannelEntry,
  type HistoryEntry,
  readChannelFile,
  readHistoryFile,
  writeChannel,
} from './channel-file.ts';
import { whileChannelIsLocked } from './channel-lock.ts';
import type { TrustedKey } from './keys.ts';
import { releaseError } from './release-error.ts';
import { channelPath, historyPath, releaseDir, releasedStrategies } from './release-folders.ts';
import { STAGES, type Stage } from './stage.ts';
import { verifyRelease } from './verify-release.ts';

const ID_SHOWN = 12;

export interface Channel extends ChannelEntry {
  readonly strategy: string;
  readonly stage: Stage;
}

export interface PointChannel {
  readonly home: string;
  readonly strategy: string;
  readonly stage: Stage;
  /** Full id of a release in this home. */
  readonly release: string;
  /** UTC in ISO 8601, from the caller's clock. */
  readonly at: string;
  readonly by: string;
  /** Why, for the history; 1 to 500 characters. */
  readonly reason?: string | undefined;
  readonly trustedKeys: readonly TrustedKey[];
  /** Puts back a release that broke its probation here. */
  readonly again?: PutBack | undefined;
  /** Of a rollback: id of the release that broke its probation. */
  readonly broken?: string | undefined;
  /** Id of the release that the channel must name still; undefined: whatever it names. */
  readonly expected?: string | undefined;
  /** How long another's work on the channel is waited for; half a minute where absent. */
  readonly waitMs?: number | undefined;
}

export interface PointedChannel {
  /** Release before; undefined when the channel is new. */
  readonly from: string | undefined;
  readonly to: string;
}

/** Undefined when nothing was promoted to the stage. Throws UserError `channel-invalid`. */
export function readChannel(home: string, strategy: string, stage: Stage): Channel | undefined {
  const entry = readChannelFile(channelPath(home, strategy, stage));
  return entry === undefined ? undefined : { strategy, stage, ...entry };
}

/** Throws UserError `channel-missing` and `channel-invalid`. */
export function requireChannel(home: string, strategy: string, stage: Stage): Channel {
  const channel = readChannel(home, strategy, stage);
  if (channel !== undefined) return channel;
  throw releaseError('channel-missing', `No release of ${strategy} was promoted to ${stage}`, {
    file: channelPath(home, strategy, stage),
    fix: `Promote one: node promote.ts ${strategy} ${stage}`,
  });
}

/** Every channel of the home, by strategy and stage. */
export function listChannels(home: string): readonly Channel[] {
  return releasedStrategies(home).flatMap((strategy) =>
    STAGES.map((stage) => readChannel(home, strategy, stage)).filter((channel) => channel !== undefined),
  );
}

/** All that a channel ever pointed to, oldest first. */
export function channelHistory(home: string, strategy: string, stage: Stage): readonly HistoryEntry[] {
  return readHistoryFile(historyPath(home, strategy, stage));
}

/**
 * Points the channel to a release that is verified first and was built for the stage or a harder one. Pointing it to where it
 * points already changes nothing. Throws the errors of `verifyRelease`, `refuseBroken`, `refuseMoved` and the channel's lock, and
 * `channel-invalid` for a bad time or name.
 */
export function pointChannel(options: PointChannel, action: HistoryEntry['action'] = 'promote'): PointedChannel {
  const { home, strategy, stage, release, waitMs } = options;
  verifyRelease(releaseDir(home, strategy, release), options.trustedKeys, { strategy, stage });
  return whileChannelIsLocked(home, strategy, stage, () => pointLocked(options, action), waitMs);
}

function pointLocked(options: PointChannel, action: HistoryEntry['action']): PointedChannel {
  const { home, strategy, stage, release, at, again, broken, expected } = options;
  if (action === 'promote') refuseBroken(channelHistory(home, strategy, stage), { strategy, stage, release, again });
  const current = readChannel(home, strategy, stage);
  if (current !== undefined && expected !== undefined) refuseMoved(current, expected);
  if (current?.release !== release || again !== undefined) {
    const { by, reason } = again ?? options;
    const entry = { release, at, by, action, reason, broken };
    writeChannel(channelPath(home, strategy, stage), historyPath(home, strategy, stage), entry);
  }
  return { from: current?.release, to: release };
}

/** Throws UserError `channel-moved` where the channel names another release than the expected one by now. */
export function refuseMoved({ strategy, stage, release, by }: Channel, expected: string): void {
  if (release === expected) return;
  const message = `${strategy}@${stage} names ${release.slice(0, ID_SHOWN)} by now (${by}), not ${expected.slice(0, ID_SHOWN)}: nothing was moved`;
  throw releaseError('channel-moved', message, {
    fix: 'See what runs and what waits: qt status. To go back from what the channel names now: qt rollback --once-more',
  });
}
