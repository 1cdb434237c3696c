import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sessionFile } from '../../../src/kernel/session/session-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'session-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is the notebook that the server names, in the folder of the kernel, where it is there', () => {
  writeFileSync(join(folder, 'study.ipynb'), '{}');
  mkdirSync(join(folder, 'folder.ipynb'));
  const of = (name: string | undefined) => sessionFile(folder, name === undefined ? {} : { JPY_SESSION_NAME: name });
  expect(of('somewhere/else/study.ipynb')).toBe(join(folder, 'study.ipynb'));
  expect(of('study.ipynb')).toBe(join(folder, 'study.ipynb'));
  for (const name of ['renamed.ipynb', 'folder.ipynb', 'console-1', '', undefined]) expect(of(name)).toBeUndefined();
});
