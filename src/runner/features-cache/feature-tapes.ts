// Epochs of prepared sessions and the columns of strategies in; states that compute each session's columns once, whatever runs ask for them, out.

import type { EpochStart, SessionInstrument } from '../../core/account/account-event.ts';
import type { FeatureSource, OpenedFeatures, RoleColumns, StrategyColumns } from '../../core/engine/feature-source.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureTape } from './feature-tape.ts';
import { KeptRows } from './kept-rows.ts';
import { LeastUsed } from './least-used.ts';
import { TapedFeatures } from './taped-features.ts';

interface RoleFacts {
  readonly columns: RoleColumns;
  readonly ids: readonly string[];
  /** Undefined where a feature reads trades or the book: what those are between two candles is not taped. */
  readonly key: string | undefined;
}

interface ColumnFacts {
  readonly roles: readonly RoleFacts[];
  /** Undefined where some role has no tape, or there is none. */
  readonly rowsKey: string | undefined;
}

/** What one session keeps, by key. */
type KeptOfSession = Map<string, FeatureTape | KeptRows>;

/**
 * Of one process, under which code does not change: role, instrument, ids, parameters, versions and policies tell columns apart, and a
 * feature of one's own its maker. A session is told by the object that describes its instruments, which all runs over it share. A row
 * is shared where the tapes of all roles are the same objects, the columns stand in the same order and the strategy's keys are the same.
 */
export class FeatureTapes implements FeatureSource {
  private readonly sessions = new WeakMap<readonly SessionInstrument[], KeptOfSession>();
  private readonly used: LeastUsed;
  private readonly facts = new WeakMap<StrategyColumns, ColumnFacts>();
  private readonly makers = new WeakMap<FeatureSpec['create'], number>();
  private makersSeen = 0;

  /** What tapes and rows may take together. */
  constructor(mostBytes: number) {
    this.used = new LeastUsed(mostBytes);
  }

  /** The features of this session's epochs are worth keeping: other runs will ask for them. */
  keep(instruments: readonly SessionInstrument[]): void {
    if (!this.sessions.has(instruments)) this.sessions.set(instruments, new Map());
  }

  open({ instruments }: EpochStart, columns: StrategyColumns): OpenedFeatures {
    const session = this.sessions.get(instruments);
    const { roles, rowsKey } = this.factsOf(columns);
    if (session === undefined) return { states: roles.map((role) => role.columns.fresh()), rows: undefined };
    const states = roles.map(({ columns: { fresh }, ids, key }) =>
      key === undefined ? fresh() : new TapedFeatures(tapeOf(session, key, ids.length), ids, fresh),
    );
    const taped = states.filter((state) => state instanceof TapedFeatures);
    const rows = rowsKey === undefined ? undefined : rowsOf(session, rowsKey, taped);
    // rows before their tapes: they are forgotten first, and hold no tape that is forgotten already
    if (rowsKey !== undefined) this.used.touch(rowsKey, session);
    for (const { key } of roles) if (key !== undefined) this.used.touch(key, session);
    return { states, rows: rows && { row: (make) => rows.row(taped, make) } };
  }

  private factsOf(columns: StrategyColumns): ColumnFacts {
    let facts = this.facts.get(columns);
    if (facts === undefined) {
      const roles = columns.roles.map((role) => this.factsOfRole(role));
      const keys = roles.map(({ key }) => key);
      const areTaped = keys.length > 0 && !keys.includes(undefined);
      facts = { roles, rowsKey: areTaped ? `rows ${JSON.stringify([keys, columns.layout])}` : undefined };
      this.facts.set(columns, facts);
    }
    return facts;
  }

  private factsOfRole(columns: RoleColumns): RoleFacts {
    const { role, requested, specs } = columns;
    const { ids, readsTape, readsBook, schemaText } = columns.fresh();
    const makers = specs.map(({ own, create }) => (own === true ? this.makerOf(create) : 0));
    const key = readsTape || readsBook ? undefined : `tape ${JSON.stringify([role, requested, makers, schemaText])}`;
    return { columns, ids, key };
  }

  private makerOf(create: FeatureSpec['create']): number {
    const known = this.makers.get(create);
    if (known !== undefined) return known;
    this.makersSeen += 1;
    this.makers.set(create, this.makersSeen);
    return this.makersSeen;
  }
}

function tapeOf(session: KeptOfSession, key: string, columns: number): FeatureTape {
  const known = session.get(key);
  if (known instanceof FeatureTape) return known;
  const tape = new FeatureTape(columns);
  session.set(key, tape);
  return tape;
}

/** Where a tape was forgotten and begun anew, so are the rows. */
function rowsOf(session: KeptOfSession, key: string, states: readonly TapedFeatures[]): KeptRows {
  const tapes = states.map(({ tape }) => tape);
  const known = session.get(key);
  if (known instanceof KeptRows && known.isOf(tapes)) return known;
  const rows = new KeptRows(tapes);
  session.set(key, rows);
  return rows;
}
