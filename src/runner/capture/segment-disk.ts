// The few things a recorder does with the disk, none of which its caller waits for.

import { type FileHandle, mkdir, open, rename, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../adapters/durable-file.ts';

/** A file that is being written. */
export interface SegmentFile {
  /** Writes all bytes at a place. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface SegmentDisk {
  /** A new file with its folder; it must not be there. */
  create(path: string): Promise<SegmentFile>;
  rename(from: string, to: string): Promise<void>;
  /** Bytes that a program may still write below this folder. */
  freeBytes(folder: string): Promise<number>;
}

class HandleFile implements SegmentFile {
  private readonly handle: FileHandle;

  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      at += (await this.handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
    }
  }

  sync(): Promise<void> {
    return this.handle.datasync();
  }

  truncate(length: number): Promise<void> {
    return this.handle.truncate(length);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

export const systemDisk: SegmentDisk = {
  async create(path) {
    await mkdir(dirname(path), { recursive: true });
    return new HandleFile(await open(path, 'wx'));
  },
  async rename(from, to) {
    await rename(from, to);
    syncFolder(dirname(to));
  },
  async freeBytes(folder) {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};
