// A feature's description and a maker of its step function in; a FeatureSpec out.

import type { Candle } from '../candles/candle.ts';
import type { Feature, FeatureInput, FeatureSpec, SessionRule } from './feature.ts';
import type { SessionContext } from './session-context.ts';

export interface FeatureDefinition {
  readonly id: string;
  readonly meaning: string;
  readonly group: string;
  readonly unit: string;
  readonly range?: readonly [number, number];
  readonly warmup: number;
  /** Default: candles. */
  readonly inputs?: readonly FeatureInput[];
  readonly parameters?: Readonly<Record<string, number>>;
  readonly sessionRule: SessionRule;
  /** Default: 1. */
  readonly version?: number;
}

/** Takes one closed candle; calls `out.set` if, and only if, the feature has a value at it. */
export type FeatureStep = (out: FeatureState, candle: Candle, session: SessionContext) => void;

/** The state behind every feature: what the step function set at the last candle, if anything. */
export class FeatureState implements Feature {
  ready = false;
  value = Number.NaN;
  private readonly step: FeatureStep;

  constructor(step: FeatureStep) {
    this.step = step;
  }

  set(value: number): void {
    this.value = value;
    this.ready = true;
  }

  update(candle: Candle, session: SessionContext): void {
    this.ready = false;
    this.step(this, candle, session);
  }
}

/** `begin` makes fresh state each time it is called and returns the function that takes candles. */
export function defineFeature(definition: FeatureDefinition, begin: () => FeatureStep): FeatureSpec {
  const { inputs = ['candles'], parameters = {}, range, version = 1, ...rest } = definition;
  return { meta: { ...rest, range, inputs, parameters, version }, create: () => new FeatureState(begin()) };
}
