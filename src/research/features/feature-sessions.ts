// A store and days in; each session's candles, those that its state starts from, and what it knew of earlier ones, out.

import type { ContractDay } from '../../adapters/datasets/contract-days.ts';
import { checkoutFactsCode, EarlierSessions } from '../../adapters/datasets/earlier-sessions.ts';
import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { UnknownRoll } from '../../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { CandleInterval } from '../../core/candles/candle-interval.ts';
import { factsNeedOf } from '../../core/features/facts-need.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { noSessionFacts } from '../../core/market/session-facts.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';
import { CandleSessions, type DayRead } from '../frames/candle-sessions.ts';
import { sessionContext } from '../training/stored-sessions.ts';
import type { CandleSessionInput } from './candle-block.ts';

export interface FeatureSessions {
  readonly instrument: string;
  readonly interval: CandleInterval;
  readonly kind: PartKind | undefined;
  readonly days: readonly ContractDay[];
  readonly specs: readonly FeatureSpec[];
  readonly warmupCandles: number;
  /** What of them may be of the contract before; as a strategy has it. */
  readonly warmupAcrossRoll: WarmupAcrossRoll | undefined;
}

/** Sessions in the order of their days. */
export interface ReadSessions {
  readonly sessions: readonly ReadSession[];
  /** Rolls over which a warm-up was to go on, without prices of both contracts before them. */
  readonly unknownRolls: readonly UnknownRoll[];
}

export interface ReadSession extends CandleSessionInput {
  readonly contract: string;
  readonly day: string;
  /** Of the part that the candles were made from. */
  readonly manifest: PartManifest;
  /** Parts of earlier sessions, of which the features were told. */
  readonly factsManifests: readonly PartManifest[];
}

/** The same candles, warm-up and facts as trading has on those mornings. UserErrors of the store. */
export async function readSessions(store: DatasetStore, request: FeatureSessions): Promise<ReadSessions> {
  const { instrument, interval, kind, days, specs, warmupCandles, warmupAcrossRoll } = request;
  const need = factsNeedOf(specs);
  const earlier = new EarlierSessions(store, kind, checkoutFactsCode);
  const onRead: DayRead = (contract, day, market, manifest) => {
    if (need !== undefined) earlier.add(contract, day, market, 0, manifest);
  };
  const sessions = new CandleSessions(store, instrument, interval, kind, onRead, warmupAcrossRoll);
  const read: ReadSession[] = [];
  for (const found of days) {
    const { contract, candles, manifest } = await sessions.of(found.contract, found.day, found.kind);
    const before = await sessions.before(contract, found.day, warmupCandles);
    const known = need === undefined ? undefined : await earlier.factsOf(contract, found.day, need);
    const session = { ...sessionContext(contract, found.day), facts: known?.facts ?? noSessionFacts };
    const factsManifests = known?.manifests ?? [];
    read.push({ session, contract, day: found.day, candles, before, manifest, factsManifests });
  }
  return { sessions: read, unknownRolls: [...sessions.unknownRolls.values()] };
}
