// Parts chosen by instrument, kind and days in; they are gone from the store, manifests first, and the list of them out.

import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PartRef } from './part-path.ts';
import type { PartKind } from './schema.ts';
import type { DatasetStore } from './store.ts';
import { whileWriting } from './store-writing.ts';

export interface RemoveChoice {
  /** Exactly as it is stored. */
  readonly instrument: string;
  readonly kind?: PartKind | undefined;
  /** Local days, both included; all when absent. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What `removeParts` would remove. */
export function chosenForRemoval(store: DatasetStore, choice: RemoveChoice): readonly PartRef[] {
  const { from = '', to = '9999' } = choice;
  return store.parts(choice.instrument, choice.kind).filter(({ day }) => day >= from && day <= to);
}

/** A part whose manifest is gone no longer counts, so a removal that is cut off leaves whole parts only. */
export async function removeParts(store: DatasetStore, choice: RemoveChoice): Promise<readonly PartRef[]> {
  return whileWriting(store.root, async () => {
    const parts = chosenForRemoval(store, choice);
    for (const part of parts) {
      rmSync(part.manifestPath, { force: true });
      rmSync(part.path, { force: true });
    }
    for (const folder of new Set(parts.map(({ path }) => dirname(path)))) removeIfEmpty(folder);
    removeDefinitionAlone(join(store.root, choice.instrument));
    return parts;
  });
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/** The definition of an instrument of which nothing is left means nothing. */
function removeDefinitionAlone(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  if (names.length === 1 && names[0] === 'instrument.json') rmSync(join(folder, 'instrument.json'));
  removeIfEmpty(folder);
}
