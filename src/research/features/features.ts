// A dataset store and features in; a frame with one column for each, from disk where nothing has changed since it was made, out.

import { join } from 'node:path';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { LEAST_CANDLES } from '../../core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { weakerProvenance } from '../../core/market/provenance.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';
import { closeTimes } from '../frames/candle-columns.ts';
import { Frame } from '../frames/frame.ts';
import { missingDays, sourceOf } from '../frames/frame-meta.ts';
import { storedSpan } from '../frames/stored-span.ts';
import { candleIntervalOf, checkRequest } from './check-request.ts';
import { codeFingerprint } from './code-fingerprint.ts';
import { type ReadSession, readSessions } from './feature-sessions.ts';
import { featureValues, valueColumns } from './feature-values.ts';
import { cachedFrame } from './frame-cache.ts';
import { partsBehind } from './parts-behind.ts';
import { type StrategyOrPlan, strategyColumns } from './strategy-columns.ts';
import type { ValueBlock } from './value-block.ts';
import { type FeatureSpecs, wantedFeatures } from './wanted-features.ts';

export interface FeaturesRequest {
  /** A root or continuous name (the contract of each day), or a contract. Default: what the strategy trades. */
  readonly instrument?: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  /**
   * What stands below and is not said is as this strategy has it: instrument, candle, warm-up (its regime's counted) and rolls. A
   * plan of `planRun` where its instrument or model is another than its file says.
   */
  readonly strategy?: StrategyOrPlan;
  /** Default: `1m`. */
  readonly candle?: string;
  /** The kind of part to make candles of; each day's finest when absent. */
  readonly kind?: PartKind;
  /**
   * Candles of earlier sessions that state starts from. Default: those of the strategy; without one as many as it takes until the
   * start shows in none of the features. A strategy may take more, since its regime has a start as well.
   */
  readonly warmupCandles?: number;
  /** What of them may be of the contract before; default `none`. */
  readonly warmupAcrossRoll?: WarmupAcrossRoll;
  /** `false` computes anew and keeps nothing. */
  readonly cache?: boolean;
  /** Default: as many as the machine has processors. */
  readonly threads?: number;
}

const FIELDS: readonly (keyof FeaturesRequest)[] = [
  ...(['instrument', 'from', 'to', 'strategy', 'candle', 'kind'] as const),
  ...(['warmupCandles', 'warmupAcrossRoll', 'cache', 'threads'] as const),
];
const INDEX = 'close_time';
/** Beside the features where one of them has a policy for missing values: the share of a row that was carried on. */
const FILLED = 'filled_share';
const CACHE_VERSION = 1;

/** What is to be computed: the request with the strategy's answers to what it leaves open. */
interface Question {
  readonly instrument: string;
  readonly candle: string;
  readonly kind: PartKind | undefined;
  readonly warmupCandles: number;
  readonly warmupAcrossRoll: WarmupAcrossRoll | undefined;
  readonly specs: readonly FeatureSpec[];
  readonly schemaText: string;
}

/**
 * One row a candle, one column a feature by its id, no value where it is not ready. The objects that trade compute it, from the same
 * candles and earlier sessions; so a row does not depend on the days asked for. With `strategy` the warm-up is its own as well and the
 * values are to the bit those that it decides on; without `specs` its features on the traded instrument, those of its model among them.
 * Columns stay in `cache/features` of the home by the hashes of data, features and code: a change of any makes them anew. Features of
 * one's own are never kept. `meta.missing` names trading days of the span that the store lacks.
 * UserErrors: `bad-option`, `part-missing` and those of the store; RangeError where two features have one id.
 */
export async function features(
  store: DatasetStore,
  specs: FeatureSpecs | undefined,
  request: FeaturesRequest,
): Promise<Frame> {
  const question = await questionOf(specs, request);
  const { instrument, kind, schemaText, specs: wanted, ...start } = question;
  const interval = candleIntervalOf(question.candle);
  const span = storedSpan(store, { instrument, from: request.from, to: request.to, kind });
  const { days } = span;
  const missing = span.missing.map(({ day }) => day);
  const make = async (): Promise<Frame> => {
    const { sessions } = await readSessions(store, { ...start, instrument, interval, kind, days, specs: wanted });
    const values = await featureValues(store, sessions, { specs: wanted, interval, kind, threads: request.threads });
    return frameOf(question, missing, sessions, values);
  };
  if (request.cache === false || wanted.some(({ own }) => own === true)) return make();
  const parts = partsBehind(store, days);
  const asked = { ...start, instrument, kind, days, missing };
  const key = { version: CACHE_VERSION, code: codeFingerprint(), ...asked, schemaText, parts };
  return (await cachedFrame(join(store.root, '..', 'cache', 'features'), key, make)).frame;
}

async function questionOf(specs: FeatureSpecs | undefined, request: FeaturesRequest): Promise<Question> {
  checkRequest(request, FIELDS);
  const own = request.strategy === undefined ? undefined : await strategyColumns(request.strategy);
  const named = specs === undefined && own !== undefined ? own.specs : wantedFeatures(specs!, 'features');
  const { schemaText, settled } = new FeatureSet(namedById(named));
  const instrument = request.instrument ?? own?.strategy.instruments.trade;
  if (instrument === undefined) {
    const fix = 'Write instrument: "WDOFUT", or give a strategy';
    throw new UserError({ code: 'bad-option', message: 'No instrument was named', field: 'instrument', fix });
  }
  return {
    instrument,
    candle: request.candle ?? own?.strategy.candle ?? '1m',
    kind: request.kind,
    warmupCandles: request.warmupCandles ?? own?.warmupCandles ?? Math.max(LEAST_CANDLES, settled),
    warmupAcrossRoll: request.warmupAcrossRoll ?? own?.strategy.warmupAcrossRoll,
    specs: named,
    schemaText,
  };
}

function namedById(specs: readonly FeatureSpec[]): Readonly<Record<string, FeatureSpec>> {
  const other = specs.find(({ role }) => role !== undefined && role !== 'trade');
  if (other !== undefined) {
    throw new UserError({
      code: 'bad-option',
      message: `${other.meta.id} is for the instrument ${other.role}`,
      field: 'features',
      fix: 'Ask for the features of each instrument in a frame of its own, and join them by time',
    });
  }
  // two of one id: the set says so
  return Object.fromEntries(specs.map((spec, column) => [`${column} ${spec.meta.id}`, spec]));
}

function frameOf(
  { instrument, specs }: Question,
  missing: readonly string[],
  sessions: readonly ReadSession[],
  values: ValueBlock,
): Frame {
  const columns = new Map<string, TypedColumn>([
    [INDEX, closeTimes(sessions.flatMap(({ candles }) => candles))],
    ...valueColumns(specs, values),
  ]);
  if (specs.some(({ meta }) => meta.missing.kind !== 'notReady')) {
    columns.set(FILLED, { kind: 'float', values: values.filled.slice(), valid: undefined });
  }
  const manifests = sessions.flatMap(({ manifest, factsManifests }) => [manifest, ...factsManifests]);
  const sources = new Map(manifests.map((manifest) => [manifest.sha256, sourceOf(manifest)]));
  const provenance = manifests.map((manifest) => manifest.provenance).reduce(weakerProvenance);
  const meta = { instrument, provenance, sources: [...sources.values()], ...missingDays(missing) };
  return new Frame({ rows: values.rows, columns }, { index: INDEX, marks: 'end', meta });
}
