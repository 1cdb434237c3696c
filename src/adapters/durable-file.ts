// Writes, replaces and renames files so that after a crash a file is whole, the old one or the new one, or not there.

import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file and waits until the disk has it. A crash meanwhile can leave a part: give it a temporary name. */
export function writeDurably(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'w');
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes beside the file and renames over it: at every moment the old content or the new one, never a part. */
export function replaceDurably(path: string, content: Uint8Array | string): void {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    writeDurably(temporary, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    renameDurably(temporary, path);
  } catch (error) {
    // asked first: where a folder is a file, even a forced removal throws and would hide the cause
    if (existsSync(temporary)) rmSync(temporary);
    throw error;
  }
}

/** Moves a file that is on disk to its final name, over one that may be there. Both lie on one file system. */
export function renameDurably(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Removes a file if it is there and waits until the disk knows. */
export function removeDurably(path: string): void {
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

/** Makes new names in a folder durable. */
export function syncFolder(folder: string): void {
  // Windows opens no folders; NTFS journals renames by itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
