// What the module of a cell is given: the boxes of its variables, a way to wait, a place for its result.
import type { Box, VariableTable } from './variable-table.ts';

export interface CellContextOptions {
  readonly variables: VariableTable;
  readonly guard: <T>(awaited: PromiseLike<T>) => PromiseLike<T>;
  readonly end: (reached: number) => void;
  /** What a dynamic import gives. */
  readonly watch: <T>(importing: PromiseLike<T>) => PromiseLike<T>;
}

/** Its short names stand in the text of every cell; that of the cell's author never shows them. */
export class CellContext {
  /** The value of the last expression; undefined where there is none. */
  result: unknown = undefined;
  private readonly variables: VariableTable;
  private readonly guard: CellContextOptions['guard'];
  private readonly onEnd: (reached: number) => void;
  private readonly watch: CellContextOptions['watch'];

  constructor({ variables, guard, end, watch }: CellContextOptions) {
    this.variables = variables;
    this.guard = guard;
    this.onEnd = end;
    this.watch = watch;
  }

  box(name: string): Box {
    return this.variables.box(name);
  }

  /** The box of a name that no cell had declared when this one began. */
  at(name: string): Box {
    if (!this.variables.has(name)) throw new ReferenceError(`${name} is not defined`);
    return this.variables.box(name);
  }

  /** Its value for `typeof`, which never fails. */
  peek(name: string): unknown {
    return this.variables.has(name) ? this.variables.box(name).v : undefined;
  }

  /** Values that are no promises pass as they are. */
  w(value: unknown): unknown {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    return isObject && 'then' in value && typeof value.then === 'function'
      ? this.guard(value as PromiseLike<unknown>)
      : value;
  }

  i<T>(importing: PromiseLike<T>): PromiseLike<T> {
    return this.watch(importing);
  }

  end(reached: number): void {
    this.onEnd(reached);
  }
}
