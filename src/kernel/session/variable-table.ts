// Names in; the variables of a session, each in a box that outlives the cells which use it, out.
import type { DeclaredName } from '../cell/compile-cell.ts';
import type { KnownName } from '../cell/known-names.ts';

/** One object for each name for ever, so that functions of earlier cells see what later ones assign. */
export interface Box {
  v: unknown;
}

interface Entry {
  readonly box: Box;
  facts: Omit<KnownName, 'isSet'>;
}

/** What nobody has assigned yet. */
const UNSET = Symbol('unset');
const PLAIN: Entry['facts'] = { isConst: false, isShared: false, isVolatile: false };

export class VariableTable {
  private readonly entries = new Map<string, Entry>();

  /** Of every name that some cell uses. */
  get known(): ReadonlyMap<string, KnownName> {
    const known = new Map<string, KnownName>();
    for (const [name, { box, facts }] of this.entries) known.set(name, { ...facts, isSet: box.v !== UNSET });
    return known;
  }

  /** Of every name that is set. */
  *values(): Iterable<readonly [name: string, value: unknown]> {
    for (const [name, { box }] of this.entries) if (box.v !== UNSET) yield [name, box.v];
  }

  box(name: string): Box {
    return this.entry(name).box;
  }

  has(name: string): boolean {
    const entry = this.entries.get(name);
    return entry !== undefined && entry.box.v !== UNSET;
  }

  /** No cell declares it any more. */
  forget(name: string): void {
    const entry = this.entries.get(name);
    if (entry !== undefined) entry.box.v = UNSET;
  }

  /**
   * A cell begins that uses these names. Gives what has to be done when it ends, with the number of the last declaration that it reached:
   * a name that was declared by none that was reached is as unknown as before. `undefined`: the cell was cut off, nobody knows where.
   */
  begin(names: readonly DeclaredName[]): (reached: number | undefined) => void {
    const fresh: { readonly box: Box; readonly order: number }[] = [];
    for (const name of names) {
      const entry = this.entry(name.name);
      const isDeclared = name.kind !== 'earlier';
      const { facts } = entry;
      entry.facts = {
        isConst: isDeclared ? name.isConst : facts.isConst,
        isShared: facts.isShared || name.isShared,
        isVolatile: facts.isVolatile || name.isVolatile,
      };
      if (entry.box.v !== UNSET || !isDeclared) continue;
      fresh.push({ box: entry.box, order: name.order });
      // functions that run before it is declared see nothing, not our mark
      if (name.access === 'box' && name.kind !== 'function') entry.box.v = undefined;
    }
    return (reached) => {
      for (const { box, order } of fresh) {
        const isReached = reached === undefined ? box.v !== undefined : order <= reached;
        if (!isReached) box.v = UNSET;
      }
    };
  }

  private entry(name: string): Entry {
    const found = this.entries.get(name);
    if (found !== undefined) return found;
    const entry: Entry = { box: { v: UNSET }, facts: PLAIN };
    this.entries.set(name, entry);
    return entry;
  }
}
