// A folder and a number in; the URL of a cell's module, which is no file, out; and back.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const CELL = 'qt-cell';

/** In the notebook's folder, so that relative imports and `import.meta.dirname` are what they are in a file there. */
export function cellUrl(folder: string, cell: number): string {
  const url = pathToFileURL(join(folder, `cell-${cell}.ts`));
  url.searchParams.set(CELL, String(cell));
  return url.href;
}

/** Undefined for the URL of a file. */
export function cellOf(url: string): number | undefined {
  const found = /[?&]qt-cell=(-?\d+)/.exec(url);
  return found === null ? undefined : Number(found[1]);
}
