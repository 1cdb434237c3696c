// A channel in; that the last release which broke its probation there was rolled back, or was not, told once to whoever can tell people, out.

import { existsSync, readFileSync } from 'node:fs';
import { replaceDurably } from '../../adapters/durable-file.ts';
import type { HistoryEntry } from '../release/channel-file.ts';
import { SESSION_WAIT_MS, whileChannelIsLocked } from '../release/channel-lock.ts';
import { channelHistory } from '../release/channels.ts';
import { readTrustedKeys } from '../release/keys.ts';
import { releaseChanges } from '../release/release-changes.ts';
import { channelPath, releaseDir } from '../release/release-folders.ts';
import { verifyRelease } from '../release/verify-release.ts';
import type { ReleaseAtStage } from './good-days.ts';

type ChannelName = Omit<ReleaseAtStage, 'release'>;
type Tell = (code: 'releaseRolledBack' | 'releaseNotRolledBack', text: string) => void;

const ID_SHOWN = 12;
/** A person reads it on a phone; the whole is in qt releases. */
const CHANGES_SHOWN = 6;
const VALUE_SHOWN = 40;

/** `tell` hands over and does not wait. After a crash between that and its mark it is told once more: better than never. Throws what files throw, and UserError `channel-invalid`. */
export function tellOfBreak(channel: ChannelName, tell: Tell): void {
  const { home, strategy, stage } = channel;
  const last = (): HistoryEntry | undefined =>
    channelHistory(home, strategy, stage).findLast(({ broken }) => broken !== undefined);
  // nearly always: without the lock
  if (isTold(channel, last())) return;
  const work = (): void => {
    const entry = last();
    if (entry === undefined || isTold(channel, entry)) return;
    const isBack = entry.action === 'rollback';
    tell(isBack ? 'releaseRolledBack' : 'releaseNotRolledBack', textOf(channel, entry));
    replaceDurably(markOf(channel), mark(entry));
  };
  whileChannelIsLocked(home, strategy, stage, work, SESSION_WAIT_MS);
}

function isTold(channel: ChannelName, entry: HistoryEntry | undefined): boolean {
  const file = markOf(channel);
  return entry === undefined || (existsSync(file) && readFileSync(file, 'utf8') === mark(entry));
}

function markOf({ home, strategy, stage }: ChannelName): string {
  return `${channelPath(home, strategy, stage)}.told`;
}

function mark({ at, broken }: HistoryEntry): string {
  return `${at} ${broken}\n`;
}

function textOf(channel: ChannelName, entry: HistoryEntry): string {
  const { release, action, reason = '', broken = '' } = entry;
  const what = `${shown(broken)} of ${channel.strategy}@${channel.stage} broke its probation: ${reason}`;
  if (action !== 'rollback') return what;
  return `${what}; the channel is back at ${shown(release)}, which undoes ${undone(channel, broken, release)}`;
}

/** Limits first. Also where the one that broke no longer verifies. */
function undone({ home, strategy, stage }: ChannelName, from: string, to: string): string {
  try {
    const trustedKeys = readTrustedKeys(home);
    const [before, after] = [from, to].map((id) =>
      verifyRelease(releaseDir(home, strategy, id), trustedKeys, { strategy, stage }),
    );
    const changes = releaseChanges(before!.manifest, after!.manifest).map(
      (change) => `${change.field}: ${value(change.from)} -> ${value(change.to)}`,
    );
    const more = changes.length - CHANGES_SHOWN;
    const first = changes.slice(0, CHANGES_SHOWN).join(', ');
    return more > 0 ? `${first}, and ${more} more` : first;
  } catch (error) {
    return `what cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function value(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return /^[0-9a-f]{64}$/.test(text) ? shown(text) : text.slice(0, VALUE_SHOWN);
}

function shown(id: string): string {
  return id.slice(0, ID_SHOWN);
}
