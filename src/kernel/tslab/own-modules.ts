// The folder of the package in; the files of its modules by the names that they are imported by out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Absolute paths. Found by name also from a notebook that lies outside of the package. */
export function ownModules(root: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { name, exports } = JSON.parse(text) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string>>;
  };
  return new Map(Object.entries(exports).map(([path, file]) => [`${name}${path.slice(1)}`, join(root, file)]));
}
