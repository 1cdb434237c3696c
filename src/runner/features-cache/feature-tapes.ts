// Epochs of prepared sessions and sets of features in; states that compute each session's columns once, whatever runs ask for them, out.

import { freezeForText } from '../../adapters/journal/canonical-json.ts';
import type { EpochStart, SessionInstrument } from '../../core/account/account-event.ts';
import type { FeatureRow, FeatureSource, FeatureStates, RoleColumns } from '../../core/engine/feature-source.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureTape } from './feature-tape.ts';
import { TapedFeatures } from './taped-features.ts';

/** What tapes may take together; columns that were used least recently go first. */
const MOST_BYTES = 512 * 1024 ** 2;
/** About what a row that decisions share takes by column, its text included. */
const ROW_BYTES = 64;

interface ColumnFacts {
  readonly ids: readonly string[];
  /** Undefined where a feature reads trades or the book: what those are between two candles is not taped. */
  readonly key: string | undefined;
}

/** Tapes of one session, by their columns. */
type SessionTapes = Map<string, FeatureTape>;

/**
 * Of one process, under which code does not change: role, ids, parameters, versions and policies tell columns apart, and a feature of
 * one's own its maker. A session is told by the object that describes its instruments, which all runs over it share.
 */
export class FeatureTapes implements FeatureSource {
  private readonly mostBytes: number;
  private readonly sessions = new WeakMap<readonly SessionInstrument[], SessionTapes>();
  /** By columns, in the order of use: the sessions that have tapes of them. */
  private readonly used = new Map<string, Set<SessionTapes>>();
  private readonly facts = new WeakMap<RoleColumns, ColumnFacts>();
  private readonly makers = new WeakMap<FeatureSpec['create'], number>();
  private makersSeen = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.mostBytes = mostBytes;
  }

  /** The features of this session's epochs are worth keeping: other runs will ask for them. */
  keep(instruments: readonly SessionInstrument[]): void {
    if (!this.sessions.has(instruments)) this.sessions.set(instruments, new Map());
  }

  open({ instruments }: EpochStart, columns: RoleColumns): FeatureStates {
    const session = this.sessions.get(instruments);
    const { ids, key } = this.factsOf(columns);
    if (session === undefined || key === undefined) return columns.fresh();
    let tape = session.get(key);
    if (tape === undefined) {
      tape = new FeatureTape(ids.length);
      session.set(key, tape);
    }
    this.touch(key, session);
    return new TapedFeatures(tape, ids, columns.fresh);
  }

  row(states: readonly FeatureStates[], make: () => FeatureRow): FeatureRow {
    const taped: TapedFeatures[] = [];
    for (const state of states) {
      if (!(state instanceof TapedFeatures) || !state.isOnTape) return make();
      taped.push(state);
    }
    const [first, ...others] = taped;
    if (first === undefined) return make();
    const { tape, position } = first;
    const kept = tape.rows[position];
    if (kept?.others.every((at, k) => at === others[k]!.position)) return kept.row;
    const { values, filled } = make();
    const row = { values: freezeForText(values), filled, kept: { digest: undefined, named: undefined } };
    tape.rows[position] = { others: others.map((each) => each.position), row };
    return row;
  }

  private factsOf(columns: RoleColumns): ColumnFacts {
    let facts = this.facts.get(columns);
    if (facts === undefined) {
      const { role, specs } = columns;
      const { ids, readsTape, readsBook, schemaText } = columns.fresh();
      const makers = specs.map(({ own, create }) => (own === true ? this.makerOf(create) : 0));
      facts = { ids, key: readsTape || readsBook ? undefined : `${role} ${makers.join()} ${schemaText}` };
      this.facts.set(columns, facts);
    }
    return facts;
  }

  private makerOf(create: FeatureSpec['create']): number {
    const known = this.makers.get(create);
    if (known !== undefined) return known;
    this.makersSeen += 1;
    this.makers.set(create, this.makersSeen);
    return this.makersSeen;
  }

  private touch(key: string, session: SessionTapes): void {
    const sessions = this.used.get(key) ?? new Set();
    const isKnown = sessions.has(session);
    sessions.add(session);
    this.used.delete(key);
    this.used.set(key, sessions);
    // a tape grows while it is new only
    if (!isKnown) this.keepWithin(key);
  }

  private keepWithin(newest: string): void {
    const bytesOf = (key: string): number => {
      let bytes = 0;
      for (const session of this.used.get(key)!) {
        const tape = session.get(key);
        bytes += tape === undefined ? 0 : tape.bytes + tape.rows.length * tape.columns * ROW_BYTES;
      }
      return bytes;
    };
    const sizes = new Map([...this.used.keys()].map((key) => [key, bytesOf(key)]));
    let total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [key, bytes] of sizes) {
      if (total <= this.mostBytes || key === newest) return;
      for (const session of this.used.get(key)!) session.delete(key);
      this.used.delete(key);
      total -= bytes;
    }
  }
}
