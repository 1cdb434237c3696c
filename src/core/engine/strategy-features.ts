// Closed candles of each role in, the columns that strategy and model read out: one feature set per role, one row of columns.

import { assert } from '../assert.ts';
import type { Candle } from '../candles/candle.ts';
import type { FeatureSpec } from '../features/feature.ts';
import { FeatureSet } from '../features/feature-set.ts';
import type { SessionContext } from '../features/session-context.ts';
import { idsDigestOf } from './input-digest.ts';
import { type Column, columnId, columnsOf, type StrategySetup } from './strategy-setup.ts';

export class StrategyFeatures {
  readonly columns: readonly Column[];
  /** Digest of the column ids, for the digest of each decision's inputs. */
  readonly ids: readonly [number, number];
  private readonly keys: readonly string[];
  private readonly keyColumns: readonly number[];
  private readonly inputColumns: readonly number[];
  private readonly inputs: Float32Array;
  private readonly bySpec: ReadonlyMap<string, Readonly<Record<string, FeatureSpec>>>;
  private sets = new Map<string, FeatureSet>();
  private readonly source: { role: string; at: number }[];

  constructor(setup: StrategySetup) {
    this.columns = columnsOf(setup);
    this.ids = idsDigestOf(this.columns.map(({ id }) => id));
    this.keys = Object.keys(setup.strategy.features);
    const at = (id: string): number => {
      const index = this.columns.findIndex((column) => column.id === id);
      assert(index >= 0, `no column ${id}`);
      return index;
    };
    this.keyColumns = this.keys.map((key) => at(columnId(setup.strategy.features[key]!)));
    this.inputColumns = (setup.model?.inputs ?? []).map(at);
    this.inputs = new Float32Array(this.inputColumns.length);
    const bySpec = new Map<string, Record<string, FeatureSpec>>();
    this.source = this.columns.map(({ role, spec }) => {
      const specs = bySpec.get(role) ?? {};
      bySpec.set(role, specs);
      specs[spec.meta.id] = spec;
      return { role, at: Object.keys(specs).length - 1 };
    });
    this.bySpec = bySpec;
    this.reset();
  }

  /** Fresh state, as at the start of an epoch. */
  reset(): void {
    this.sets = new Map();
    for (const [role, specs] of this.bySpec) this.sets.set(role, new FeatureSet(specs));
  }

  update(role: string, candle: Candle, session: SessionContext): void {
    this.sets.get(role)?.update(candle, session);
  }

  /** Value of each column, null where it is not ready. */
  row(): Record<string, number | null> {
    const row: Record<string, number | null> = {};
    for (let column = 0; column < this.columns.length; column++)
      row[this.columns[column]!.id] = this.valueOf(column) ?? null;
    return row;
  }

  /** The strategy's features under its own keys, or the id of the first that is not ready. */
  named(): { readonly values: Record<string, number> } | { readonly missing: string } {
    const values: Record<string, number> = {};
    for (let k = 0; k < this.keys.length; k++) {
      const column = this.keyColumns[k]!;
      const value = this.valueOf(column);
      if (value === undefined) return { missing: this.columns[column]!.id };
      values[this.keys[k]!] = value;
    }
    return { values };
  }

  /** The model's inputs as float32, or the id of the first that is not ready. A fresh array: it outlives the candle. */
  modelInputs(): { readonly inputs: Float32Array } | { readonly missing: string } {
    for (let i = 0; i < this.inputColumns.length; i++) {
      const value = this.valueOf(this.inputColumns[i]!);
      if (value === undefined) return { missing: this.columns[this.inputColumns[i]!]!.id };
      this.inputs[i] = value;
    }
    return { inputs: this.inputs.slice() };
  }

  private valueOf(column: number): number | undefined {
    const { role, at } = this.source[column]!;
    const set = this.sets.get(role)!;
    return set.ready[at] === 1 ? set.values[at] : undefined;
  }
}
