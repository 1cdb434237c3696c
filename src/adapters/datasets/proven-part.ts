// One part of the store, its bytes and rows proven against its manifest, as columns.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserError } from '../user-error.ts';
import { listedNames } from './listed-names.ts';
import { type PartManifest, parseManifest } from './manifest.ts';
import { decodePart } from './parquet-part.ts';
import type { PartRef } from './part-path.ts';
import type { PartColumns } from './row-buffer.ts';

/** A part as it was read. */
export interface ProvenPart {
  readonly part: PartRef;
  readonly manifest: PartManifest;
  readonly columns: PartColumns;
}

const LISTED_FILES = 3;

/** Where the rows of a part come from, for messages. */
export function sourceNames({ sources }: Pick<PartManifest, 'sources'>): string {
  return listedNames(
    sources.map(({ file }) => file),
    LISTED_FILES,
  );
}

export function readManifest(part: PartRef): PartManifest {
  return parseManifest(readFileSync(part.manifestPath, 'utf8'), part.manifestPath);
}

/** True when the bytes of the file are those of the manifest. */
export function isWhole(part: PartRef, manifest: PartManifest): boolean {
  return createHash('sha256').update(readFileSync(part.path)).digest('hex') === manifest.sha256;
}

/** A UserError `part-corrupt` when what was found in the file is not what its manifest says. */
export function assertDescribed(
  part: PartRef,
  manifest: PartManifest,
  field: 'sha256' | 'rows',
  found: string | number | undefined,
): void {
  if (manifest[field] !== found) throw corruptError(part, manifest, field);
}

/** Columns of a part that is there. A UserError `part-corrupt` when its bytes or rows are not those of the manifest. */
export async function readProvenPart(part: PartRef, manifest = readManifest(part)): Promise<ProvenPart> {
  const bytes = readFileSync(part.path);
  assertDescribed(part, manifest, 'sha256', createHash('sha256').update(bytes).digest('hex'));
  const columns = await decodePart(part.kind, bytes, part.path);
  assertDescribed(part, manifest, 'rows', Object.values(columns)[0]?.length);
  return { part, manifest, columns };
}

function corruptError(part: PartRef, manifest: PartManifest, field: string): UserError {
  return new UserError({
    code: 'part-corrupt',
    message: `The dataset part ${part.path} is not the one that its manifest describes`,
    file: part.path,
    field,
    fix: `Import ${sourceNames(manifest)} again with --replace`,
  });
}
