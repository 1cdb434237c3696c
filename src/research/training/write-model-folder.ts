// Takes the files of a model and its folder; writes them, the manifest last, so that a half-written model is refused when it is loaded.

import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Throws what the file system throws. Files of an earlier training that have other names stay. */
export async function writeModelFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = [...files.keys()].sort((a, b) => Number(a === 'model.json') - Number(b === 'model.json'));
  for (const name of names) {
    const path = join(folder, name);
    const temporary = `${path}.tmp`;
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(files.get(name)!);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  }
}
