// The folder of a release in; a copy of it beside, damaged in one place, out.
import { chmodSync, cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Every file of the release, as paths from its folder. */
export function filesOf(release: string): readonly string[] {
  return readdirSync(release, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(release, path)).isFile())
    .sort();
}

/** A copy that keeps the name of the folder, which is part of what is checked. */
export function copyRelease(release: string, into: string): string {
  const copy = join(into, basename(release));
  cpSync(release, copy, { recursive: true });
  for (const path of filesOf(copy)) chmodSync(join(copy, path), 0o644);
  return copy;
}

/** Flips the lowest bit of the byte in the middle of a file. */
export function flipByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}
