// Files in as they are loaded; those that may have failed, and that nothing has vouched for, out.

/** What a file that was loaded is asked about. Paths are absolute. */
export interface LoadedFiles {
  /** Makes another module of a file. */
  readonly renew: (path: string) => void;
  readonly stateOf: (path: string) => LoadedState;
  readonly importersOf: (path: string) => Iterable<string>;
}

/** Where only Node knows what became of a module, the URL that it is asked for by. */
export type LoadedState =
  | { readonly kind: 'works' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'asked'; readonly url: string };

/** A module that failed stays failed, and Node tells nobody which one it was. */
export class UnprovenFiles {
  private readonly paths = new Set<string>();
  /** Dynamic imports that are under way, by the cell that began them. */
  private readonly importing = new Map<string, Set<PromiseLike<unknown>>>();
  private readonly files: LoadedFiles;

  constructor(files: LoadedFiles) {
    this.files = files;
  }

  add(path: string): void {
    this.paths.add(path);
  }

  /** What a cell imported works; `direct` are the files that it names. While one of its dynamic imports is under way, nobody knows yet. */
  vouch(cell: string, direct: Iterable<string>): void {
    if (this.importing.has(cell)) return;
    for (const path of this.loadedBy(direct)) this.paths.delete(path);
  }

  /** One of a cell's imports failed, and took along others that it had begun. Gives the files that it loaded. */
  renew(direct: Iterable<string>): readonly string[] {
    const loaded = this.loadedBy(direct);
    this.renewAll(loaded);
    return loaded;
  }

  /** What runs was cut off: anything may be broken. */
  distrust(): void {
    this.importing.clear();
    this.renewAll([...this.paths]);
  }

  /** What a dynamic import of a cell gives. `onFailure` is told the files that one which failed had loaded. */
  async watch<T>(
    importing: PromiseLike<T>,
    cell: string,
    direct: () => Iterable<string>,
    onFailure: (error: unknown, loaded: readonly string[]) => void,
  ): Promise<T> {
    this.importing.set(cell, (this.importing.get(cell) ?? new Set()).add(importing));
    try {
      const given = await importing;
      // after an interrupt it says nothing: others have been put in the place of its files
      if (this.ended(importing, cell)) this.vouch(cell, direct());
      return given;
    } catch (error) {
      this.ended(importing, cell);
      onFailure(error, this.renew(direct()));
      throw error;
    }
  }

  /**
   * A cell has ended by itself. What files imported while it ran (not the cell: that was watched) is asked for again, which gives what
   * came of it: what failed is renewed, what is under way waits for the next time.
   */
  async settle(): Promise<void> {
    const asked = [...this.paths].filter((path) => this.isBegun(path));
    await Promise.all(asked.map((path) => this.ask(path)));
  }

  private async ask(path: string): Promise<void> {
    const state = this.files.stateOf(path);
    const came = state.kind === 'asked' ? await outcome(state.url) : state.kind;
    if (came === 'pending') return;
    const loaded = this.loadedBy([path]);
    if (came === 'failed') this.renewAll(loaded);
    else for (const each of loaded) this.paths.delete(each);
  }

  private ended(importing: PromiseLike<unknown>, cell: string): boolean {
    const others = this.importing.get(cell);
    const isKnown = others?.delete(importing) === true;
    if (others?.size === 0) this.importing.delete(cell);
    return isKnown;
  }

  /** By a file that works, and not as part of another file: asking for parts of what failed would begin what has not begun. */
  private isBegun(path: string): boolean {
    for (const importer of this.files.importersOf(path)) if (!this.paths.has(importer)) return true;
    return false;
  }

  /** The unproven ones among these and what they import. */
  private loadedBy(direct: Iterable<string>): readonly string[] {
    const found = new Set([...direct].filter((path) => this.paths.has(path)));
    for (let before = -1; before < found.size; ) {
      before = found.size;
      for (const path of this.paths) {
        for (const importer of this.files.importersOf(path)) if (found.has(importer)) found.add(path);
      }
    }
    return [...found];
  }

  private renewAll(paths: readonly string[]): void {
    for (const path of paths) {
      this.files.renew(path);
      this.paths.delete(path);
    }
  }
}

/** Of a module that has been imported before, without waiting for it. */
function outcome(url: string): Promise<'works' | 'failed' | 'pending'> {
  return new Promise((resolve) => {
    import(url).then(
      () => resolve('works'),
      () => resolve('failed'),
    );
    // a module that has ended is given within the turn
    setTimeout(() => resolve('pending'), 1);
  });
}
