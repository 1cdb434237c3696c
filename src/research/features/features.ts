// A dataset store and features in; a frame with one column for each, from disk where nothing has changed since it was made, out.

import { join } from 'node:path';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { type CandleInterval, parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { LEAST_CANDLES } from '../../core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { weakerProvenance } from '../../core/market/provenance.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';
import { closeTimes } from '../frames/candle-columns.ts';
import { Frame } from '../frames/frame.ts';
import { sourceOf } from '../frames/frame-meta.ts';
import { codeFingerprint } from './code-fingerprint.ts';
import { type ReadSession, readSessions } from './feature-sessions.ts';
import { featureValues, valueColumns } from './feature-values.ts';
import { cachedFrame } from './frame-cache.ts';
import { partsBehind } from './parts-behind.ts';
import type { ValueBlock } from './value-block.ts';

export interface FeaturesRequest {
  /** A root or continuous name (the contract of each day), or a contract. */
  readonly instrument: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  /** Default: `1m`. */
  readonly candle?: string;
  /** The kind of part to make candles of; each day's finest when absent. */
  readonly kind?: PartKind;
  /**
   * Candles of earlier sessions that state starts from; name those of your strategy (`qt strategies`). Default: as many as it takes
   * until the start shows in no feature, which is what a strategy without a number of its own has.
   */
  readonly warmupCandles?: number;
  /** What of them may be of the contract before; default `none`, as a strategy has it. */
  readonly warmupAcrossRoll?: WarmupAcrossRoll;
  /** `false` computes anew and keeps nothing. */
  readonly cache?: boolean;
  /** Default: as many as the machine has processors. */
  readonly threads?: number;
}

const INDEX = 'close_time';
/** Beside the features where one of them has a policy for missing values: the share of a row that was carried on. */
const FILLED = 'filled_share';
const CACHE_VERSION = 1;

/**
 * One row a candle, one column a feature by its id, no value where it is not ready. The objects that trade compute it, from the same
 * candles, warm-up and earlier sessions; so a row does not depend on the days asked for. Columns stay in `cache/features` of the home
 * by the hashes of data, features and code: a change of any makes them anew. Features of one's own are never kept.
 * UserErrors: `bad-option`, `part-missing` and those of the store; RangeError where two features have one id.
 */
export async function features(
  store: DatasetStore,
  specs: Iterable<FeatureSpec>,
  request: FeaturesRequest,
): Promise<Frame> {
  const wanted = [...specs];
  const { schemaText, settled } = new FeatureSet(namedById(wanted));
  const { instrument, from, to, candle = '1m', kind, warmupAcrossRoll } = request;
  const interval = intervalOf(candle);
  const { days } = store.contractDays(instrument, from, to, kind);
  if (days.length === 0) throw nothingError(request);
  const warmupCandles = request.warmupCandles ?? Math.max(LEAST_CANDLES, settled);
  const make = async (): Promise<Frame> => {
    const read = { instrument, interval, kind, days, specs: wanted, warmupCandles, warmupAcrossRoll };
    const { sessions } = await readSessions(store, read);
    const values = await featureValues(store, sessions, { specs: wanted, interval, kind, threads: request.threads });
    return frameOf(instrument, wanted, sessions, values);
  };
  if (request.cache === false || wanted.some(({ own }) => own === true)) return make();
  const parts = partsBehind(store, days);
  const question = { instrument, candle, kind, days, warmupCandles, warmupAcrossRoll };
  const key = { version: CACHE_VERSION, code: codeFingerprint(), ...question, schemaText, parts };
  return (await cachedFrame(join(store.root, '..', 'cache', 'features'), key, make)).frame;
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
  instrument: string,
  specs: readonly FeatureSpec[],
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
  return new Frame(
    { rows: values.rows, columns },
    { index: INDEX, marks: 'end', meta: { instrument, provenance, sources: [...sources.values()] } },
  );
}

function intervalOf(text: string): CandleInterval {
  const interval = parseCandleInterval(text);
  if (interval !== undefined) return interval;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no candle interval`,
    field: 'candle',
    fix: 'Write 1s, 1m, 5m, 1h for time, 500v for contracts or 200t for trades',
  });
}

function nothingError({ instrument, from, to, kind }: FeaturesRequest): UserError {
  return new UserError({
    code: 'part-missing',
    message: `The store has no ${kind ?? 'trades or candles'} of ${instrument} from ${from} to ${to}`,
    field: 'instrument',
    fix: 'Import a file with those days (qt import), or choose others: qt datasets lists them',
  });
}
