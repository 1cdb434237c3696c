// A sweep's definition, its home and a store of objects in; the parcel out, when every file that it names is in the store.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openStore } from '../../../adapters/datasets/store.ts';
import { sha256Of } from '../../../adapters/object-store/object-cache.ts';
import type { ObjectStore } from '../../../adapters/object-store/object-store.ts';
import { loadStrategy } from '../../../runner/load-strategy.ts';
import { packageRoot } from '../../../runner/package-root.ts';
import { assertSameData } from '../evaluation/assert-same-data.ts';
import { modelFolderOf } from '../evaluation/model-folder.ts';
import type { SweepDefinition } from '../evaluation/sweep-definition.ts';
import { inBatches } from './in-batches.ts';
import { assertParcel, type ParcelFile, type SweepParcel } from './sweep-parcel.ts';

/** UserErrors of the store, `parcel-refused` where the strategy lies outside of strategies/, and `data-changed` where the datasets are others by now than when the sweep was defined. */
export async function packSweep(definition: SweepDefinition, home: string, store: ObjectStore): Promise<SweepParcel> {
  assertParcel({ schemaVersion: 1, definition, files: [], models: {} });
  const { strategy } = await loadStrategy(join(packageRoot, definition.strategy.file));
  const datasets = openStore(home, { acceptRefused: definition.allowRefused });
  const parts = assertSameData(definition, strategy, home);
  const paths = new Set<string>();
  for (const { part } of parts) {
    paths.add(part.path).add(part.manifestPath);
    const terms = join(datasets.root, part.instrument, 'instrument.json');
    if (existsSync(terms)) paths.add(terms);
  }
  const files = await inBatches([...paths], (path) => put(store, home, path));
  const models: Record<string, ParcelFile[]> = {};
  for (const name of Object.keys(definition.models)) {
    const folder = modelFolderOf(name);
    const inside = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
    models[name] = [...(await inBatches(inside, (file) => put(store, folder, join(folder, file.name))))];
  }
  const parcel: SweepParcel = { schemaVersion: 1, definition, files: [...files], models };
  assertParcel(parcel);
  return parcel;
}

async function put(store: ObjectStore, folder: string, path: string): Promise<ParcelFile> {
  const bytes = readFileSync(path);
  const sha256 = sha256Of(bytes);
  if (!(await store.has(sha256))) await store.put(sha256, bytes);
  return { path: relative(folder, path).replaceAll('\\', '/'), sha256 };
}
