// The home in which cells run again: a model that was there before is none that they made, and what they store stays theirs.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { NotebookSource } from '../../../src/promotion/notebook/notebook-source.ts';
import { modelsIn, scratchHome } from '../../../src/promotion/notebook/scratch-home.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';

const home = temporaryFolder('scratch-home');
const source: NotebookSource = [{ kind: 'code', source: 'const a = 1;', tags: [] }];

function filled(folder: string, files: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const name of files) writeFileSync(join(folder, name), name);
}

it('takes nothing from beside a notebook that lies in the folder of a model', () => {
  filled(join(home, 'models', 'own'), ['model.json', 'direction.onnx', 'days.csv']);
  filled(join(home, 'models', 'own', 'later'), ['model.json']);
  filled(join(home, 'studies', 'one'), ['model.json']);
  filled(join(home, 'studies'), ['days.csv']);
  const own = scratchHome({ home, packageRoot: repositoryRoot, path: 'models/own/made.ipynb', source });
  expect(modelsIn(own.folder)).toEqual([]);
  expect(readdirSync(join(own.folder, 'models', 'own'))).toEqual(['made.ipynb']);
  const beside = scratchHome({ home, packageRoot: repositoryRoot, path: 'studies/made.ipynb', source });
  expect(modelsIn(beside.folder)).toEqual([]);
  expect(readdirSync(join(beside.folder, 'studies')).sort()).toEqual(['days.csv', 'made.ipynb']);
  for (const { folder } of [own, beside]) rmSync(folder, { recursive: true });
});

it('reads the days of the store, and changes none of them', () => {
  const kind = join(home, 'datasets', 'WDOU25', 'trades');
  filled(kind, ['2025-08-26.parquet', '2025-08-27.parquet']);
  filled(join(home, 'datasets'), ['.lock']);
  const { folder } = scratchHome({ home, packageRoot: repositoryRoot, path: 'notebooks/made.ipynb', source });
  const there = join(folder, 'datasets', 'WDOU25', 'trades');
  expect(readdirSync(join(folder, 'datasets'))).toEqual(['WDOU25']);
  expect(readFileSync(join(there, '2025-08-26.parquet'), 'utf8')).toBe('2025-08-26.parquet');
  // as the store does: a file of its own, put in place of the other
  writeFileSync(join(there, 'new.tmp'), 'other');
  renameSync(join(there, 'new.tmp'), join(there, '2025-08-26.parquet'));
  rmSync(join(there, '2025-08-27.parquet'));
  writeFileSync(join(there, '2025-08-28.parquet'), 'a day more');
  rmSync(folder, { recursive: true });
  expect(readdirSync(kind).sort()).toEqual(['2025-08-26.parquet', '2025-08-27.parquet']);
  expect(readFileSync(join(kind, '2025-08-26.parquet'), 'utf8')).toBe('2025-08-26.parquet');
});
