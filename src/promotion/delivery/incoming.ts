// A home in; the parts of files that are on their way into it, kept by their hash until a release is whole, out.

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../../adapters/durable-file.ts';
import { releasesFolder } from '../release/release-folders.ts';
import { deliveryError } from './delivery-error.ts';

/** Parts of a delivery that nobody went on with are removed after this. */
const PART_KEPT_MS = 30 * 24 * 3600 * 1000;

export class Incoming {
  private readonly folder: string;

  constructor(home: string) {
    this.folder = join(releasesFolder(home), '.incoming');
  }

  partPath(sha256: string): string {
    return join(this.folder, `${sha256}.part`);
  }

  /** Bytes that are on the disk. */
  have(sha256: string): number {
    const status = lstatSync(this.partPath(sha256), { throwIfNoEntry: false });
    return status?.isFile() === true ? status.size : 0;
  }

  /**
   * Writes `bytes` at `offset` and waits until the disk has them. Gives how many bytes are there; where that is less than `offset`, nothing was written.
   * The same bytes may come twice. `size` is that of the whole file.
   */
  append(sha256: string, size: number, offset: number, bytes: Uint8Array): number {
    if (offset + bytes.length > size) {
      throw deliveryError('delivery-protocol', `The other side sent more than the ${size} bytes that were signed`);
    }
    mkdirSync(this.folder, { recursive: true });
    const path = this.partPath(sha256);
    const isNew = !existsSync(path);
    const descriptor = openSync(path, isNew ? 'wx+' : 'r+', 0o600);
    try {
      const before = fstatSync(descriptor).size;
      if (before < offset) return before;
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written, undefined, offset + written);
      fsyncSync(descriptor);
      return Math.max(before, offset + bytes.length);
    } finally {
      closeSync(descriptor);
      if (isNew) syncFolder(this.folder);
    }
  }

  /** All bytes of a part, proved or not. */
  read(sha256: string): Uint8Array | undefined {
    const path = this.partPath(sha256);
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  drop(sha256: string): void {
    rmSync(this.partPath(sha256), { force: true });
  }

  /** A new empty folder on the file system of the releases. */
  staging(): string {
    mkdirSync(this.folder, { recursive: true });
    return mkdtempSync(join(this.folder, 'release-'));
  }

  /** What was begun long ago and never ended. */
  dropOld(nowMs: number): void {
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (nowMs - statSync(path).mtimeMs > PART_KEPT_MS) rmSync(path, { recursive: true, force: true });
    }
  }
}
