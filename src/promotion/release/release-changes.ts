// Two release manifests in; the list of what differs between them, for a person who decides to switch, out.

import type { ReleaseManifest } from './release-manifest.ts';

export interface ReleaseChange {
  /** `limits.maxContracts`, `files.code/strategy.mjs`, ... */
  readonly field: string;
  /** Undefined where the first release has no such field. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** By field, limits first: they are what a person must see. Files are compared by sha256. */
export function releaseChanges(from: ReleaseManifest, to: ReleaseManifest): readonly ReleaseChange[] {
  const before = fieldsOf(from);
  const after = fieldsOf(to);
  const changes: ReleaseChange[] = [];
  for (const field of [...new Set([...before.keys(), ...after.keys()])].sort(limitsFirst)) {
    const change = { field, from: before.get(field), to: after.get(field) };
    if (change.from !== change.to) changes.push(change);
  }
  return changes;
}

function fieldsOf(manifest: ReleaseManifest): ReadonlyMap<string, string> {
  const { files, datasets, ...rest } = manifest;
  const fields = new Map<string, string>();
  addFields(rest, '', fields);
  for (const file of files) fields.set(`files.${file.path}`, file.sha256);
  for (const dataset of datasets) fields.set(`datasets.${dataset.path}`, dataset.sha256);
  return fields;
}

function addFields(value: object, prefix: string, fields: Map<string, string>): void {
  for (const [key, inner] of Object.entries(value) as readonly [string, unknown][]) {
    const field = `${prefix}${key}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) addFields(inner, `${field}.`, fields);
    else fields.set(field, typeof inner === 'string' ? inner : JSON.stringify(inner));
  }
}

function limitsFirst(a: string, b: string): number {
  const rank = (field: string): number => (field.startsWith('limits.') ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
