// A home folder and text files for one test, removed when it ends.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ImportOptions, importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import type { ImportResult } from '../../../src/adapters/datasets/importing/import-result.ts';
import { type DatasetStore, openStore } from '../../../src/adapters/datasets/store.ts';
import { UserError } from '../../../src/adapters/user-error.ts';

export interface Scratch {
  readonly home: string;
  readonly store: DatasetStore;
  /** Writes a file and returns its path. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  readonly run: (format: string, file: string, more?: Partial<ImportOptions>) => Promise<ImportResult>;
}

export function scratch(): Scratch {
  const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return scratchIn(home);
}

function scratchIn(home: string): Scratch {
  return {
    home,
    store: openStore(home),
    file: (name, content) => {
      const path = join(home, name);
      writeFileSync(path, content);
      return path;
    },
    run: (format, file, more = {}) => importFiles({ home, format, files: [file], ...more }),
  };
}

/** The UserError that a promise is rejected with. */
export async function userErrorOf(promise: Promise<unknown>): Promise<UserError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a UserError, but all went well');
}
