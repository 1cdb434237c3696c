// The history of a channel and a release in; what that release broke there in its probation, unless somebody has put it back since, out.

import type { HistoryEntry } from './channel-file.ts';
import { releaseError } from './release-error.ts';
import type { Stage } from './stage.ts';

const ID_SHOWN = 12;

/** A person's word that a release which broke its probation runs again. */
export interface PutBack {
  /** 1 to 500 characters. */
  readonly reason: string;
  readonly by: string;
}

/** The entry that tells of it; undefined where it broke nothing, or was promoted again since. */
export function brokenRelease(history: readonly HistoryEntry[], release: string): HistoryEntry | undefined {
  let found: HistoryEntry | undefined;
  for (const entry of history) {
    if (entry.broken === release) found = entry;
    else if (entry.action === 'promote' && entry.release === release) found = undefined;
  }
  return found;
}

export interface PointedRelease {
  readonly strategy: string;
  readonly stage: Stage;
  readonly release: string;
  readonly again?: PutBack | undefined;
}

/**
 * What has broken its probation comes back by a person's word only. Throws UserError `release-rolled-back`, and `release-not-broken` for a
 * word about a release that broke nothing.
 */
export function refuseBroken(history: readonly HistoryEntry[], pointed: PointedRelease): void {
  const { strategy, stage, release, again } = pointed;
  const broken = brokenRelease(history, release);
  if ((broken === undefined) === (again === undefined)) return;
  const name = `${release.slice(0, ID_SHOWN)} `;
  if (broken === undefined) {
    throw releaseError('release-not-broken', `${name}broke no probation at ${strategy}@${stage}`, {
      field: 'again',
      fix: 'Leave out --again',
    });
  }
  throw releaseError('release-rolled-back', `${name}broke its probation at ${strategy}@${stage}: ${broken.reason}`, {
    fix: `Promote a release that does not. Where you know better, say why and who: qt promote ${strategy} ${stage} --release ${name}--again "WHY" --again-by "NAME"`,
  });
}
