// A small package in a scratch folder, with sources that import each other and a folder for notebooks: what sessions are tried on.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{"name":"proj","type":"module","exports":{".":"./src/index.ts"}}',
  'src/deep.ts': 'export const deep: number = 1;\n',
  'src/middle.ts': "import { deep } from './deep.ts';\nexport const middle = (): number => deep * 10;\n",
  'src/index.ts':
    "export { middle } from './middle.ts';\nexport interface Shape { readonly side: number }\nexport function boom(far: number): never {\n  throw new RangeError('too far: ' + far);\n}\n",
  'src/live/orders.ts': 'export const send = 1;\n',
  'src/reaches.ts': "export { send } from './live/orders.ts';\n",
  'notebooks/near.ts': 'export const near = import.meta.dirname;\n',
  'notebooks/facts.json': '{"tick":0.5}',
};

export interface SessionFolder {
  readonly root: string;
  readonly notebooks: string;
  readonly write: (name: string, text: string) => void;
  readonly remove: (name: string) => void;
}

export function sessionFolder(): SessionFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'qt-session-')));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  for (const [name, text] of Object.entries(FILES)) write(name, text);
  return { root, notebooks: join(root, 'notebooks'), write, remove: (name) => rmSync(join(root, name)) };
}
