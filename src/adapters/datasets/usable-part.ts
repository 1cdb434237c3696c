// A part's manifest in; whether the quality gate has judged it, whether it was refused, and an error where nobody said that it may be used all the same.

import { RULES_VERSION } from '../../core/quality/row-rules.ts';
import { UserError } from '../user-error.ts';
import type { PartManifest } from './manifest.ts';
import type { PartRef } from './part-path.ts';

/** By the rules of this version of the program. */
export function isJudged({ quality }: PartManifest): boolean {
  return quality?.rulesVersion === RULES_VERSION;
}

/** True for a part that only research may use, and only when it says so: refused itself, or made of a part that was. */
export function isRefused({ quality, sources }: Pick<PartManifest, 'quality' | 'sources'>): boolean {
  return quality?.verdict === 'refuse' || sources.some(({ refused }) => refused === true);
}

/** A UserError `part-refused` names the part and what was found. */
export function assertUsable(part: PartRef, manifest: PartManifest, acceptRefused: boolean): void {
  if (acceptRefused || !isRefused(manifest)) return;
  const { findings: own = [], series = [] } = manifest.quality ?? {};
  const findings = [...own, ...series].filter(({ severity }) => severity === 'refuse');
  const why = findings.map(({ rule, detail }) => `${rule}: ${detail}`).join('; ');
  throw new UserError({
    code: 'part-refused',
    message:
      `The quality gate refused ${part.instrument} ${part.kind} of ${part.day}: ` +
      (why === '' ? 'it was made of a part that had been refused' : why),
    file: part.manifestPath,
    field: 'quality',
    fix: 'Leave that day out or import a better file of it; for research only, say --allow-refused (it is recorded)',
  });
}
