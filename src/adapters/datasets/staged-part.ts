// What stands between the rows of a day and the store: a part written aside, what is known of it, and what became of it.

import packageJson from '../../../package.json' with { type: 'json' };
import { MANIFEST_SCHEMA_VERSION, type PartManifest, type PartQuality } from './manifest.ts';
import type { Span } from './merge-spans.ts';
import type { PartRef } from './part-path.ts';
import type { PartColumns } from './row-buffer.ts';
import type { PartKind } from './schema.ts';

/** A part on disk that is not in the store yet. */
export interface StagedPart {
  readonly kind: PartKind;
  readonly day: string;
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  readonly firstTimeUs: number;
  readonly lastTimeUs: number;
  /** What the rows reach over. */
  readonly span: Span;
  /** Of quotes: some carry sizes. */
  readonly quoteSizes: boolean | undefined;
}

/** What the caller knows of a part beyond its rows. */
export type PartOrigin = Pick<
  PartManifest,
  'instrument' | 'sources' | 'provenance' | 'sideSource' | 'bookSource' | 'adjusted' | 'parameters' | 'quality'
>;

export interface CommitItem {
  readonly staged: StagedPart;
  readonly origin: PartOrigin;
  /** Looks at the rows again when they were merged with others; without it a merged part has no quality. */
  readonly inspect?: (columns: PartColumns) => PartQuality;
}

/** `unchanged`: the same rows with the same marks were there already and stay as they are; `merged`: rows were added to them. */
export interface CommittedPart {
  readonly part: PartRef;
  readonly manifest: PartManifest;
  readonly change: 'written' | 'replaced' | 'merged' | 'unchanged';
}

export interface PlannedPart extends CommittedPart {
  readonly staged: StagedPart;
}

export function manifestOf(staged: StagedPart, origin: PartOrigin): PartManifest {
  return {
    schemaVersion: MANIFEST_SCHEMA_VERSION,
    instrument: origin.instrument,
    kind: staged.kind,
    day: staged.day,
    rows: staged.rows,
    firstTimeUs: staged.firstTimeUs,
    lastTimeUs: staged.lastTimeUs,
    sha256: staged.sha256,
    sources: origin.sources,
    provenance: origin.provenance,
    sideSource: origin.sideSource,
    bookSource: origin.bookSource,
    ...(staged.quoteSizes === undefined ? {} : { quoteSizes: staged.quoteSizes }),
    adjusted: origin.adjusted,
    ...(origin.quality === undefined ? {} : { quality: origin.quality }),
    parameters: origin.parameters,
    toolVersion: packageJson.version,
  };
}
