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
  /** Whoever takes its value gets an error, until it is set anew. */
  isFailed: boolean;
}

/** What nobody has assigned yet. */
const UNSET = Symbol('unset');
const PLAIN: Entry['facts'] = { isConst: false, isShared: false, isVolatile: false };

export class VariableTable {
  private readonly entries = new Map<string, Entry>();

  /** Of every name that some cell uses. */
  get known(): ReadonlyMap<string, KnownName> {
    const known = new Map<string, KnownName>();
    for (const [name, entry] of this.entries) known.set(name, { ...entry.facts, isSet: isSet(entry) });
    return known;
  }

  /** Of every name that has a value. */
  *values(): Iterable<readonly [name: string, value: unknown]> {
    for (const [name, { box, isFailed }] of this.entries) if (!isFailed && box.v !== UNSET) yield [name, box.v];
  }

  box(name: string): Box {
    return this.entry(name).box;
  }

  has(name: string): boolean {
    const entry = this.entries.get(name);
    return entry !== undefined && isSet(entry);
  }

  /** No cell declares it any more. */
  forget(name: string): void {
    const entry = this.entries.get(name);
    if (entry !== undefined) entry.box.v = UNSET;
  }

  /** Whoever uses it gets this error, functions of earlier cells too, until somebody sets it. */
  fail(name: string, error: unknown): void {
    const entry = this.entry(name);
    entry.isFailed = true;
    Object.defineProperty(entry.box, 'v', {
      get: () => {
        throw error;
      },
      set: (value: unknown) => {
        entry.isFailed = false;
        Object.defineProperty(entry.box, 'v', { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: true,
      configurable: true,
    });
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
      if (!isDeclared || (!entry.isFailed && entry.box.v !== UNSET)) continue;
      if (entry.isFailed) entry.box.v = UNSET;
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
    const entry: Entry = { box: { v: UNSET }, facts: PLAIN, isFailed: false };
    this.entries.set(name, entry);
    return entry;
  }
}

function isSet({ box, isFailed }: Entry): boolean {
  return isFailed || box.v !== UNSET;
}
