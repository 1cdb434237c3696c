// A store, symbols and the last day of a sweep in; every part on which its points may depend out, with its hash.

import { createHash } from 'node:crypto';
import type { PartRef } from '../../../adapters/datasets/part-path.ts';
import type { DatasetStore } from '../../../adapters/datasets/store.ts';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';

export interface PartBehind {
  readonly part: PartRef;
  /** Of its Parquet bytes. */
  readonly sha256: string;
}

/**
 * Parts of all contracts of the roots of the symbols up to the last day: those of the days themselves, of their warm-ups, of earlier
 * sessions that features look back on, and of rolls. Later ones cannot matter.
 */
export function partsBehind(store: DatasetStore, symbols: readonly string[], lastDay: string): readonly PartBehind[] {
  const roots = new Set(symbols.map((symbol) => parseSymbol(symbol)?.root));
  return store
    .instruments()
    .filter((name) => symbols.includes(name) || isOfRoot(name, roots))
    .flatMap((name) => store.parts(name))
    .filter(({ day }) => day <= lastDay)
    .map((part) => ({ part, sha256: store.manifest(part).sha256 }))
    .sort((a, b) => (a.part.path < b.part.path ? -1 : 1));
}

export function hashOfParts(parts: readonly PartBehind[]): string {
  const hash = createHash('sha256');
  for (const { part, sha256 } of parts) hash.update(`${part.instrument}/${part.kind}/${part.day} ${sha256}\n`);
  return hash.digest('hex');
}

function isOfRoot(name: string, roots: ReadonlySet<string | undefined>): boolean {
  const root = instrumentOf(name)?.root ?? parseSymbol(name)?.root;
  return root !== undefined && roots.has(root);
}
