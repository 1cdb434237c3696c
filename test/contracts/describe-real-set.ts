// Takes a set of the table; imports its files once and expects exactly the rows, parts and findings that the table says.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CheckedSeries, checkDatasets } from '../../src/adapters/datasets/checking.ts';
import { importFiles } from '../../src/adapters/datasets/importing/import.ts';
import type { ImportResult } from '../../src/adapters/datasets/importing/import-result.ts';
import type { PartKind } from '../../src/adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../../src/adapters/datasets/store.ts';
import type { Finding } from '../../src/core/quality/finding.ts';
import { SERIES_RULES } from '../../src/core/quality/series-rules.ts';
import { describeWithRealData } from '../support/real-data.ts';
import type { RealSet } from './real-sets-table.ts';

export interface ImportedSet {
  /** Reads refused parts too: a rule's doubt is what is tested. */
  readonly store: DatasetStore;
  readonly home: string;
  /** The files of the set. */
  readonly files: readonly string[];
  readonly result: () => ImportResult;
  /** What the rules say when the store is looked at again; asked once. */
  readonly checked: () => Promise<readonly CheckedSeries[]>;
}

/** Rules over days look at every part again: for hundreds of instruments only at night. */
const MANY_INSTRUMENTS = 500;
const OVER_DAYS: ReadonlySet<string> = new Set(SERIES_RULES.map(({ id }) => id));

/** `more` adds tests of the same import. */
export function describeRealSet(set: RealSet, more?: (imported: ImportedSet) => void): void {
  describeWithRealData(set.name, set.files, (...files) => {
    const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
    const store = openStore(home, { acceptRefused: true });
    let result: ImportResult;
    let looked: Promise<readonly CheckedSeries[]> | undefined;
    const checked = (): Promise<readonly CheckedSeries[]> => {
      looked ??= checkDatasets(store);
      return looked;
    };
    beforeAll(async () => {
      result = await importFiles({ home, format: 'auto', files, instrument: set.symbol });
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    it('is read with exactly its rows', () => {
      expect(result).toMatchObject({ format: set.format, instruments: set.instruments, badLineCount: 0 });
      expect([result.rowsRead, result.rowsSkipped, result.rowsAccepted]).toEqual([
        set.rows,
        set.skipped,
        set.rows - set.skipped,
      ]);
      expect(storedParts(result)).toEqual(set.stored);
    });

    it('is told of by exactly its rules', () => {
      const found = result.parts.flatMap(({ instrument, kind, day }) => {
        const part = store.parts(instrument, kind).find((each) => each.day === day)!;
        return store.manifest(part).quality!.findings.map((finding) => [kind, finding] as const);
      });
      expect(counted(found)).toEqual(tableOf(set.rules));
    });

    if (set.instruments < MANY_INSTRUMENTS || process.env.QT_NIGHTLY === '1') {
      it('is told of by exactly its rules over days, and by the same over rows when it is looked at again', async () => {
        const series = await checked();
        expect(counted(series.flatMap(ofRows))).toEqual(tableOf(set.rules));
        expect(counted(series.flatMap(ofDays))).toEqual(tableOf(set.series));
      });
    }
    more?.({ store, home, files, result: () => result, checked });
  });
}

/** The count of a known oddity that no rule tells, by the beginning of what the table says of it. */
export function untoldCount(set: RealSet, what: string): number {
  return set.untold.find((each) => each[1].startsWith(what))![0];
}

function storedParts({ parts }: ImportResult): Record<string, readonly [number, number]> {
  const stored: Record<string, [number, number]> = {};
  for (const { kind, rows } of parts) {
    stored[kind] ??= [0, 0];
    stored[kind][0] += 1;
    stored[kind][1] += rows;
  }
  return stored;
}

type Found = readonly [kind: PartKind, finding: Finding];

/** A part is told, too, of what the rules over days refuse. */
function ofRows({ kind, parts }: CheckedSeries): readonly Found[] {
  const findings = parts.flatMap((part) => part.findings).filter(({ rule }) => !OVER_DAYS.has(rule));
  return findings.map((finding) => [kind, finding] as const);
}

function ofDays({ kind, findings }: CheckedSeries): readonly Found[] {
  return findings.map((finding) => [kind, finding] as const);
}

/** Findings and what they found together, by severity, kind and rule. */
function counted(found: readonly Found[]): Record<string, readonly [number, number]> {
  const counts: Record<string, [number, number]> = {};
  for (const [kind, { rule, severity, rows }] of found) {
    const key = `${severity} ${kind} ${rule}`;
    counts[key] ??= [0, 0];
    counts[key][0] += 1;
    counts[key][1] += rows;
  }
  return counts;
}

function tableOf(rules: RealSet['rules'] | RealSet['series']): Record<string, readonly [number, number]> {
  return Object.fromEntries(
    rules.map(([severity, kind, rule, findings, rows]) => [`${severity} ${kind} ${rule}`, [findings, rows]]),
  );
}
