// A dataset part by path and hash in; whether this home has those very bytes, and what its manifest says of rows, days and sources, out.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type PartManifest, parseManifest } from '../../adapters/datasets/manifest.ts';
import { UserError } from '../../adapters/user-error.ts';
import { formatLocalTime } from '../../core/market/civil-time.ts';
import { type Explained, explained, weakest } from './explained.ts';

const HASH_SHOWN = 12;

export interface NamedPart {
  /** Relative to the home. */
  readonly path: string;
  readonly sha256: string;
}

/** The file itself is hashed; what its manifest says of where the rows came from is not signed. */
export async function explainPart(home: string, { path, sha256 }: NamedPart): Promise<Explained> {
  const short = sha256.slice(0, HASH_SHOWN);
  const file = join(home, path);
  if (!existsSync(file)) return explained(path, `sha256 ${short}; not in this home`, 'missing');
  if ((await sha256OfFile(file)) !== sha256) {
    return explained(path, `sha256 ${short}; here it has other bytes`, 'different');
  }
  const manifest = manifestOf(file.replace(/\.parquet$/, '.json'));
  if (manifest === undefined) return explained(path, `sha256 ${short}; its manifest cannot be read`, 'proved');
  const { rows, provenance, firstTimeUs, lastTimeUs } = manifest;
  const span = `${formatLocalTime(firstTimeUs).slice(0, 19)} to ${formatLocalTime(lastTimeUs).slice(11, 19)}`;
  const says = `sha256 ${short}, ${rows} rows, ${span}, ${provenance}`;
  return explained(path, says, 'proved', manifest.sources.map(sourceOf));
}

/** By file: of one that is named by its folder and day the folder says which. */
export async function explainParts(home: string, parts: readonly NamedPart[], field: string): Promise<Explained> {
  const children: Explained[] = [];
  for (const part of parts) children.push(await explainPart(home, part));
  const here = children.filter(({ standing }) => standing === 'proved').length;
  return explained(
    field,
    `${here} of ${parts.length} parts are in this home, byte by byte`,
    weakest(children),
    children,
  );
}

function sourceOf({ file, format, sha256 }: PartManifest['sources'][number]): Explained {
  return explained(basename(file), `imported as ${format}, sha256 ${sha256.slice(0, HASH_SHOWN)}`, 'stated');
}

function manifestOf(file: string): PartManifest | undefined {
  try {
    return existsSync(file) ? parseManifest(readFileSync(file, 'utf8'), file) : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
