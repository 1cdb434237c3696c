// The parts of a store looked at again by the rules of the quality gate, one by one and as series of days; manifests get the result.

import type { Finding, Verdict } from '../../core/quality/finding.ts';
import { inspectSeries } from '../../core/quality/inspect-series.ts';
import type { Series } from '../../core/quality/series-rule.ts';
import { UserError } from '../user-error.ts';
import { judge } from './inspection.ts';
import type { PartRef } from './part-path.ts';
import { readProvenPart } from './proven-part.ts';
import type { PartKind } from './schema.ts';
import {
  type JudgedPart,
  type SeriesChoice,
  type SeriesParts,
  seriesOf,
  seriesParts,
  withSeries,
  writeQuality,
} from './series-judgement.ts';
import type { DatasetStore } from './store.ts';
import { whileWriting } from './store-writing.ts';

export interface CheckOptions extends SeriesChoice {
  readonly onProgress?: ((share: number, what: string) => void) | undefined;
}

export interface CheckedPart {
  readonly instrument: string;
  readonly kind: PartKind;
  readonly day: string;
  readonly rows: number;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** One instrument, or the contracts of one root after each other. */
export interface CheckedSeries {
  readonly symbol: string;
  readonly kind: PartKind;
  readonly series: Series;
  readonly parts: readonly CheckedPart[];
  /** Of the rules that look at many days. */
  readonly findings: readonly Finding[];
}

/** A part that is not the one of its manifest is told of as refused. UserErrors: `manifest-wrong`, `store-busy`. */
export async function checkDatasets(
  store: DatasetStore,
  options: CheckOptions = {},
): Promise<readonly CheckedSeries[]> {
  if (store.instruments().length === 0) return [];
  return whileWriting(store.root, async (lock) => {
    const groups = seriesParts(store, options);
    const total = groups.reduce((sum, { parts }) => sum + parts.length, 0);
    let done = 0;
    const checked: CheckedSeries[] = [];
    for (const group of groups) {
      const looked: LookedAt[] = [];
      for (const part of group.parts) {
        looked.push(await lookAt(store, part));
        options.onProgress?.(++done / total, `${part.instrument} ${part.day}`);
        lock.touch();
      }
      checked.push(checkedSeries(store, group, looked));
    }
    return checked;
  });
}

/** What is kept of a part: its rows would fill the memory with a year of ticks. */
interface LookedAt extends JudgedPart {
  /** Why the part cannot be read. */
  readonly corrupt: Finding | undefined;
}

async function lookAt(store: DatasetStore, part: PartRef): Promise<LookedAt> {
  const manifest = store.manifest(part);
  try {
    const { columns } = await readProvenPart(part, manifest);
    return { part, manifest, quality: judge(store.root, manifest, columns).quality, corrupt: undefined };
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'part-corrupt')) throw error;
    const detail = `${error.message}. ${error.fix}`;
    const corrupt = { rule: 'part-corrupt', severity: 'refuse', rows: manifest.rows, detail, examples: [] } as const;
    return { part, manifest, quality: undefined, corrupt };
  }
}

function checkedSeries(store: DatasetStore, { symbol, kind }: SeriesParts, looked: readonly LookedAt[]): CheckedSeries {
  const series = seriesOf(store.root, symbol, kind, looked);
  const findings = inspectSeries(series);
  const qualities = withSeries(looked, findings);
  const parts = looked.map((each, index): CheckedPart => {
    const { part, manifest, corrupt } = each;
    const quality = qualities[index];
    if (quality !== undefined) writeQuality(each, quality);
    return {
      ...{ instrument: part.instrument, kind, day: part.day, rows: manifest.rows },
      verdict: quality?.verdict ?? 'refuse',
      findings: quality === undefined ? [corrupt!] : [...quality.findings, ...(quality.series ?? [])],
    };
  });
  return { symbol, kind, series, parts, findings };
}
