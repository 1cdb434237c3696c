// The file of a part in; its hash, and any piece of its bytes out, without ever holding the whole of it.

import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { corruptPart, type PartBytes } from '../parquet-part.ts';

const HASHED_BYTES = 1 << 20;

/**
 * The file stays open until `close`, so that the bytes that were hashed are those that are read, also when a new part takes
 * its place meanwhile. UserErrors `part-corrupt` when the file cannot be read.
 */
export class PartFile implements PartBytes {
  readonly byteLength: number;
  private readonly path: string;
  private descriptor: number | undefined;

  constructor(path: string) {
    this.path = path;
    this.descriptor = orUnreadable(path, () => openSync(path, 'r'));
    this.byteLength = orUnreadable(path, () => fstatSync(this.descriptor!).size);
  }

  /** Of all bytes, as hexadecimal digits. */
  sha256(): string {
    const hash = createHash('sha256');
    const piece = new Uint8Array(Math.min(HASHED_BYTES, this.byteLength));
    for (let at = 0; at < this.byteLength; at += piece.length) {
      const wanted = piece.subarray(0, Math.min(piece.length, this.byteLength - at));
      this.fill(wanted, at);
      hash.update(wanted);
    }
    return hash.digest('hex');
  }

  slice(start: number, end = this.byteLength): ArrayBuffer {
    const buffer = new ArrayBuffer(end - start);
    this.fill(new Uint8Array(buffer), start);
    return buffer;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private fill(target: Uint8Array, from: number): void {
    let filled = 0;
    while (filled < target.length) {
      const read = orUnreadable(this.path, () =>
        readSync(this.descriptor!, target, filled, target.length - filled, from + filled),
      );
      if (read === 0) throw corruptPart(this.path, 'it ends too early');
      filled += read;
    }
  }
}

function orUnreadable<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw corruptPart(path, error instanceof Error ? error.message : String(error), error);
  }
}
