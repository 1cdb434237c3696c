// A folder of this machine and a store in; files by their sha256 out, fetched once, and never one whose bytes are others.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';
import type { ObjectStore } from './object-store.ts';

export class ObjectCache {
  private readonly folder: string;
  private readonly store: ObjectStore;

  constructor(folder: string, store: ObjectStore) {
    this.folder = folder;
    this.store = store;
  }

  /**
   * Path of the object on this machine. What lies there is proven anew and fetched again where it was damaged. UserErrors of the
   * store, and `object-changed` where the store gives other bytes than the hash names.
   */
  async fetch(sha256: string): Promise<string> {
    const path = join(this.folder, sha256.slice(0, 2), sha256);
    if (existsSync(path) && sha256Of(readFileSync(path)) === sha256) return path;
    const bytes = await this.store.get(sha256);
    const actual = sha256Of(bytes);
    if (actual !== sha256) {
      throw new UserError({
        code: 'object-changed',
        message: `${this.store.label} gives other bytes for the object ${sha256}: their sha256 is ${actual}`,
        field: 'store',
        fix: 'Remove the object from the store and start the sweep again, which puts it there',
      });
    }
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      writeFileSync(temporary, bytes);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
    return path;
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
