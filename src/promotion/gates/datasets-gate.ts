// The datasets that a release names in; a gate that says whether each is in the home folder with the same bytes, out.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type PartManifest, parseManifest } from '../../adapters/datasets/manifest.ts';
import { isJudged, isRefused } from '../../adapters/datasets/usable-part.ts';
import { verdictOf } from '../../core/quality/finding.ts';
import type { CheckedGate } from '../release/gate.ts';
import type { ReleaseDraft } from '../release/release-manifest.ts';

/** What `storeSyntheticDay` says where a part comes from. */
const SYNTHETIC_FORMAT = 'synthetic';

/** The value is the number of datasets found whole, the limit how many were named. None at all fails. */
export async function datasetsGate(home: string, datasets: ReleaseDraft['datasets']): Promise<CheckedGate> {
  const base = { id: 'datasets', limit: Math.max(1, datasets.length) } as const;
  if (datasets.length === 0) {
    const fix = 'Backtest the strategy on datasets of this home first';
    return { ...base, passed: false, value: 0, reason: 'The release names no dataset that it was validated on', fix };
  }
  const faults: string[] = [];
  for (const { path, sha256 } of datasets) {
    const file = join(home, path);
    const manifest = file.replace(/\.parquet$/, '.json');
    if (!existsSync(file) || !existsSync(manifest)) faults.push(`${path} is missing`);
    else if ((await sha256OfFile(file)) !== sha256) faults.push(`${path} has changed since the validation`);
    else faults.push(...manifestFaults(path, parseManifest(readFileSync(manifest, 'utf8'), manifest)));
  }
  const value = datasets.length - faults.length;
  if (faults.length === 0)
    return { ...base, passed: true, value, reason: `All ${value} datasets are present and unchanged`, fix: '' };
  const reason = faults.length === 1 ? faults[0]! : `${faults[0]}, and ${faults.length - 1} more`;
  return {
    ...base,
    passed: false,
    value,
    reason,
    fix: 'Import the datasets again, or validate again on the present ones',
  };
}

/** What nobody has looked at is no better than what was refused. A word that was changed by hand shows where the rest of the manifest says otherwise. */
function manifestFaults(path: string, manifest: PartManifest): readonly string[] {
  const { provenance, sources } = manifest;
  if (provenance !== 'synthetic' && sources.some(({ format }) => format === SYNTHETIC_FORMAT)) {
    return [`${path} says that it is of provenance ${provenance}, and was made by qt synth`];
  }
  const { verdict, findings = [], series = [] } = manifest.quality ?? {};
  if (verdict !== undefined && verdict !== verdictOf([...findings, ...series])) {
    return [`${path} says that the quality gate found it ${verdict}, which is not what it found`];
  }
  if (isRefused(manifest)) return [`${path} was refused by the quality gate`];
  return isJudged(manifest)
    ? []
    : [`${path} was not judged by the present rules of the quality gate (qt datasets check)`];
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
