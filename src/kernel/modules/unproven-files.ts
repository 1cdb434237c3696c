// Files in as they are loaded; those that no import has vouched for, and that may have failed, out.

/** A module that failed stays failed, and Node tells nobody which one it was. */
export class UnprovenFiles {
  private readonly paths = new Set<string>();
  /** Dynamic imports of cells that are under way. */
  private readonly importing = new Set<PromiseLike<unknown>>();
  private readonly renew: (path: string) => void;

  /** `renew` makes another module of a file. */
  constructor(renew: (path: string) => void) {
    this.renew = renew;
  }

  add(path: string): void {
    this.paths.add(path);
  }

  /** What was loaded so far works. */
  vouch(): void {
    if (this.importing.size === 0) this.paths.clear();
  }

  /** Something failed, or was cut off. */
  distrust(): void {
    this.importing.clear();
    this.renewAll();
  }

  /** What a dynamic import gives. */
  async watch<T>(importing: PromiseLike<T>): Promise<T> {
    this.importing.add(importing);
    try {
      const given = await importing;
      if (this.importing.delete(importing)) this.vouch();
      return given;
    } catch (error) {
      this.importing.delete(importing);
      this.renewAll();
      throw error;
    }
  }

  private renewAll(): void {
    for (const path of this.paths) this.renew(path);
    this.paths.clear();
  }
}
