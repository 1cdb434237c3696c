// The features of a strategy and of its model in; gates that say whether one looks ahead, or needs a longer history than it says, out.

import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { checkMarket } from '../../research/feature-checks/check-market.ts';
import { candlesOf, type FeatureEvent, FeaturePlayer } from '../../research/feature-checks/feature-events.ts';
import { LEAK_WORDS, readsTicks } from '../../research/feature-checks/feature-rules.ts';
import { leakCheck } from '../../research/feature-checks/leak-check.ts';
import { storedEvents } from '../../research/feature-checks/stored-events.ts';
import type { CheckedGate } from '../release/gate.ts';
import { walkMarket } from './walk-market.ts';

export interface ValidatedDay {
  readonly store: DatasetStore;
  /** Of the traded instrument. */
  readonly symbol: string;
  /** The last one. */
  readonly day: string;
}

/** Candles of the sample, and after how many of them the future is changed. */
const CANDLES_MOST = 600;
const LEAK_TIMES = 25;
/** Short sessions: there are enough ticks in them. */
const TICKS = { seed: 20_250_901, sessions: 3, candles: 25, tape: true, book: true } as const;
const WALK_SEED = 20_250_902;
const WALK_SESSIONS = 5;
/** Of a value or of the spread of all values, whichever is larger. A hundred times what `settled` promises: this finds lies, not rounding. */
const SHOWS = 1e-4;
const PLACES = 4;

/** Those that a market of candles alone cannot show: they read trades, the book, or facts of earlier sessions. */
function needsTicks(spec: FeatureSpec): boolean {
  return readsTicks(spec) || spec.meta.inputs.includes('sessions');
}

/**
 * On the last validated day and the one before it; features of trades, book and earlier sessions on a synthetic market that has all of these. The value is
 * the number of features that were looked at. Throws the UserErrors of `storedEvents`.
 */
export async function leakCheckGate(features: readonly FeatureSpec[], of: ValidatedDay): Promise<CheckedGate> {
  const candles = candlesOf(await storedEvents(of.store, of.symbol, of.day)).slice(-CANDLES_MOST);
  const ticks = features.some(needsTicks) ? checkMarket(TICKS) : [];
  const faults = faultsOf(features, (spec) => {
    const [leak] = leakCheck(spec, needsTicks(spec) ? ticks : candles, { times: LEAK_TIMES }).leaks;
    return leak === undefined ? undefined : LEAK_WORDS[leak.kind];
  });
  return gateOf('leakCheck', features, faults, {
    says: 'knows what had not happened yet',
    fix: 'Correct the feature, then train again: qt features leak-check FILE shows the candle and both values',
  });
}

/**
 * On a random walk: the first value comes at the candle that `warmup` says, and a history as long as `settled` says gives what a longer one gives. The
 * value is the number of features that were looked at: those of candles.
 */
export function warmupCheckGate(features: readonly FeatureSpec[]): CheckedGate {
  const plain = features.filter((spec) => !needsTicks(spec));
  const events = walkMarket(WALK_SEED, WALK_SESSIONS);
  const faults = faultsOf(plain, (spec) => warmupFault(spec, events));
  return gateOf('warmupCheck', plain, faults, {
    says: 'needs a longer history than it says',
    fix: 'Correct warmup and settled of the feature: qt features check FILE names the candle',
  });
}

function warmupFault(spec: FeatureSpec, events: readonly FeatureEvent[]): string | undefined {
  const player = new FeaturePlayer();
  const { warmup, settled } = spec.meta;
  const values = player.valuesOf(spec, events);
  const first = values.findIndex((value) => value !== undefined);
  if (first < 0 || first + 1 > warmup) {
    const when = first < 0 ? 'it has no value' : `its first value is at candle ${first + 1}`;
    return `${when}, its warm-up says ${warmup}`;
  }
  const spread = spreadOf(values);
  const longest = Math.floor(events.length / 2);
  if (settled > longest) return undefined;
  for (let place = 0; place < PLACES; place++) {
    const at = events.length - 1 - Math.floor((place * longest) / PLACES);
    const whole = values[at];
    const short = player.valuesOf(spec, events.slice(Math.max(0, at + 1 - settled), at + 1)).at(-1);
    if (whole === undefined || short === undefined) continue;
    if (Math.abs(whole - short) > SHOWS * Math.max(Math.abs(whole), spread)) {
      return `after ${settled} candles, which it says are enough, it is ${short} where a longer history gives ${whole}`;
    }
  }
  return undefined;
}

function spreadOf(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
}

/** A feature that throws has failed. */
function faultsOf(
  features: readonly FeatureSpec[],
  fault: (spec: FeatureSpec) => string | undefined,
): readonly string[] {
  return features.flatMap((spec) => {
    const says = saidBy(() => fault(spec));
    return says === undefined ? [] : [`${spec.meta.id}: ${says}`];
  });
}

function saidBy(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return `it throws: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function gateOf(
  id: string,
  features: readonly FeatureSpec[],
  faults: readonly string[],
  { says, fix }: { readonly says: string; readonly fix: string },
): CheckedGate {
  const base = { id, value: features.length, limit: null } as const;
  const [first, ...others] = faults;
  if (first === undefined)
    return { ...base, passed: true, reason: `None of ${features.length} features ${says}`, fix: '' };
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return { ...base, passed: false, reason: `${first}${more}`, fix };
}
