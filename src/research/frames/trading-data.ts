// A store, an instrument and days in; candles, order flow, best prices, indicators and features of every candle, row by row alike, out.

import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import { isPresent, partRef } from '../../adapters/datasets/part-path.ts';
import type { UnknownRoll } from '../../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import { concatTables } from '../../adapters/datasets/sql/concat-columns.ts';
import { constantText, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { catalogue } from '../../core/catalogue/catalogue.ts';
import { LEAST_CANDLES } from '../../core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { isSameFeature } from '../../core/features/same-feature.ts';
import type { Provenance, SideSource } from '../../core/market/provenance.ts';
import { weakerProvenance } from '../../core/market/provenance.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { candleIntervalOf, checkRequest } from '../features/check-request.ts';
import { specsById } from '../features/compute-values.ts';
import { type ReadSession, readSessions } from '../features/feature-sessions.ts';
import { featureValues, valueColumns } from '../features/feature-values.ts';
import { type FeatureSpecs, wantedFeatures } from '../features/wanted-features.ts';
import { candleColumns, closeTimes, microstructureColumns } from './candle-columns.ts';
import { Frame } from './frame.ts';
import { missingDays, sourceOf } from './frame-meta.ts';
import { framesBundle } from './frames-display.ts';
import { quotesAt } from './quotes-at-times.ts';
import { storedSpan } from './stored-span.ts';

export interface TradingDataRequest {
  /** A root or continuous name (the contract of each day), or a contract. */
  readonly instrument: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  /** `1m`, `5m`, `500v`, `200t`. */
  readonly candle: string;
  /** The kind of part to make candles of; each day's finest when absent. */
  readonly kind?: PartKind | undefined;
  /** Default: the indicators of the catalogue, and all of it that is none. */
  readonly indicators?: FeatureSpecs | undefined;
  readonly features?: FeatureSpecs | undefined;
  /** Candles of earlier sessions that features are given before each session; default as a strategy with them has it. */
  readonly warmupCandles?: number | undefined;
  /** What of them may be of the contract before; default `none`, as a strategy has it. */
  readonly warmupAcrossRoll?: WarmupAcrossRoll | undefined;
}

const FIELDS: readonly (keyof TradingDataRequest)[] = [
  ...(['instrument', 'from', 'to', 'candle', 'kind', 'indicators', 'features'] as const),
  ...(['warmupCandles', 'warmupAcrossRoll'] as const),
];

/** Index of all frames: the end of each candle, when everything in its row was known. */
const INDEX = 'close_time';

/** Five frames of the same rows: row r of each is of the same candle. */
export class TradingData {
  readonly instrument: string;
  /** The weakest of all parts. */
  readonly provenance: Provenance;
  /** How the parts tell the aggressor; flow of different sources does not compare. */
  readonly sideSources: readonly SideSource[];
  /** Trading days of the span that the store does not have. */
  readonly missing: readonly string[];
  /** Rolls over which a warm-up was to go on and could not: the store has no prices of both contracts before them. */
  readonly unknownRolls: readonly UnknownRoll[];
  /** `open_time`, prices, `volume`, `trades`, `day` and `contract`. */
  readonly candles: Frame;
  /** Volumes and trades by aggressor; no values where the source does not tell the side. */
  readonly microstructure: Frame;
  /** The last quote at or before the end of the candle, and its age. */
  readonly orderbook: Frame;
  /** By feature id; no value where the feature is not ready. */
  readonly indicators: Frame;
  readonly features: Frame;

  constructor(facts: Omit<TradingData, typeof JUPYTER_DISPLAY>) {
    this.instrument = facts.instrument;
    this.provenance = facts.provenance;
    this.sideSources = facts.sideSources;
    this.missing = facts.missing;
    this.unknownRolls = facts.unknownRolls;
    this.candles = facts.candles;
    this.microstructure = facts.microstructure;
    this.orderbook = facts.orderbook;
    this.indicators = facts.indicators;
    this.features = facts.features;
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return framesBundle(this);
  }
}

type Columns = readonly (readonly [string, TypedColumn])[];

/** What one day gives. */
interface TradingDay extends ReadSession {
  readonly quotes: readonly (readonly [string, TypedColumn])[];
  readonly quotesManifest: PartManifest | undefined;
}

/**
 * UserErrors: `part-missing` when the store has no day of the span, `bars-too-coarse`, `adjusted-series`, `bad-option`,
 * `unknown-instrument`, `part-corrupt`.
 */
export async function tradingData(store: DatasetStore, request: TradingDataRequest): Promise<TradingData> {
  checkRequest(request, FIELDS);
  const { instrument, kind } = request;
  const all = [...catalogue.values()];
  const chosen = (field: 'indicators' | 'features', isIndicator: boolean): readonly FeatureSpec[] => {
    const given = request[field];
    if (given !== undefined) return wantedFeatures(given, field);
    return all.filter(({ meta }) => (meta.group === 'indicators') === isIndicator);
  };
  const [indicators, features] = [chosen('indicators', true), chosen('features', false)];
  const specs = eachSpecOnce([...indicators, ...features]);
  const { settled } = new FeatureSet(specsById(specs));
  const warmupCandles = request.warmupCandles ?? Math.max(LEAST_CANDLES, settled);
  const span = storedSpan(store, request);
  const interval = candleIntervalOf(request.candle);
  const { warmupAcrossRoll } = request;
  const question = { instrument, interval, kind, days: span.days, specs, warmupCandles, warmupAcrossRoll };
  const { sessions, unknownRolls } = await readSessions(store, question);
  const days: TradingDay[] = [];
  for (const session of sessions) days.push({ ...session, ...(await quotesOf(store, session)) });
  const values = await featureValues(store, sessions, { specs, interval, kind });
  const columns = new Map(valueColumns(specs, values));
  const columnsOf = (wanted: readonly FeatureSpec[]): Columns =>
    wanted.map(({ meta }) => [meta.id, columns.get(meta.id)!]);
  return framesOf(
    request,
    days,
    { indicators: columnsOf(indicators), features: columnsOf(features) },
    { missing: span.missing.map(({ day }) => day), unknownRolls },
  );
}

/** One that stands in both frames is computed once. */
function eachSpecOnce(specs: readonly FeatureSpec[]): readonly FeatureSpec[] {
  const byId = new Map<string, FeatureSpec>();
  for (const spec of specs) {
    const { id } = spec.meta;
    const known = byId.get(id);
    if (known === undefined) byId.set(id, spec);
    else if (!isSameFeature(known, spec)) {
      const fix = 'Ask for one of them, or for the other in a frame of its own';
      throw new UserError({ code: 'bad-option', message: `${id} is asked for in two ways`, field: 'features', fix });
    }
  }
  return [...byId.values()];
}

async function quotesOf(
  store: DatasetStore,
  { contract, day, candles }: ReadSession,
): Promise<Pick<TradingDay, 'quotes' | 'quotesManifest'>> {
  const times = candles.map(({ closeTimeUs }) => closeTimeUs);
  const part = partRef(store.root, contract, 'quotes', day);
  if (!isPresent(part)) return { quotes: quotesAt(times, undefined), quotesManifest: undefined };
  const { columns, manifest } = await store.readProven(part);
  return { quotes: quotesAt(times, columns), quotesManifest: manifest };
}

function framesOf(
  { instrument }: TradingDataRequest,
  days: readonly TradingDay[],
  columns: { readonly indicators: Columns; readonly features: Columns },
  lacking: Pick<TradingData, 'missing' | 'unknownRolls'>,
): TradingData {
  const candles = days.flatMap((day) => day.candles);
  const candleParts = days.map(({ manifest }) => manifest);
  const factsParts = days.flatMap(({ factsManifests }) => factsManifests);
  const featureParts = eachOnce([...candleParts, ...factsParts]);
  const quoteParts = days.flatMap(({ quotesManifest }) => quotesManifest ?? []);
  const frame = (columns: Iterable<readonly [string, TypedColumn]>, parts: readonly PartManifest[]): Frame => {
    const provenance = parts.length === 0 ? undefined : weakest(parts);
    const table = { rows: candles.length, columns: new Map([[INDEX, closeTimes(candles)], ...columns]) };
    return new Frame(table, {
      index: INDEX,
      marks: 'end',
      meta: { instrument, provenance, sources: parts.map(sourceOf), ...missingDays(lacking.missing) },
    });
  };
  const texts = days.map(({ session, contract, candles: { length: rows } }) => ({
    rows,
    columns: new Map([
      ['day', constantText(session.day, rows)],
      ['contract', constantText(contract, rows)],
    ]),
  }));
  const quotes = days.map((day) => ({ rows: day.candles.length, columns: new Map(day.quotes) }));
  return new TradingData({
    instrument,
    ...lacking,
    provenance: weakest([...featureParts, ...quoteParts]),
    sideSources: [...new Set(candleParts.map(({ sideSource }) => sideSource))],
    candles: frame([...candleColumns(candles), ...concatTables(texts).columns], candleParts),
    microstructure: frame(microstructureColumns(candles), candleParts),
    orderbook: frame(concatTables(quotes).columns, quoteParts),
    indicators: frame(columns.indicators, featureParts),
    features: frame(columns.features, featureParts),
  });
}

function eachOnce(parts: readonly PartManifest[]): readonly PartManifest[] {
  return [...new Map(parts.map((part) => [`${part.instrument}/${part.kind}/${part.day}`, part])).values()];
}

function weakest(parts: readonly PartManifest[]): Provenance {
  return parts.map(({ provenance }) => provenance).reduce(weakerProvenance);
}
