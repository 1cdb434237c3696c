// A feature's description and a maker of its step functions in; a FeatureSpec out.

import type { BookView } from '../candles/book-view.ts';
import type { Candle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { Feature, FeatureInput, FeatureSpec, MissingPolicy, SessionRule } from './feature.ts';
import { FeatureState } from './feature-state.ts';
import type { SessionContext } from './session-context.ts';
import { SharedParts } from './shared-parts.ts';

export interface FeatureDefinition {
  readonly id: string;
  readonly meaning: string;
  readonly unit: string;
  readonly warmup: number;
  readonly sessionRule: SessionRule;
  /** Default: '', which only features of one's own may leave so. */
  readonly formula?: string;
  /** Default: ''. */
  readonly source?: string;
  /** Default: own. */
  readonly group?: string;
  readonly range?: readonly [number, number];
  /** Default: continuous. */
  readonly scale?: 'continuous' | 'discrete';
  /** Default: `warmup`. */
  readonly settled?: number;
  /** Default: candles. */
  readonly inputs?: readonly FeatureInput[];
  readonly parameters?: Readonly<Record<string, number>>;
  /** Default: not ready. */
  readonly missing?: MissingPolicy;
  /** Default: 1. */
  readonly version?: number;
}

/** Takes one closed candle; calls `out.set` if, and only if, the feature has a value at it. */
export type FeatureStep = (out: FeatureState, candle: Candle, session: SessionContext) => void;

/** For features that read more than closed candles. */
export interface FeatureHandlers {
  /** At each closed candle, as a FeatureStep. */
  readonly candle: FeatureStep;
  /**
   * At a decision between two candles; the candle is the running one so far. Calls `out.set` where there is a fresh value,
   * `out.clear` where there is none at present (a book that is crossed); where it calls neither, the last value stays (no trade since).
   * It changes no state: called with the candle that closes next, it sets what `candle` will.
   */
  readonly now?: FeatureStep;
  readonly trade?: (trade: TapeTrade, session: SessionContext) => void;
  /** After each whole update of the book. */
  readonly book?: (book: BookView, session: SessionContext) => void;
}

const NOT_READY: MissingPolicy = { kind: 'notReady' };

/**
 * `begin` makes fresh state each time it is called and returns the function that takes candles, or one for each kind of event.
 * `freshBetweenCandles` of the metadata follows from whether there is a `now`. Throws RangeError for an id that cannot stand in a schema.
 */
export function defineFeature(
  definition: FeatureDefinition,
  begin: (shared: SharedParts) => FeatureStep | FeatureHandlers,
): FeatureSpec {
  const { id, warmup } = definition;
  if (!/^[A-Za-z][A-Za-z0-9_().,=+-]{0,79}$/.test(id))
    throw new RangeError(`a feature cannot have the id ${JSON.stringify(id)}`);
  if (!(Number.isSafeInteger(warmup) && warmup >= 1)) {
    throw new RangeError(`${id}: warmup must be a whole number of candles from 1, not ${String(warmup)}`);
  }
  const settled = definition.settled ?? warmup;
  if (!(Number.isSafeInteger(settled) && settled >= warmup)) {
    throw new RangeError(`${id}: settled must be a whole number from warmup (${warmup}), not ${String(settled)}`);
  }
  const { inputs = ['candles'], parameters = {}, missing = NOT_READY, version = 1, scale = 'continuous' } = definition;
  const { formula = '', source = '', group = 'own', range } = definition;
  const freshBetweenCandles = handlersOf(begin(new SharedParts())).now !== undefined;
  const { meaning, unit, sessionRule } = definition;
  return {
    meta: {
      ...{ id, meaning, formula, source, group, unit, range, scale, warmup, settled, inputs, parameters, sessionRule },
      ...{ missing, freshBetweenCandles, version },
    },
    create: (shared): Feature => {
      const own = shared === undefined ? new SharedParts() : undefined;
      return new FeatureState(handlersOf(begin(shared ?? own!)), own);
    },
  };
}

function handlersOf(made: FeatureStep | FeatureHandlers): FeatureHandlers {
  return typeof made === 'function' ? { candle: made } : made;
}
