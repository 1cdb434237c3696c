// Parts written aside first and moved into the store together at the end, so that a failed import leaves nothing behind.

import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { QUOTE_HAS_SIZES } from '../../core/market/event-record.ts';
import { UserError } from '../user-error.ts';
import { type CommitSteps, commitSteps, recover, stagingName } from './commit-journal.ts';
import { planCommit } from './commit-plan.ts';
import { manifestText } from './manifest.ts';
import { encodePart } from './parquet-part.ts';
import type { PartColumns } from './row-buffer.ts';
import { type PartKind, timeColumnOf } from './schema.ts';
import type { CommitItem, CommittedPart, PlannedPart, StagedPart } from './staged-part.ts';
import { StoreLock } from './store-lock.ts';

/** The lock is touched after so many parts. */
const PARTS_PER_TOUCH = 200;

export class PartStaging {
  readonly root: string;
  private readonly folder: string;
  private readonly attached: { readonly from: string; readonly to: string }[] = [];
  private count = 0;

  /** `root` is the datasets folder; nothing is created before the first part. */
  constructor(root: string) {
    this.root = root;
    this.folder = join(root, stagingName(randomBytes(6).toString('hex')));
  }

  /** Encodes and writes the rows of one day aside; there must be at least one row. */
  stage(kind: PartKind, day: string, columns: PartColumns): StagedPart {
    const bytes = encodePart(kind, columns);
    const times = columns[timeColumnOf(kind)]!;
    return {
      kind,
      day,
      file: this.write('parquet', bytes),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      rows: times.length,
      firstTimeUs: times[0]!,
      lastTimeUs: times[times.length - 1]!,
      quoteSizes: kind === 'quotes' ? columns.flags!.some((flags) => (flags & QUOTE_HAS_SIZES) !== 0) : undefined,
    };
  }

  /** A text file that comes into the store with the parts; `to` is its path below the datasets folder, with `/`. */
  attach(to: string, text: string): void {
    this.attached.push({ from: this.below(this.write('json', new TextEncoder().encode(text))), to });
  }

  /**
   * Moves all parts into the store, or none. Ticks and candles of a day that is there from another source are merged with
   * it, unless `replace` is set. UserErrors: `part-exists` when the two contradict each other; `provenance-stronger` when
   * what is there is marked as less than exchange data and the new part as more; `store-busy`, `store-unwritable`.
   */
  async commit(items: readonly CommitItem[], replace: boolean): Promise<readonly CommittedPart[]> {
    if (items.length === 0) return [];
    const lock = await StoreLock.acquire(this.root).catch((error: unknown) => this.unwritable(error));
    try {
      await recover(this.root);
      const planned = await planCommit(this, items, replace, () => lock.touch());
      await commitSteps(
        this.root,
        this.folder,
        this.stepsOf(planned, () => lock.touch()),
      ).catch((error: unknown) => this.unwritable(error));
      return planned.map(({ part, manifest, change }) => ({ part, manifest, change }));
    } finally {
      lock.release();
      this.discard();
    }
  }

  /** Throws away what was staged. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The old manifest goes first: a part without its manifest does not count, so old rows never stand beside a new manifest. */
  private stepsOf(planned: readonly PlannedPart[], touch: () => void): CommitSteps {
    const moves: { from: string; to: string }[] = [];
    const removals: string[] = [];
    for (const [index, { part, manifest, change, staged }] of planned.entries()) {
      if (index % PARTS_PER_TOUCH === 0) touch();
      if (change === 'unchanged') continue;
      if (change !== 'written') removals.push(this.below(part.manifestPath));
      moves.push({ from: this.below(staged.file), to: this.below(part.path) });
      const text = this.write('json', new TextEncoder().encode(manifestText(manifest)));
      moves.push({ from: this.below(text), to: this.below(part.manifestPath) });
    }
    return { moves: [...this.attached, ...moves], removals };
  }

  private below(path: string): string {
    return relative(this.root, path).replaceAll('\\', '/');
  }

  /** Not waited for the disk: the commit makes all of them durable at once. */
  private write(extension: string, bytes: Uint8Array): string {
    const file = join(this.folder, `${this.count++}.${extension}`);
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(file, bytes);
    } catch (error) {
      this.unwritable(error);
    }
    return file;
  }

  private unwritable(cause: unknown): never {
    if (cause instanceof UserError) throw cause;
    throw new UserError({
      code: 'store-unwritable',
      message: `The folder of datasets ${this.root} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      file: this.root,
      fix: 'Check the home folder (--home, QT_HOME), the rights of its folders and the space on the disk',
      cause,
    });
  }
}
