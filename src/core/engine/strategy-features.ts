// Closed candles of each role in, the columns that strategy and model read out: one feature set per role, one row of columns.

import type { EpochStart, SessionInstrument } from '../account/account-event.ts';
import { assert } from '../assert.ts';
import type { BookView } from '../candles/book-view.ts';
import { type Candle, emptyCandle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { FeatureSpec } from '../features/feature.ts';
import { FeatureSet } from '../features/feature-set.ts';
import type { SessionContext } from '../features/session-context.ts';
import { UnchangedRuns } from '../prediction/unchanged-runs.ts';
import type {
  FeatureRow,
  FeatureRows,
  FeatureSource,
  FeatureStates,
  NamedFeatures,
  StrategyColumns,
} from './feature-source.ts';
import { idsDigestOf } from './input-digest.ts';
import type { InstrumentState } from './instrument-state.ts';
import { type Column, columnId, columnsOf, type StrategySetup, TRADE_ROLE } from './strategy-setup.ts';

export class StrategyFeatures {
  readonly columns: readonly Column[];
  /** Digest of the column ids, for the digest of each decision's inputs. */
  readonly ids: readonly [number, number];
  private readonly keys: readonly string[];
  private readonly keyColumns: readonly number[];
  private readonly inputColumns: readonly number[];
  private readonly inputs: Float32Array;
  private readonly strategyColumns: StrategyColumns;
  private sets = new Map<string, FeatureStates>();
  private readonly featureSource: FeatureSource | undefined;
  /** Those that decisions of several runs share. */
  private rows: FeatureRows | undefined;
  private readonly strategy: string;
  private readonly candle: string;
  private readonly instruments: Readonly<Record<string, string>>;
  private readonly roles: readonly string[];
  /** Instrument id of each role in the present session, and its features. */
  private roleIds: readonly number[] = [];
  private setOf: readonly (FeatureStates | undefined)[] = [];
  private runs = new Map<string, UnchangedRuns>();
  private runsOf: readonly (UnchangedRuns | undefined)[] = [];
  private readonly running = emptyCandle();
  private readonly source: { role: string; at: number }[];
  /** By column: its set, its place there, and how long it has stayed the same. */
  private columnSets: readonly FeatureStates[] = [];
  private columnRuns: readonly UnchangedRuns[] = [];
  private readonly places: Int32Array;
  /** What rows are copied from: filled key by key, an object of many keys is several times as slow to make and to read. */
  private readonly emptyRow: Readonly<Record<string, null>>;
  private readonly emptyNamed: Readonly<Record<string, never>>;
  /** Made once: a decision allocates none. */
  private readonly makeRow = (): FeatureRow => this.madeRow();

  constructor(setup: StrategySetup) {
    this.columns = columnsOf(setup);
    const { name, candle, instruments } = setup.strategy;
    this.strategy = name;
    this.featureSource = setup.featureSource;
    this.candle = candle;
    this.instruments = instruments;
    this.roles = Object.keys(instruments);
    this.ids = idsDigestOf(this.columns.map(({ id }) => id));
    this.keys = Object.keys(setup.strategy.features);
    const place = (id: string): number => {
      const index = this.columns.findIndex((column) => column.id === id);
      assert(index >= 0, `no column ${id}`);
      return index;
    };
    this.keyColumns = this.keys.map((key) => place(columnId(setup.strategy.features[key]!)));
    this.inputColumns = (setup.model?.inputs ?? []).map(place);
    this.inputs = new Float32Array(this.inputColumns.length);
    const bySpec = new Map<string, Record<string, FeatureSpec>>();
    this.source = this.columns.map(({ role, spec }) => {
      const specs = bySpec.get(role) ?? {};
      bySpec.set(role, specs);
      specs[spec.meta.id] = spec;
      return { role, at: Object.keys(specs).length - 1 };
    });
    this.emptyRow = emptyOf(this.columns.map(({ id }) => id));
    this.emptyNamed = emptyOf(this.keys) as Record<string, never>;
    this.places = Int32Array.from(this.source, ({ at }) => at);
    this.strategyColumns = {
      roles: [...bySpec].map(([role, specs]) => {
        const requested = instruments[role]!;
        return { role, requested, specs: Object.values(specs), fresh: () => new FeatureSet(specs) };
      }),
      layout: JSON.stringify([this.source.map(({ role, at }) => [role, at]), this.keys, this.keyColumns]),
    };
    this.reset();
  }

  /** Fresh state, as at the start of the epoch; without one nobody has asked for any yet. */
  reset(epoch?: EpochStart): void {
    const { roles } = this.strategyColumns;
    const opened = epoch && this.featureSource?.open(epoch, this.strategyColumns);
    this.rows = opened?.rows;
    this.sets = new Map(roles.map(({ role, fresh }, r) => [role, opened?.states[r] ?? fresh()]));
    this.setOf = this.roles.map((role) => this.sets.get(role));
    this.runs = new Map([...this.sets].map(([role, { ids }]) => [role, new UnchangedRuns(ids.length)]));
    this.runsOf = this.roles.map((role) => this.runs.get(role));
    this.columnSets = this.source.map(({ role }) => this.sets.get(role)!);
    this.columnRuns = this.source.map(({ role }) => this.runs.get(role)!);
  }

  /** The session's instruments, by their id; gives the id of each role's. */
  bind(instruments: readonly SessionInstrument[]): readonly number[] {
    this.roleIds = this.roles.map((role) => {
      const requested = this.instruments[role]!;
      const id = instruments.findIndex((each) => each.requested === requested);
      assert(id >= 0, `session without ${requested} of strategy ${this.strategy}`);
      return id;
    });
    return this.roleIds;
  }

  /** Instrument id of the traded one in the present session. */
  get tradeId(): number {
    return this.roleIds[this.roles.indexOf(TRADE_ROLE)]!;
  }

  onCandle(instrumentId: number, candle: Candle, session: SessionContext): void {
    for (let r = 0; r < this.roles.length; r++) {
      const set = this.setOf[r];
      if (this.roleIds[r] !== instrumentId || set === undefined) continue;
      set.update(candle, session);
      // on candles of the warm-up features of the session stand still
      if (candle.openTimeUs >= session.openUs) this.runsOf[r]!.update(set, candle);
    }
  }

  /** A trade of the open candle. */
  onTrade(instrumentId: number, trade: TapeTrade, session: SessionContext): void {
    for (let r = 0; r < this.roles.length; r++) {
      if (this.roleIds[r] === instrumentId) this.setOf[r]?.onTrade(trade, session);
    }
  }

  /** After a whole update of the book. */
  onBook(instrumentId: number, book: BookView, session: SessionContext): void {
    for (let r = 0; r < this.roles.length; r++) {
      if (this.roleIds[r] === instrumentId) this.setOf[r]?.onBook(book, session);
    }
  }

  /** A decision between two candles: features that can are made fresh. */
  refresh(instruments: readonly InstrumentState[], exchangeUs: number): void {
    for (let r = 0; r < this.roles.length; r++) {
      const state = instruments[this.roleIds[r]!]!;
      const feed = state.feeds.find(({ candle }) => candle === this.candle)!;
      feed.writeRunning(this.running, exchangeUs, state.lastPrice);
      this.setOf[r]?.refresh(this.running, state.context);
    }
  }

  /** The same of one instrument, whose interval ended without a candle; this one stands for it. */
  refreshOf(instrumentId: number, running: Candle, session: SessionContext): void {
    for (let r = 0; r < this.roles.length; r++) {
      if (this.roleIds[r] === instrumentId) this.setOf[r]?.refresh(running, session);
    }
  }

  /** Whether some feature reads the trades of an instrument, by the name that the strategy asks for it. */
  readsTapeOf(requested: string): boolean {
    return this.roles.some((role, r) => this.instruments[role] === requested && this.setOf[r]?.readsTape === true);
  }

  readsBookOf(requested: string): boolean {
    return this.roles.some((role, r) => this.instruments[role] === requested && this.setOf[r]?.readsBook === true);
  }

  /** Share of the columns whose value was carried on from an earlier candle, 0..1. */
  get filledShare(): number {
    let filled = 0;
    for (const set of this.sets.values()) filled += set.filledCount;
    return filled === 0 ? 0 : filled / this.columns.length;
  }

  /** Age in candles of each column that was carried on; undefined where none was. */
  filled(): Record<string, number> | undefined {
    if (this.filledShare === 0) return undefined;
    const filled: Record<string, number> = {};
    for (const [column, { role, at }] of this.source.entries()) {
      const set = this.sets.get(role)!;
      if (set.ready[at] === 1 && set.ages[at]! > 0) filled[this.columns[column]!.id] = set.ages[at]!;
    }
    return filled;
  }

  row(): FeatureRow {
    return this.rows === undefined ? this.madeRow() : this.rows.row(this.makeRow);
  }

  private madeRow(): FeatureRow {
    const values: Record<string, number | null> = { ...this.emptyRow };
    for (let column = 0; column < this.columns.length; column++)
      values[this.columns[column]!.id] = this.at(column) ?? null;
    return { values, filled: this.filled() };
  }

  /** Candles in a row in which the close moved and a column did not. */
  unchangedCandles(column: number): number {
    return this.columnRuns[column]!.runs[this.places[column]!]!;
  }

  /** Of the features as they stand, of which this is the row. */
  named({ kept }: FeatureRow): NamedFeatures {
    if (kept === undefined) return this.madeNamed();
    kept.named ??= this.madeNamed();
    // the strategy may do with its own what it wants
    return 'missing' in kept.named ? kept.named : { values: { ...kept.named.values } };
  }

  private madeNamed(): NamedFeatures {
    const values: Record<string, number> = { ...this.emptyNamed };
    for (let k = 0; k < this.keys.length; k++) {
      const column = this.keyColumns[k]!;
      const value = this.at(column);
      if (value === undefined) return { missing: this.columns[column]!.id };
      values[this.keys[k]!] = value;
    }
    return { values };
  }

  /** The model's inputs as float32, or the id of the first that is not ready. A fresh array: it outlives the candle. */
  modelInputs(): { readonly inputs: Float32Array } | { readonly missing: string } {
    for (let i = 0; i < this.inputColumns.length; i++) {
      const value = this.at(this.inputColumns[i]!);
      if (value === undefined) return { missing: this.columns[this.inputColumns[i]!]!.id };
      this.inputs[i] = value;
    }
    return { inputs: this.inputs.slice() };
  }

  /** The value of one column; undefined where it is not ready. */
  at(column: number): number | undefined {
    const set = this.columnSets[column]!;
    const place = this.places[column]!;
    return set.ready[place] === 1 ? set.values[place] : undefined;
  }
}

/** An object with these keys in their order, with the fast properties of one that was parsed. */
function emptyOf(keys: readonly string[]): Record<string, null> {
  return JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join(',')}}`) as Record<string, null>;
}
