// The parts of a store looked at again by the rules of the quality gate, one by one and as series of days; manifests get the result.

import { toDayNumber } from '../../core/market/civil-day.ts';
import { B3_TIME_ZONE, builtInTerms, type InstrumentTerms } from '../../core/market/instrument-terms.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import type { Finding, Verdict } from '../../core/quality/finding.ts';
import { inspectSeries } from '../../core/quality/inspect-series.ts';
import type { Series, SeriesDay } from '../../core/quality/series-rule.ts';
import { replaceDurably } from '../durable-file.ts';
import { asAdjusted } from './importing/adjusted-quality.ts';
import { inspect } from './inspection.ts';
import { inferTerms } from './instruments/infer-terms.ts';
import { storedTerms } from './instruments/instrument-file.ts';
import { manifestText, type PartManifest, type PartQuality } from './manifest.ts';
import { rowKindOf } from './part-context.ts';
import { isPresent, type PartRef } from './part-path.ts';
import { type ProvenPart, readProvenPart } from './proven-part.ts';
import type { PartKind } from './schema.ts';
import type { DatasetStore } from './store.ts';
import { StoreLock } from './store-lock.ts';
import { ZoneDays } from './zone-days.ts';

export interface CheckOptions {
  /** Roots, continuous names, contracts or other instruments; all when absent. */
  readonly instruments?: readonly string[] | undefined;
  readonly kinds?: readonly PartKind[] | undefined;
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

/** UserErrors: `part-corrupt` of the first part that is not whole, `manifest-wrong`, `store-busy`. */
export async function checkDatasets(
  store: DatasetStore,
  options: CheckOptions = {},
): Promise<readonly CheckedSeries[]> {
  const groups = seriesParts(store, options);
  const total = groups.reduce((sum, { parts }) => sum + parts.length, 0);
  let done = 0;
  const checked: CheckedSeries[] = [];
  const lock = total === 0 ? undefined : await StoreLock.acquire(store.root);
  try {
    for (const { symbol, kind, parts } of groups) {
      const looked: LookedAt[] = [];
      for (const part of parts) {
        looked.push(await lookAt(store, part));
        options.onProgress?.(++done / total, `${part.instrument} ${part.day}`);
        lock?.touch();
      }
      checked.push(seriesOf(symbol, kind, looked));
    }
  } finally {
    lock?.release();
  }
  return checked;
}

interface SeriesParts {
  readonly symbol: string;
  readonly kind: PartKind;
  readonly parts: readonly PartRef[];
}

/** The dated contracts of a root follow each other; every other name stands alone. */
function seriesParts(store: DatasetStore, { instruments, kinds }: CheckOptions): readonly SeriesParts[] {
  const groups = new Map<string, { symbol: string; kind: PartKind; parts: PartRef[] }>();
  for (const instrument of store.instruments()) {
    if (instruments !== undefined && !instruments.some((name) => isMeant(name, instrument))) continue;
    const parsed = parseSymbol(instrument);
    const symbol = parsed?.kind === 'dated' ? parsed.root : instrument;
    for (const part of store.parts(instrument)) {
      if (kinds !== undefined && !kinds.includes(part.kind)) continue;
      const key = `${symbol} ${part.kind}`;
      const group = groups.get(key) ?? { symbol, kind: part.kind, parts: [] };
      groups.set(key, group);
      group.parts.push(part);
    }
  }
  for (const { parts } of groups.values()) parts.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  return [...groups.values()];
}

/** A root means all its contracts and its continuous series. */
function isMeant(name: string, instrument: string): boolean {
  if (name === instrument) return true;
  const asked = parseSymbol(name);
  return asked !== undefined && asked.kind !== 'dated' && parseSymbol(instrument)?.root === asked.root;
}

interface LookedAt {
  readonly proven: ProvenPart;
  readonly quality: PartQuality;
  readonly terms: InstrumentTerms;
}

/** Writes the manifest anew when the rules say something else than what stands in it. */
async function lookAt(store: DatasetStore, part: PartRef): Promise<LookedAt> {
  const proven = await readProvenPart(part);
  const { manifest, columns } = proven;
  const { instrument, kind, day } = part;
  const terms = storedTerms(store.root, instrument) ?? inferTerms(instrument, columns, B3_TIME_ZONE);
  const dayNumber = toDayNumber(day);
  const midnightUs = new ZoneDays(terms.timeZone).midnightUs(dayNumber);
  const { provenance, adjusted } = manifest;
  const found = inspect({ instrument, kind, dayNumber, midnightUs, terms, provenance, adjusted }, columns);
  // a dated contract with single days off the grid is judged by its days
  const quality = parseSymbol(instrument)?.kind === 'dated' ? found : asAdjusted(found, adjusted);
  const fresh: PartManifest = { ...manifest, quality };
  const text = manifestText(fresh);
  if (text !== manifestText(manifest) && isPresent(part)) replaceDurably(part.manifestPath, text);
  return { proven: { ...proven, manifest: fresh }, quality, terms };
}

function seriesOf(symbol: string, kind: PartKind, looked: readonly LookedAt[]): CheckedSeries {
  const days: SeriesDay[] = looked.map(({ proven: { part }, quality }) => ({
    isoDay: part.day,
    dayNumber: toDayNumber(part.day),
    instrument: part.instrument,
    facts: quality.facts,
  }));
  const parsed = parseSymbol(symbol);
  const series: Series = {
    symbol,
    root: parsed !== undefined && parsed.kind !== 'dated' ? parsed.root : undefined,
    kind: rowKindOf(kind),
    terms: builtInTerms(symbol) ?? looked.at(-1)!.terms,
    adjusted: looked.at(-1)!.proven.manifest.adjusted,
    days,
  };
  const parts = looked.map(({ proven: { part, manifest }, quality }) => ({
    instrument: part.instrument,
    kind,
    day: part.day,
    rows: manifest.rows,
    verdict: quality.verdict,
    findings: quality.findings,
  }));
  return { symbol, kind, series, parts, findings: inspectSeries(series) };
}
