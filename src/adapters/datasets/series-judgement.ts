// The parts of one series with what the row rules say of them in; what the rules over many days find, and which days they refuse, out.

import { toDayNumber } from '../../core/market/civil-day.ts';
import { B3_TIME_ZONE, builtInTerms } from '../../core/market/instrument-terms.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { type Finding, verdictOf } from '../../core/quality/finding.ts';
import { inspectSeries } from '../../core/quality/inspect-series.ts';
import type { Series } from '../../core/quality/series-rule.ts';
import { replaceDurably } from '../durable-file.ts';
import { inferTerms } from './instruments/infer-terms.ts';
import { storedTerms } from './instruments/instrument-file.ts';
import { manifestText, type PartManifest, type PartQuality, parseManifest } from './manifest.ts';
import { rowKindOf } from './part-context.ts';
import type { PartRef } from './part-path.ts';
import type { PartKind } from './schema.ts';
import type { DatasetStore } from './store.ts';
import { whileWriting } from './store-writing.ts';

/** The parts of one instrument, or of the contracts of one root, of one kind, by day. */
export interface SeriesParts {
  readonly symbol: string;
  readonly kind: PartKind;
  readonly parts: readonly PartRef[];
}

/** One of them with its manifest as it stands, and what the row rules say. */
export interface JudgedPart {
  readonly part: PartRef;
  readonly manifest: PartManifest;
  /** Undefined where nobody has judged it, or it cannot be read. */
  readonly quality: PartQuality | undefined;
}

export interface SeriesChoice {
  /** Roots, continuous names, contracts or other instruments; all when absent. */
  readonly instruments?: readonly string[] | undefined;
  readonly kinds?: readonly PartKind[] | undefined;
}

/** The dated contracts of a root follow each other; every other name stands alone. */
export function seriesParts(store: DatasetStore, { instruments, kinds }: SeriesChoice): readonly SeriesParts[] {
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

export function seriesOf(root: string, symbol: string, kind: PartKind, judged: readonly JudgedPart[]): Series {
  const parsed = parseSymbol(symbol);
  const instrument = judged.at(-1)!.part.instrument;
  return {
    symbol,
    root: parsed !== undefined && parsed.kind !== 'dated' ? parsed.root : undefined,
    kind: rowKindOf(kind),
    terms: builtInTerms(symbol) ?? storedTerms(root, instrument) ?? inferTerms(symbol, {}, B3_TIME_ZONE),
    adjusted: judged.at(-1)!.manifest.adjusted,
    days: judged.flatMap(({ part, quality }) => {
      if (quality === undefined) return [];
      const { day, instrument: name } = part;
      return [{ isoDay: day, dayNumber: toDayNumber(day), instrument: name, facts: quality.facts }];
    }),
  };
}

/** The quality of each part with what the series refuses it for, in the order of the parts. */
export function withSeries(
  judged: readonly JudgedPart[],
  findings: readonly Finding[],
): readonly (PartQuality | undefined)[] {
  const refusing = findings.filter(({ severity }) => severity === 'refuse');
  return judged.map(({ part, quality }) => {
    if (quality === undefined) return undefined;
    const { series: _, ...own } = quality;
    const series = refusing.flatMap((finding) => forDay(finding, part.day));
    const verdict = verdictOf([...own.findings, ...series]);
    return series.length === 0 ? { ...own, verdict } : { ...own, verdict, series };
  });
}

/** A finding that lists only the first of its days is about so many that the whole series is not to be trusted. */
function forDay(finding: Finding, day: string): readonly Finding[] {
  const named = finding.examples.filter((example) => example.day !== undefined);
  if (named.length < finding.rows) return [{ ...finding, examples: [] }];
  const own = named.filter((example) => example.day === day);
  return own.length === 0 ? [] : [{ ...finding, rows: own.length, examples: own }];
}

/** Writes a manifest anew when something else is to be said of its part. */
export function writeQuality({ part, manifest }: JudgedPart, quality: PartQuality): void {
  // through the schema, so that the order of the fields is that of a file that was read
  const text = manifestText(parseManifest(manifestText({ ...manifest, quality }), part.manifestPath));
  if (text !== manifestText(manifest)) replaceDurably(part.manifestPath, text);
}

/**
 * Lets the rules over many days look at the series of some instruments by the facts in their manifests, and writes what they
 * refuse. Gives what they find, by series; series of one part have nothing to compare.
 */
export async function judgeSeries(
  store: DatasetStore,
  choice: SeriesChoice,
): Promise<ReadonlyMap<SeriesParts, readonly Finding[]>> {
  const found = new Map<SeriesParts, readonly Finding[]>();
  const groups = seriesParts(store, choice).filter(({ parts }) => parts.length > 1);
  if (groups.length === 0) return found;
  return whileWriting(store.root, async () => {
    for (const group of groups) {
      const judged = group.parts.map((part) => {
        const manifest = store.manifest(part);
        return { part, manifest, quality: manifest.quality };
      });
      const findings = inspectSeries(seriesOf(store.root, group.symbol, group.kind, judged));
      for (const [index, quality] of withSeries(judged, findings).entries()) {
        if (quality !== undefined) writeQuality(judged[index]!, quality);
      }
      found.set(group, findings);
    }
    return found;
  });
}
