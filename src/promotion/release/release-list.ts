// A home in; its releases with the channels that point to them, and one of them in full, out, as data to print.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ListedApproval, listApprovals } from './approvals.ts';
import { readCandidates } from './candidates.ts';
import { listChannels } from './channels.ts';
import type { Gate } from './gate.ts';
import { parseGates } from './gates-file.ts';
import type { TrustedKey } from './keys.ts';
import { type PerformanceRecord, readPerformance } from './performance-record.ts';
import { messageOf } from './release-error.ts';
import { type ReleaseRef, releaseRefs } from './release-folders.ts';
import { GATES_FILE } from './release-manifest.ts';
import { resolveRelease } from './resolve-release.ts';
import type { Stage } from './stage.ts';
import { type VerifiedRelease, verifyRelease } from './verify-release.ts';

export interface ListedRelease extends ReleaseRef {
  /** Stages whose channel points here. */
  readonly channels: readonly Stage[];
  /** It was built as a candidate and no channel points to it. */
  readonly isCandidate: boolean;
  /** For harder stages than it was built for; none where it does not verify. */
  readonly approvals: readonly ListedApproval[];
  /** Undefined when it does not verify. */
  readonly release: VerifiedRelease | undefined;
  /** Why it does not verify. */
  readonly fault: string | undefined;
}

export interface ShownRelease {
  readonly release: VerifiedRelease;
  readonly gates: readonly Gate[];
  readonly channels: readonly Stage[];
  /** For harder stages than it was built for. */
  readonly approvals: readonly ListedApproval[];
  /** What its bundle took when it was last promoted; not of releases of earlier versions. */
  readonly performance: PerformanceRecord | 'missing' | 'changed';
}

/** Every release of the home, or of one strategy, verified one by one; a damaged one is listed with its fault. */
export function listReleases(
  home: string,
  trustedKeys: readonly TrustedKey[],
  strategy?: string,
): readonly ListedRelease[] {
  const stagesOf = channelStages(home);
  const known = new Map<string, ReadonlySet<string>>();
  const candidatesOf = (name: string): ReadonlySet<string> => {
    const ids = known.get(name) ?? new Set(readCandidates(home, name).map(({ release }) => release));
    known.set(name, ids);
    return ids;
  };
  return releaseRefs(home, strategy).map((ref) => {
    const channels = stagesOf(ref.strategy, ref.id);
    const isCandidate = channels.length === 0 && candidatesOf(ref.strategy).has(ref.id);
    const listed = { ...ref, channels, isCandidate };
    try {
      const release = verifyRelease(ref.dir, trustedKeys, { strategy: ref.strategy });
      return { ...listed, release, approvals: listApprovals(release, trustedKeys), fault: undefined };
    } catch (error) {
      return { ...listed, release: undefined, approvals: [], fault: messageOf(error) };
    }
  });
}

/** `spec` as in `resolveRelease`. Throws its errors and those of `verifyRelease`. */
export function showRelease(home: string, spec: string, trustedKeys: readonly TrustedKey[]): ShownRelease {
  const { dir, strategy, stage } = resolveRelease(home, spec);
  const release = verifyRelease(dir, trustedKeys, { strategy, stage });
  const gatesPath = join(release.dir, GATES_FILE);
  const gates = parseGates(readFileSync(gatesPath, 'utf8'), gatesPath);
  const channels = channelStages(home)(release.manifest.strategy, release.id);
  const performance = readPerformance({ strategy: release.manifest.strategy, id: release.id }, home, trustedKeys);
  return { release, gates, channels, approvals: listApprovals(release, trustedKeys), performance };
}

function channelStages(home: string): (strategy: string, id: string) => readonly Stage[] {
  const channels = listChannels(home);
  return (strategy, id) =>
    channels
      .filter((channel) => channel.strategy === strategy && channel.release === id)
      .map((channel) => channel.stage);
}
