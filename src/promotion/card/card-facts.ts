// A home and a release in; all that its card shows (its parts, approvals, what it is compared with and what changed), proved byte by byte, out.

import { type ListedApproval, listApprovals } from '../release/approvals.ts';
import { channelHistory, listChannels, readChannel } from '../release/channels.ts';
import type { TrustedKey } from '../release/keys.ts';
import { messageOf } from '../release/release-error.ts';
import { releaseDir } from '../release/release-folders.ts';
import { type ReleaseParts, releaseParts } from '../release/release-parts.ts';
import { resolveRelease } from '../release/resolve-release.ts';
import { STAGES, type Stage } from '../release/stage.ts';
import { type VerifiedRelease, verifyRelease } from '../release/verify-release.ts';
import { type CardChanges, cardChanges } from './card-changes.ts';

export interface CardRequest {
  readonly home: string;
  /** Folder, id, or STRATEGY@STAGE. */
  readonly release: string;
  /** What to compare with, in the same forms; else what the channel of the stage names, or named before. */
  readonly against?: string | undefined;
  /** The stage that it is shown for; else that of the channel, or the hardest of those that point to it, or its own. */
  readonly stage?: Stage | undefined;
  readonly trustedKeys: readonly TrustedKey[];
}

/** What it is compared with; `fault` where that one does not verify here. */
export type CardAgainst = { readonly id: string } & (
  | { readonly changes: CardChanges; readonly fault?: undefined }
  | { readonly fault: string }
);

export interface CardFacts {
  readonly stage: Stage;
  readonly release: VerifiedRelease;
  readonly parts: ReleaseParts;
  readonly approvals: readonly ListedApproval[];
  /** Undefined where nothing ran at the stage before. */
  readonly against: CardAgainst | undefined;
}

/** Throws the errors of `resolveRelease` and `verifyRelease`, and `release-bad-manifest`. */
export function cardFacts({ home, against, trustedKeys, ...request }: CardRequest): CardFacts {
  const found = resolveRelease(home, request.release);
  const release = verifyRelease(found.dir, trustedKeys, { strategy: found.strategy, stage: found.stage });
  const stage = request.stage ?? found.stage ?? stageOf(home, release);
  const parts = releaseParts(release);
  const dir = against === undefined ? dirBefore(home, release, stage) : resolveRelease(home, against).dir;
  return {
    ...{ stage, release, parts },
    approvals: listApprovals(release, trustedKeys),
    against: dir === undefined ? undefined : comparedWith(dir, { release, parts }, trustedKeys),
  };
}

function stageOf(home: string, { id, manifest }: VerifiedRelease): Stage {
  const pointing = listChannels(home).filter((each) => each.strategy === manifest.strategy && each.release === id);
  return STAGES.findLast((stage) => pointing.some((channel) => channel.stage === stage)) ?? manifest.stage;
}

/** Of the release that runs at the stage, or of the one that ran there before this one. */
function dirBefore(home: string, { id, manifest: { strategy } }: VerifiedRelease, stage: Stage): string | undefined {
  const current = readChannel(home, strategy, stage)?.release;
  const others = channelHistory(home, strategy, stage).filter(({ release }) => release !== id);
  const before = current !== undefined && current !== id ? current : others.at(-1)?.release;
  return before === undefined ? undefined : releaseDir(home, strategy, before);
}

/** What is damaged or gone does not keep the card of the other from being made. */
function comparedWith(
  dir: string,
  to: Pick<CardFacts, 'release' | 'parts'>,
  trustedKeys: readonly TrustedKey[],
): CardAgainst {
  try {
    const release = verifyRelease(dir, trustedKeys, { strategy: to.release.manifest.strategy });
    return { id: release.id, changes: cardChanges({ release, parts: releaseParts(release) }, to) };
  } catch (error) {
    return { id: dir.split(/[/\\]/).at(-1)!, fault: messageOf(error) };
  }
}
