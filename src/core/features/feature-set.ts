// Named feature specs in; after each closed candle or at a decision between two, one vector of their values out.

import { assert } from '../assert.ts';
import type { BookView } from '../candles/book-view.ts';
import type { Candle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { Feature, FeatureSpec } from './feature.ts';
import type { FeatureVector } from './feature-vector.ts';
import { featureSchemaText } from './schema-text.ts';
import type { SessionContext } from './session-context.ts';
import { SharedParts } from './shared-parts.ts';

/** Ages are kept in 16 bits; an older value is as old as this. */
const OLDEST = 65_535;

/**
 * Fresh state of every feature of a strategy or model; what several of them need is computed once. The vector is one object,
 * overwritten by each `update`: who keeps it copies it. Throws RangeError where two names stand for the same feature.
 */
export class FeatureSet implements FeatureVector {
  /** The names under which the features were given, in column order. */
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly values: Float64Array;
  readonly ready: Uint8Array;
  readonly ages: Uint16Array;
  readyCount = 0;
  filledCount = 0;
  /** Candles after which every feature has had enough of them. */
  readonly warmup: number;
  /** Candles after which the start of the state no longer shows in any feature. */
  readonly settled: number;
  /** Canonical text of ids, order, parameters, policies and versions: equal texts mean equal columns. */
  readonly schemaText: string;
  /** Whether trades, and changes of the book, have to be given. */
  readonly readsTape: boolean;
  readonly readsBook: boolean;
  private readonly shared = new SharedParts();
  private readonly features: readonly Feature[];
  private readonly onTradeOf: readonly Feature[];
  private readonly onBookOf: readonly Feature[];
  /** Columns with a fresh value between candles. */
  private readonly fresh: readonly number[];
  /** Most candles that a column's value may be carried on; 0 where it may not. */
  private readonly mostAge: Uint16Array;
  /** Each column's value at the last candle that gave one, and how many candles ago that was: what may be carried on. */
  private readonly candleValues: Float64Array;
  private readonly candleAges: Uint16Array;

  constructor(features: Readonly<Record<string, FeatureSpec>>) {
    const specs = Object.values(features);
    this.names = Object.keys(features);
    this.ids = specs.map((spec) => spec.meta.id);
    this.ids.forEach((id, column) => {
      const first = this.ids.indexOf(id);
      if (first === column) return;
      throw new RangeError(`feature ${id} is given twice, as ${this.names[first]} and as ${this.names[column]}`);
    });
    this.features = specs.map((spec) => spec.create(this.shared));
    this.onTradeOf = this.features.filter(({ onTrade }) => onTrade !== undefined);
    this.onBookOf = this.features.filter(({ onBook }) => onBook !== undefined);
    this.readsTape = this.shared.readsTape || this.onTradeOf.length > 0;
    this.readsBook = this.shared.readsBook || this.onBookOf.length > 0;
    this.fresh = specs.flatMap(({ meta }, column) => (meta.freshBetweenCandles ? [column] : []));
    this.mostAge = Uint16Array.from(specs, ({ meta: { missing } }) =>
      missing.kind === 'lastValid' ? Math.min(missing.candles, OLDEST - 1) : 0,
    );
    this.values = new Float64Array(specs.length);
    this.ready = new Uint8Array(specs.length);
    this.ages = new Uint16Array(specs.length);
    this.candleValues = new Float64Array(specs.length);
    this.candleAges = new Uint16Array(specs.length).fill(OLDEST);
    this.warmup = specs.reduce((most, spec) => Math.max(most, spec.meta.warmup), 0);
    this.settled = specs.reduce((most, spec) => Math.max(most, spec.meta.settled), 0);
    this.schemaText = featureSchemaText(specs);
  }

  /** Sub-computations, each made once for all features that need it. */
  get parts(): number {
    return this.shared.size;
  }

  /** A trade of the open candle. Where `readsTape` is false it need not be called. */
  onTrade(trade: TapeTrade, session: SessionContext): void {
    this.shared.onTrade(trade, session);
    const { onTradeOf } = this;
    for (let k = 0; k < onTradeOf.length; k++) onTradeOf[k]!.onTrade!(trade, session);
  }

  /** A whole update of the book. Where `readsBook` is false it need not be called. */
  onBook(book: BookView, session: SessionContext): void {
    this.shared.onBook(book, session);
    const { onBookOf } = this;
    for (let k = 0; k < onBookOf.length; k++) onBookOf[k]!.onBook!(book, session);
  }

  /** Takes one closed candle. Throws InvariantError where a feature gives NaN or an infinite value. */
  update(candle: Candle, session: SessionContext): void {
    this.shared.update(candle, session);
    let readyCount = 0;
    let filledCount = 0;
    for (let column = 0; column < this.features.length; column++) {
      const feature = this.features[column]!;
      feature.update(candle, session);
      if (feature.ready) {
        if (!Number.isFinite(feature.value)) this.refuse(column, feature.value, candle);
        this.values[column] = feature.value;
        this.ready[column] = 1;
        this.ages[column] = 0;
        this.candleValues[column] = feature.value;
        this.candleAges[column] = 0;
        readyCount++;
      } else if (this.carryOn(column)) {
        this.candleAges[column] = this.ages[column]!;
        readyCount++;
        filledCount++;
      } else this.candleAges[column] = OLDEST;
    }
    this.readyCount = readyCount;
    this.filledCount = filledCount;
  }

  /**
   * A decision between two candles: fresh values where features have them; a column whose feature has none at present is as its policy
   * says, as if the candle closed now; the others keep theirs. Changes no state but the vector.
   */
  refresh(running: Candle, session: SessionContext): void {
    for (const column of this.fresh) {
      const feature = this.features[column]!;
      feature.refresh(running, session);
      if (!feature.ready && feature.cleared !== true) continue;
      this.uncount(column);
      if (feature.ready) {
        if (!Number.isFinite(feature.value)) this.refuse(column, feature.value, running);
        this.values[column] = feature.value;
        this.ready[column] = 1;
        this.ages[column] = 0;
        this.readyCount++;
      } else if (this.carryOn(column)) {
        this.readyCount++;
        this.filledCount++;
      }
    }
  }

  /** The value of one column; undefined where it is not ready. */
  at(column: number): number | undefined {
    return this.ready[column] === 1 ? this.values[column] : undefined;
  }

  /** Puts the last candle's value into the column, one candle older; not ready, and false, where the policy has none to give. */
  private carryOn(column: number): boolean {
    const age = this.candleAges[column]!;
    const may = age < this.mostAge[column]!;
    this.ready[column] = may ? 1 : 0;
    if (!may) return false;
    this.values[column] = this.candleValues[column]!;
    this.ages[column] = age + 1;
    return true;
  }

  private uncount(column: number): void {
    if (this.ready[column] === 0) return;
    this.readyCount--;
    if (this.ages[column]! > 0) this.filledCount--;
  }

  private refuse(column: number, value: number, candle: Candle): never {
    assert(false, `feature ${this.ids[column]} gave ${value} at the candle that closed at ${candle.closeTimeUs}`);
  }
}
