// A shared folder in; objects by their sha256 in it out: <folder>/<first two digits>/<sha256>.

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { missingObject, reasonOf, unreachableStore } from './object-error.ts';
import type { ObjectStore } from './object-store.ts';

export class FolderObjectStore implements ObjectStore {
  readonly label: string;
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    this.label = `The folder ${folder}`;
  }

  async has(sha256: string): Promise<boolean> {
    return existsSync(this.pathOf(sha256));
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(sha256);
    if (existsSync(path)) return;
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, bytes, { flush: true });
      await rename(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw unreachableStore(this.label, reasonOf(cause), cause);
    }
  }

  async get(sha256: string): Promise<Uint8Array> {
    try {
      return await readFile(this.pathOf(sha256));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw missingObject(this.label, sha256);
      throw unreachableStore(this.label, reasonOf(cause), cause);
    }
  }

  private pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}
