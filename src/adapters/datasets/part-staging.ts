// Parts written aside first and moved into the store together at the end, so that a failed import leaves nothing behind.

import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { QUOTE_HAS_SIZES } from '../../core/market/event-record.ts';
import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';
import { type CommitSteps, commitSteps, isCommitting, stagingName } from './commit-journal.ts';
import { planCommit } from './commit-plan.ts';
import { jointTerms } from './instruments/infer-terms.ts';
import { storedTerms, termsFile } from './instruments/instrument-file.ts';
import { manifestText } from './manifest.ts';
import { fileSpan } from './merge-spans.ts';
import { encodePart } from './parquet-part.ts';
import type { PartColumns } from './row-buffer.ts';
import { type PartKind, timeColumnOf } from './schema.ts';
import type { CommitItem, CommittedPart, PlannedPart, StagedPart } from './staged-part.ts';
import { unwritable, whileWriting } from './store-writing.ts';

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
      span: fileSpan(kind, columns),
      quoteSizes: kind === 'quotes' ? columns.flags!.some((flags) => (flags & QUOTE_HAS_SIZES) !== 0) : undefined,
    };
  }

  /**
   * Moves all parts into the store, or none. Ticks and candles of a day that is there from another source are merged with
   * it, unless `replace` is set. UserErrors: `part-exists` when the two contradict each other; `provenance-stronger` when
   * what is there is marked as less than exchange data and the new part as more; `store-busy`, `store-unwritable`. `terms` of
   * instruments come to stand beside their parts, joined with what stands there.
   */
  async commit(
    items: readonly CommitItem[],
    replace: boolean,
    terms: readonly InstrumentTerms[] = [],
  ): Promise<readonly CommittedPart[]> {
    if (items.length === 0) return [];
    try {
      return await whileWriting(this.root, async (lock) => {
        const planned = await planCommit(this, items, replace, () => lock.touch());
        for (const each of terms) this.attachTerms(each);
        await commitSteps(
          this.root,
          this.folder,
          this.stepsOf(planned, () => lock.touch()),
        );
        return planned.map(({ part, manifest, change }) => ({ part, manifest, change }));
      });
    } finally {
      this.discard();
    }
  }

  /** Throws away what was staged; not what is being moved in, which the next writer finishes. */
  discard(): void {
    if (isCommitting(this.folder)) return;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What another import has inferred meanwhile counts too; what somebody told goes before what was inferred. */
  private attachTerms(terms: InstrumentTerms): void {
    const there = storedTerms(this.root, terms.symbol);
    if (there !== undefined && terms.inferred && !there.inferred) return;
    const { path, text } = termsFile(terms.inferred && there !== undefined ? jointTerms(there, terms) : terms);
    this.attached.push({ from: this.below(this.write('json', new TextEncoder().encode(text))), to: path });
  }

  /** The old manifest goes first: a part without its manifest does not count, so old rows never stand beside a new manifest. */
  private stepsOf(planned: readonly PlannedPart[], touch: () => void): CommitSteps {
    const moves: CommitSteps['moves'] = [...this.attached];
    for (const [index, { part, manifest, change, staged }] of planned.entries()) {
      if (index % PARTS_PER_TOUCH === 0) touch();
      if (change === 'unchanged') continue;
      const manifestPath = this.below(part.manifestPath);
      const old = change === 'written' ? {} : { removeFirst: manifestPath };
      moves.push({ from: this.below(staged.file), to: this.below(part.path), ...old });
      const text = this.write('json', new TextEncoder().encode(manifestText(manifest)));
      moves.push({ from: this.below(text), to: manifestPath });
    }
    return { moves };
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
      unwritable(this.root, error);
    }
    return file;
  }
}
