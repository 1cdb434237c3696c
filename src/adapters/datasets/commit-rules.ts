// What stands in a place of the store and what shall come there in; whether the two are the same, may be joined, or contradict each other, out.

import { formatLocalTime } from '../../core/market/civil-time.ts';
import { weakerProvenance } from '../../core/market/provenance.ts';
import { UserError } from '../user-error.ts';
import type { PartManifest, PartSource } from './manifest.ts';
import type { MergeConflict } from './merge-candles.ts';
import type { PartRef } from './part-path.ts';
import { readManifest, sourceNames } from './proven-part.ts';
import type { PartOrigin } from './staged-part.ts';

/** Undefined when it is damaged and to be replaced anyway. */
export function manifestThere(part: PartRef, replace: boolean): PartManifest | undefined {
  try {
    return readManifest(part);
  } catch (error) {
    if (replace && error instanceof UserError) return undefined;
    throw error;
  }
}

/** The same rows, and nothing else is said of them. */
export function isSame(a: PartManifest, b: PartManifest): boolean {
  const marks = ['sha256', 'provenance', 'sideSource', 'bookSource', 'adjusted'] as const;
  const isJudgedAlike = a.quality?.rulesVersion === b.quality?.rulesVersion;
  return isJudgedAlike && marks.every((mark) => a[mark] === b[mark]);
}

/** One and the same file: read with other options, its rows take the place of those of before. */
export function isSameSource(old: readonly PartSource[], fresh: readonly PartSource[]): boolean {
  return old.length === fresh.length && old.every(({ sha256 }, index) => sha256 === fresh[index]!.sha256);
}

/** Marked as coming from nearer to the exchange. */
export function isStronger(fresh: PartManifest, old: PartManifest): boolean {
  return fresh.provenance !== old.provenance && weakerProvenance(fresh.provenance, old.provenance) === old.provenance;
}

/** Rows of which other things hold cannot stand in one part. */
export function assertAlike(part: PartRef, older: PartOrigin, fresh: PartOrigin): void {
  for (const mark of ['adjusted', 'sideSource', 'bookSource'] as const) {
    if (older[mark] === fresh[mark]) continue;
    const why = `${mark} is ${older[mark]} in one file and ${fresh[mark]} in the other`;
    throw existsError(part, older, fresh, { kind: 'conflict', timeUs: undefined, why });
  }
}

export function strongerError(part: PartRef, old: PartManifest, fresh: PartManifest): UserError {
  return new UserError({
    code: 'provenance-stronger',
    message:
      `${part.instrument} ${part.kind} of ${part.day} stands there as ${old.provenance} data (from ${sourceNames(old)}); ` +
      `${sourceNames(fresh)} would make it ${fresh.provenance} data`,
    file: part.path,
    field: 'provenance',
    fix: `Say --provenance ${old.provenance} if it is that, or import with --replace if it is not`,
  });
}

export function existsError(
  part: PartRef,
  old: PartOrigin,
  fresh: PartOrigin,
  { timeUs, why }: MergeConflict,
): UserError {
  const at = timeUs === undefined ? '' : ` at ${formatLocalTime(timeUs)}`;
  return new UserError({
    code: 'part-exists',
    message:
      `${part.instrument} ${part.kind} of ${part.day} from ${sourceNames(fresh)} cannot be merged with what stands there ` +
      `from ${sourceNames(old)}: ${why}${at}`,
    file: part.path,
    fix: 'Import with --replace to keep the new one, or leave that day out',
  });
}
