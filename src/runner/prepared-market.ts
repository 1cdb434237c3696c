// Requests for days of market data in; feeds out that read each day once in this process, however many backtests run over it.

import { assert } from '../core/assert.ts';
import { RECORD_BYTES } from '../core/market/event-record.ts';
import type { Provenance } from '../core/market/provenance.ts';
import type { Predictor } from '../core/prediction/predictor.ts';
import { FeatureTapes } from './features-cache/feature-tapes.ts';
import { KnownPredictions } from './features-cache/known-predictions.ts';
import type { MarketFeeds } from './market-feeds.ts';
import { PreparedFeeds, PreparedSessions } from './prepared-feeds.ts';
import type { RunPlan } from './run-plan.ts';
import { type FeedRequest, SessionFeeds } from './session-feeds.ts';

/** What kept days may take together, and kept features with their rows. */
const MOST_BYTES = 512 * 1024 ** 2;
/** Of the model; about 1 kB each. */
const MOST_ANSWERS = 250_000;

/** Limits of memory; what is above them is read, computed or asked anew by each run. */
export interface PreparedMarketOptions {
  /** Of the limits below, where they are not given themselves: 1 over the number of markets beside each other. Above 0 up to 1, default 1. */
  readonly share?: number | undefined;
  /** Bytes of days. Default 512 MB. */
  readonly mostBytes?: number | undefined;
  /** Bytes of features and rows. Default 512 MB. */
  readonly mostFeatureBytes?: number | undefined;
  /** Answers of models, about 1 kB each. Default 250,000. */
  readonly mostAnswers?: number | undefined;
}

interface Prepared {
  readonly sessions: PreparedSessions;
  readonly provenance: Provenance;
  readonly bytes: number;
}

/**
 * For sweeps: hand one of these to each `simulatedRun` over the same days. Days are read, features computed and the model asked once;
 * runs are to the bit those without it. The days are as they were in the store when they were first read; each run tells the hashes of
 * the parts that it saw. Requests that differ in anything (instruments, days, candle, warm-up, sides, facts, code) are kept beside each
 * other, the least recently used go first; one whose days alone are above the limit is read from the store by each run.
 */
export class PreparedMarket {
  /** Features of the days that are kept. */
  readonly featureSource: FeatureTapes;
  private readonly predictions: KnownPredictions;
  private readonly mostBytes: number;
  /** By the function that assembles sessions: a release brings its own, and what it made is for its own engine. */
  private readonly ofCode = new WeakMap<object, Map<string, Prepared>>();
  /** In the order of use. */
  private readonly used = new Map<Prepared, () => void>();

  constructor(options: PreparedMarketOptions = {}) {
    const { share = 1 } = options;
    assert(share > 0 && share <= 1, `a share of the limits above 0 up to 1, not ${share}`);
    this.mostBytes = options.mostBytes ?? Math.floor(share * MOST_BYTES);
    this.featureSource = new FeatureTapes(options.mostFeatureBytes ?? Math.floor(share * MOST_BYTES));
    this.predictions = new KnownPredictions(options.mostAnswers ?? Math.floor(share * MOST_ANSWERS));
  }

  /** UserErrors of `SessionFeeds`. */
  feeds(request: FeedRequest): MarketFeeds {
    const { assembleSession } = request.code;
    const known = this.ofCode.get(assembleSession) ?? new Map<string, Prepared>();
    this.ofCode.set(assembleSession, known);
    const key = keyOf(request);
    let prepared = known.get(key);
    if (prepared === undefined || prepared.sessions.hasFailed) {
      const source = new SessionFeeds(request);
      const bytes = bytesOf(request, source);
      if (bytes > this.mostBytes) return source;
      prepared = { sessions: new PreparedSessions(source, this.featureSource), provenance: source.provenance, bytes };
      known.set(key, prepared);
    }
    this.touch(prepared, () => known.delete(key));
    return new PreparedFeeds(prepared.sessions, prepared.provenance, request.capitalBrl);
  }

  /** The model of a plan; what it was asked before it is not asked again. */
  predictor({ code, model }: RunPlan): Predictor | undefined {
    return model === undefined ? undefined : this.predictions.predictor(model.predictor, code.combineMembers);
  }

  private touch(prepared: Prepared, forget: () => void): void {
    this.used.delete(prepared);
    this.used.set(prepared, forget);
    let bytes = 0;
    for (const each of this.used.keys()) bytes += each.bytes;
    for (const [oldest, forgetOldest] of this.used) {
      if (bytes <= this.mostBytes) break;
      bytes -= oldest.bytes;
      this.used.delete(oldest);
      forgetOldest();
    }
  }
}

/** Everything that decides what is read, but the capital, which each run says anew. */
function keyOf(request: FeedRequest): string {
  const { store, requested, from, to, kind, candle, warmupCandles, warmupAcrossRoll, sides, facts } = request;
  const sidesRead = sides === undefined ? null : [sides.model, sides.sideSource, [...sides.inputs]];
  const factsRead = facts === undefined ? null : [...facts];
  const read = [warmupCandles, warmupAcrossRoll, sidesRead, factsRead];
  return JSON.stringify([store.root, store.acceptRefused, requested, from, to, kind, candle, ...read]);
}

/** About what the days take once they are loaded: their records and those of their warm-ups. */
function bytesOf({ requested, warmupCandles }: FeedRequest, { rowsOfRange, sessionDays }: SessionFeeds): number {
  // a bar may have its flow beside it
  const warmup = 2 * warmupCandles * requested.length * sessionDays.length;
  return (rowsOfRange + warmup) * RECORD_BYTES;
}
