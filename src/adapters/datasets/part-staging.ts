// Parts written aside first and moved into the store together at the end, so that a failed import leaves nothing behind.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { weakerProvenance } from '../../core/market/provenance.ts';
import { removeDurably, renameDurably, writeDurably } from '../durable-file.ts';
import { UserError } from '../user-error.ts';
import { MANIFEST_SCHEMA_VERSION, manifestText, type PartManifest, parseManifest } from './manifest.ts';
import { encodePart } from './parquet-part.ts';
import { isPresent, type PartRef, partRef } from './part-path.ts';
import type { PartColumns } from './row-buffer.ts';
import { type PartKind, timeColumnOf } from './schema.ts';

const STAGING_PREFIX = '.staging-';
/** A staging folder this old belongs to an import that was cut off. */
const STALE_MS = 24 * 3_600_000;

/** A part on disk that is not in the store yet. */
export interface StagedPart {
  readonly kind: PartKind;
  readonly day: string;
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  readonly firstTimeUs: number;
  readonly lastTimeUs: number;
}

/** What the caller knows of a part beyond its rows. */
export type PartOrigin = Pick<
  PartManifest,
  'instrument' | 'source' | 'provenance' | 'sideSource' | 'bookSource' | 'adjusted' | 'parameters'
>;

export interface CommitItem {
  readonly staged: StagedPart;
  readonly origin: PartOrigin;
}

/** `unchanged`: the same rows with the same marks were there already and stay as they are. */
export interface CommittedPart {
  readonly part: PartRef;
  readonly manifest: PartManifest;
  readonly change: 'written' | 'replaced' | 'unchanged';
}

interface PlannedPart extends CommittedPart {
  readonly staged: StagedPart;
}

export class PartStaging {
  private readonly root: string;
  private readonly folder: string;
  private count = 0;

  /** `root` is the datasets folder; nothing is created before the first part. */
  constructor(root: string) {
    this.root = root;
    this.folder = join(root, `${STAGING_PREFIX}${randomBytes(6).toString('hex')}`);
    removeStale(root);
  }

  /** Encodes and writes the rows of one day aside; there must be at least one row. */
  stage(kind: PartKind, day: string, columns: PartColumns): StagedPart {
    const bytes = encodePart(kind, columns);
    const file = join(this.folder, `${this.count++}.parquet`);
    orUnwritable(this.root, () => writeDurably(file, bytes));
    const times = columns[timeColumnOf(kind)]!;
    return {
      kind,
      day,
      file,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      rows: times.length,
      firstTimeUs: times[0]!,
      lastTimeUs: times[times.length - 1]!,
    };
  }

  /**
   * Moves all parts into the store, or none: a UserError `part-exists` when a day is there from another source with other
   * rows and `replace` is false, or when two items are of one place and differ; `provenance-stronger` when what is there
   * is marked as less than exchange data, the new part as more, and `replace` is false.
   */
  commit(items: readonly CommitItem[], replace: boolean): readonly CommittedPart[] {
    const planned = withoutTwins(items.map((item) => this.plan(item, replace)));
    orUnwritable(this.root, () => this.move(planned));
    this.discard();
    return planned.map(({ part, manifest, change }) => ({ part, manifest, change }));
  }

  /** Throws away what was staged. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private move(planned: readonly PlannedPart[]): void {
    for (const { part, manifest, change, staged } of planned) {
      if (change === 'unchanged') continue;
      // A part without its manifest does not count: a crash in between loses the day, and never mixes old and new.
      if (change === 'replaced') removeDurably(part.manifestPath);
      renameDurably(staged.file, part.path);
      const text = join(this.folder, 'manifest.json');
      writeDurably(text, new TextEncoder().encode(manifestText(manifest)));
      renameDurably(text, part.manifestPath);
    }
  }

  private plan({ staged, origin }: CommitItem, replace: boolean): PlannedPart {
    const part = partRef(this.root, origin.instrument, staged.kind, staged.day);
    const manifest = manifestOf(staged, origin);
    if (!isPresent(part)) return { part, manifest, change: 'written', staged };
    const old = manifestThere(part, replace);
    if (old === undefined) return { part, manifest, change: 'replaced', staged };
    if (!replace && isStronger(manifest, old)) throw strongerError(part, old, manifest);
    if (isSame(manifest, old) && isWhole(part, old)) return { part, manifest: old, change: 'unchanged', staged };
    const isOther = old.sha256 !== manifest.sha256 && old.source.sha256 !== manifest.source.sha256;
    if (!replace && isOther) throw existsError(part, old, manifest);
    return { part, manifest, change: 'replaced', staged };
  }
}

/** Undefined when it is damaged and to be replaced anyway. */
function manifestThere(part: PartRef, replace: boolean): PartManifest | undefined {
  try {
    return parseManifest(readFileSync(part.manifestPath, 'utf8'), part.manifestPath);
  } catch (error) {
    if (replace && error instanceof UserError) return undefined;
    throw error;
  }
}

/** The same rows, and nothing else is said of them. */
function isSame(a: PartManifest, b: PartManifest): boolean {
  const marks = ['sha256', 'provenance', 'sideSource', 'bookSource', 'adjusted'] as const;
  return marks.every((mark) => a[mark] === b[mark]);
}

/** A file that was damaged since is written again. */
function isWhole(part: PartRef, manifest: PartManifest): boolean {
  return createHash('sha256').update(readFileSync(part.path)).digest('hex') === manifest.sha256;
}

function isStronger(fresh: PartManifest, old: PartManifest): boolean {
  return weakerProvenance(old.provenance, fresh.provenance) !== fresh.provenance;
}

function strongerError(part: PartRef, old: PartManifest, fresh: PartManifest): UserError {
  return new UserError({
    code: 'provenance-stronger',
    message:
      `${part.instrument} ${part.kind} of ${part.day} stands there as ${old.provenance} data (from ${old.source.file}); ` +
      `${fresh.source.file} would make it ${fresh.provenance} data`,
    file: part.path,
    field: 'provenance',
    fix: `Say --provenance ${old.provenance} if it is that, or import with --replace if it is not`,
  });
}

function orUnwritable(root: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new UserError({
      code: 'store-unwritable',
      message: `The folder of datasets ${root} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      file: root,
      fix: 'Check the home folder (--home, QT_HOME), the rights of its folders and the space on the disk',
      cause,
    });
  }
}

function manifestOf(staged: StagedPart, origin: PartOrigin): PartManifest {
  return {
    schemaVersion: MANIFEST_SCHEMA_VERSION,
    instrument: origin.instrument,
    kind: staged.kind,
    day: staged.day,
    rows: staged.rows,
    firstTimeUs: staged.firstTimeUs,
    lastTimeUs: staged.lastTimeUs,
    sha256: staged.sha256,
    source: origin.source,
    provenance: origin.provenance,
    sideSource: origin.sideSource,
    bookSource: origin.bookSource,
    adjusted: origin.adjusted,
    parameters: origin.parameters,
    toolVersion: packageJson.version,
  };
}

function withoutTwins<T extends CommittedPart>(planned: readonly T[]): readonly T[] {
  const byPath = new Map<string, T>();
  for (const item of planned) {
    const twin = byPath.get(item.part.path);
    if (twin === undefined) byPath.set(item.part.path, item);
    else if (twin.manifest.sha256 !== item.manifest.sha256) throw existsError(item.part, twin.manifest, item.manifest);
  }
  return [...byPath.values()];
}

function existsError(part: PartRef, old: PartManifest, fresh: PartManifest): UserError {
  return new UserError({
    code: 'part-exists',
    message:
      `${part.instrument} ${part.kind} of ${part.day} from ${fresh.source.file} (${fresh.rows} rows) differs from ` +
      `what stands there from ${old.source.file} (${old.rows} rows)`,
    file: part.path,
    fix: 'Import with --replace to keep the new one, or leave that day out',
  });
}

function removeStale(root: string): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    if (!name.startsWith(STAGING_PREFIX)) continue;
    const folder = join(root, name);
    if (Date.now() - statSync(folder).mtimeMs > STALE_MS) rmSync(folder, { recursive: true, force: true });
  }
}
