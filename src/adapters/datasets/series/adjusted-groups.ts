// The parts of an adjusted series in; those out of the same export together out, since each export has factors of its own.

import type { ProvenPart } from '../proven-part.ts';

/** Parts that share a source file, directly or through others, in the order of their days. */
export function adjustedGroups(parts: readonly ProvenPart[]): readonly (readonly ProvenPart[])[] {
  let groups: { readonly files: ReadonlySet<string>; readonly parts: readonly ProvenPart[] }[] = [];
  for (const part of parts) {
    const files = new Set(part.manifest.sources.map(({ sha256 }) => sha256));
    const joined = groups.filter((group) => [...files].some((file) => group.files.has(file)));
    const merged = {
      files: new Set([...files, ...joined.flatMap((group) => [...group.files])]),
      parts: [...joined.flatMap((group) => group.parts), part],
    };
    groups = [...groups.filter((group) => !joined.includes(group)), merged];
  }
  return groups.map((group) => group.parts.toSorted((a, b) => (a.part.day < b.part.day ? -1 : 1)));
}
