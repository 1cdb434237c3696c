// A window of candles with their brokers and a measure of it in; the spec of a feature that shows the measure one candle later out.

import { defineFeature, type FeatureDefinition } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import type { SharedParts } from '../shared-parts.ts';
import { type AgentWindow, agentWindow } from './agent-window.ts';

/** Candles of a window: about four hours of one-minute candles; each takes room for every broker. */
const MOST_CANDLES = 240;

/** What a measure has to say of the window that ends with the candle just closed. */
export class Lagged {
  ready = false;
  readonly values = new Float64Array(1);

  set(value: number): void {
    this.values[0] = value;
    this.ready = true;
  }
}

/** Sets a value if, and only if, the window has one; called where it is full. */
export type AgentMeasure = (held: Lagged, window: AgentWindow) => void;

/** `candles` as a window of the features of brokers. RangeError where it is none. */
export function agentCandles(feature: string, candles: number, least = 1): number {
  const n = wholeNumber(feature, 'candles', candles, least);
  if (n <= MOST_CANDLES) return n;
  throw new RangeError(`${feature}: candles must be at most ${MOST_CANDLES}, not ${n}`);
}

/** What all of them have in common. */
export type AgentDefinition = Pick<FeatureDefinition, 'id' | 'meaning' | 'formula' | 'source' | 'unit'> &
  Partial<FeatureDefinition>;

/**
 * Lag 1: the value at candle t is the measure of candles t − n to t − 1, so that it is known before t begins, and during t;
 * what candle t itself is like does not matter. Parts that `begin` asks for are fed after the window.
 */
export function lagged(
  definition: AgentDefinition,
  candles: number,
  begin: (shared: SharedParts) => AgentMeasure,
): FeatureSpec {
  const fixed = { group: 'agents', inputs: ['tape', 'agents'], sessionRule: 'reset', warmup: candles + 1 } as const;
  const parameters = { candles, ...definition.parameters };
  return defineFeature({ ...fixed, ...definition, parameters }, (shared) => {
    const window = agentWindow(shared, candles);
    const measure = begin(shared);
    const held = new Lagged();
    return {
      candle: (out, candle) => {
        if (held.ready && !candle.firstOfSession) out.set(held.values[0]!);
        held.ready = false;
        if (window.ready) measure(held, window);
      },
      now: (out, running) => {
        if (held.ready && !running.firstOfSession) out.set(held.values[0]!);
      },
    };
  });
}
