// A part's manifest in; an error out when the quality gate refused the part and nobody has said that it may be used all the same.

import { UserError } from '../user-error.ts';
import type { PartManifest } from './manifest.ts';
import type { PartRef } from './part-path.ts';

/** True for a part that only research may use, and only when it says so. */
export function isRefused({ quality }: PartManifest): boolean {
  return quality?.verdict === 'refuse';
}

/** A UserError `part-refused` names the part and what was found. */
export function assertUsable(part: PartRef, manifest: PartManifest, acceptRefused: boolean): void {
  if (acceptRefused || !isRefused(manifest)) return;
  const findings = manifest.quality!.findings.filter(({ severity }) => severity === 'refuse');
  throw new UserError({
    code: 'part-refused',
    message:
      `The quality gate refused ${part.instrument} ${part.kind} of ${part.day}: ` +
      findings.map(({ rule, detail }) => `${rule}: ${detail}`).join('; '),
    file: part.manifestPath,
    field: 'quality',
    fix: 'Leave that day out or import a better file of it; for research only, say --allow-refused (it is recorded)',
  });
}
