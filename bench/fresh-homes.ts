// A folder in; a new home below it for each run of an import out: a store that has the days would not write them again.

import { rmSync } from 'node:fs';
import { join } from 'node:path';

export class FreshHomes {
  /** The home of the last run. */
  home = '';
  private readonly folder: string;
  private readonly name: string;
  private runs = 0;

  constructor(folder: string, name: string) {
    this.folder = folder;
    this.name = name;
  }

  /** The home before is removed: some of these fill a disk. */
  next(): string {
    this.remove();
    this.home = join(this.folder, `${this.name}-${this.runs++}`);
    return this.home;
  }

  /** Removes the home of the last run, if there is one. */
  remove(): void {
    if (this.home !== '') rmSync(this.home, { recursive: true, force: true });
  }
}
