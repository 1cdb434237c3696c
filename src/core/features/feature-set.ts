// Named feature specs in; after each closed candle, one vector of their values, with its schema and warm-up, out.

import { assert } from '../assert.ts';
import type { Candle } from '../candles/candle.ts';
import type { Feature, FeatureSpec } from './feature.ts';
import type { FeatureVector } from './feature-vector.ts';
import { featureSchemaText } from './schema-text.ts';
import type { SessionContext } from './session-context.ts';

/**
 * Fresh state of every feature of a strategy or model. The vector is one object, overwritten by each `update`: who keeps it
 * copies it. Throws RangeError where two names stand for the same feature.
 */
export class FeatureSet implements FeatureVector {
  /** The names under which the features were given, in column order. */
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly values: Float64Array;
  readonly ready: Uint8Array;
  readyCount = 0;
  /** Candles after which every feature has had enough of them. */
  readonly warmup: number;
  /** Canonical text of ids, order, parameters and versions: equal texts mean equal columns. */
  readonly schemaText: string;
  private readonly features: readonly Feature[];

  constructor(features: Readonly<Record<string, FeatureSpec>>) {
    const specs = Object.values(features);
    this.names = Object.keys(features);
    this.ids = specs.map((spec) => spec.meta.id);
    this.ids.forEach((id, column) => {
      const first = this.ids.indexOf(id);
      if (first === column) return;
      throw new RangeError(`feature ${id} is given twice, as ${this.names[first]} and as ${this.names[column]}`);
    });
    this.features = specs.map((spec) => spec.create());
    this.values = new Float64Array(specs.length);
    this.ready = new Uint8Array(specs.length);
    this.warmup = specs.reduce((most, spec) => Math.max(most, spec.meta.warmup), 0);
    this.schemaText = featureSchemaText(specs);
  }

  /** Takes one closed candle. Throws InvariantError where a feature gives NaN or an infinite value. */
  update(candle: Candle, session: SessionContext): void {
    let readyCount = 0;
    for (let column = 0; column < this.features.length; column++) {
      const feature = this.features[column]!;
      feature.update(candle, session);
      if (!feature.ready) {
        this.ready[column] = 0;
        continue;
      }
      if (!Number.isFinite(feature.value)) this.refuse(column, feature.value, candle);
      this.values[column] = feature.value;
      this.ready[column] = 1;
      readyCount++;
    }
    this.readyCount = readyCount;
  }

  /** The value of one column; undefined where it is not ready. */
  at(column: number): number | undefined {
    return this.ready[column] === 1 ? this.values[column] : undefined;
  }

  private refuse(column: number, value: number, candle: Candle): never {
    assert(false, `feature ${this.ids[column]} gave ${value} at the candle that closed at ${candle.closeTimeUs}`);
  }
}
