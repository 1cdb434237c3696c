// The columns of a trades part as the engine reads them: with the sides that a rule worked out, where the manifest says that they are used.

import type { PartManifest } from './manifest.ts';
import type { PartColumns } from './row-buffer.ts';
import type { PartKind } from './schema.ts';

/** The mark `sideSource` travels on with whatever is made of them: sides of a rule are never taken for those of the feed. */
export function withKnownSides(
  kind: PartKind,
  columns: PartColumns,
  sideSource: PartManifest['sideSource'],
): PartColumns {
  const isInferred = sideSource === 'quoteRule' || sideSource === 'tickRule';
  const { inferred_side } = columns;
  if (kind !== 'trades' || !isInferred || inferred_side === undefined) return columns;
  return { ...columns, aggressor: inferred_side };
}
