// A path of the user's in; a file that is written beside it and takes its place when it is whole, or is gone.

import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { renameDurably } from '../../durable-file.ts';
import { UserError } from '../../user-error.ts';

export class WholeFile {
  /** Where it ends up. */
  readonly path: string;
  /** Where it is until then. */
  readonly temporary: string;
  private readonly replace: boolean;
  private descriptor: number | undefined;

  /** A UserError `file-exists` where something stands there and `replace` is false; `file-unwritable`. */
  constructor(path: string, replace: boolean) {
    this.path = path;
    this.temporary = `${path}.${randomUUID()}.tmp`;
    this.replace = replace;
    refuseExisting(path, replace);
    this.orUnwritable(() => {
      mkdirSync(dirname(path), { recursive: true });
      this.descriptor = openSync(this.temporary, 'wx');
    });
  }

  write(bytes: Uint8Array): void {
    this.orUnwritable(() => {
      let written = 0;
      while (written < bytes.length) written += writeSync(this.descriptor!, bytes, written);
    });
  }

  /** The file is on disk under its name. */
  commit(): void {
    this.orUnwritable(() => {
      fsyncSync(this.descriptor!);
      this.close();
      refuseExisting(this.path, this.replace);
      renameDurably(this.temporary, this.path);
    });
  }

  /** Leaves nothing behind; without effect after `commit`. */
  discard(): void {
    this.close();
    // asked first: where a folder is a file, even a forced removal throws and would hide the cause
    if (existsSync(this.temporary)) rmSync(this.temporary);
  }

  private close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private orUnwritable(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.discard();
      throw unwritable(error, this.path);
    }
  }
}

/** A UserError `file-exists`. */
export function refuseExisting(path: string, replace: boolean): void {
  if (replace || !existsSync(path)) return;
  throw new UserError({
    code: 'file-exists',
    message: `${path} is there already`,
    file: path,
    fix: 'Choose another name, or say --replace (replace: true) to write over it',
  });
}

function unwritable(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new UserError({
    code: 'file-unwritable',
    message: `${path} cannot be written: ${error.message}`,
    file: path,
    fix: 'Name a place that you may write to and that has room',
    cause: error,
  });
}
