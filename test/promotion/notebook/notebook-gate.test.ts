// The cells that ran, as a model names them, beside the notebook that is there: what is told where the two part.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotebookRecord } from '../../../src/core/prediction/model-manifest.ts';
import { askedAt, isWaivable } from '../../../src/promotion/gates/gate-table.ts';
import { notebookGate } from '../../../src/promotion/gates/notebook-gate.ts';
import { findNotebook, notebookFilesIn } from '../../../src/promotion/notebook/find-notebook.ts';
import { notebookSourceText, parseNotebookSource } from '../../../src/promotion/notebook/notebook-source.ts';
import { type SmallCell, writeNotebook } from '../../kernel/notebook/small-notebook.ts';

const CELLS = ['const a = 1;', 'const b = 2;\n', 'const c = 3;', 'exportIt();', 'show();'];
const home = mkdtempSync(join(tmpdir(), 'notebook-gate-'));
const folder = join(home, 'notebooks');
beforeAll(() => mkdirSync(folder));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const hashes = (cells: readonly string[]): string[] =>
  cells.map((cell) => createHash('sha256').update(cell).digest('hex'));
const exported: NotebookRecord = { path: 'notebooks/study.ipynb', cells: hashes(CELLS.slice(0, 4)) };

function judged(cells: readonly (SmallCell | string)[], record = exported) {
  writeNotebook(folder, 'study', cells);
  return notebookGate(record, findNotebook(notebookFilesIn([home], record), record));
}

const without = (at: number): string[] => CELLS.toSpliced(at, 1);

describe('the notebook of a model', () => {
  it('is what made it where it begins with the cells that ran, whatever stands between and after them', () => {
    const gate = judged([{ type: 'markdown', source: '# Study' }, ...CELLS.slice(0, 2), '  \n', ...CELLS.slice(2)]);
    expect(gate).toMatchObject({ id: 'notebook', passed: true, value: 4, limit: 4, fix: '' });
    expect(judged([...CELLS, 'later()']).passed).toBe(true);
  });

  it.each([
    [
      'an edited cell',
      CELLS.with(1, 'const b = 20;'),
      1,
      'cell 2 (const b = 20;) is not what ran: edited after the run',
    ],
    ['a space more', CELLS.with(2, 'const c = 3; '), 2, 'cell 3 (const c = 3;) is not what ran'],
    ['a cell taken out', without(2), 2, 'what ran as number 3 is not in it: a cell was edited or taken out'],
    ['a cell put in', CELLS.toSpliced(1, 0, 'peek()'), 1, 'cell 3 (const b = 2;) ran as number 2'],
    ['the end cut off', CELLS.slice(0, 2), 2, 'cell number 3 that ran is not in it any more'],
    ['nothing of it', [], 0, 'cell number 1 that ran is not in it any more'],
  ])('is not with %s', (_, cells, value, says) => {
    const gate = judged(cells);
    expect(gate).toMatchObject({ passed: false, value, limit: 4 });
    expect(gate.reason).toContain(`notebooks/study.ipynb: ${says}`);
    expect(gate.fix).toContain('npx qt notebook run');
  });

  it.each([
    ['in another order', [0, 2, 1, 3], 'cell 3 (const c = 3;) ran as number 2: the cells did not run once each'],
    ['one of them twice', [0, 1, 1, 2, 3], 'cell 2 (const b = 2;) ran again, as number 3'],
    ['a cell left out', [0, 2, 3], 'cell 3 (const c = 3;) ran as number 2'],
  ])('is not where its cells ran %s', (_, order, says) => {
    const gate = judged(CELLS, { ...exported, cells: hashes(order.map((at) => CELLS[at]!)) });
    expect(gate.passed).toBe(false);
    expect(gate.reason).toContain(says);
  });

  it('is not where a cell ran that nobody kept', () => {
    const gate = judged(CELLS, { ...exported, cells: hashes([CELLS[0]!, 'hidden()', ...CELLS.slice(1, 4)]) });
    expect(gate.reason).toContain('what ran as number 2 is not in it: a cell was edited or taken out after the run');
  });

  it('is missed where it is gone, or no notebook any more', () => {
    const gone = { ...exported, path: 'notebooks/gone.ipynb' };
    expect(judged(CELLS, gone).reason).toBe(
      'The model was exported by a notebook, and notebooks/gone.ipynb is not here',
    );
    writeFileSync(join(folder, 'gone.ipynb'), '{');
    expect(judged(CELLS, gone)).toMatchObject({ passed: false, value: 0 });
    rmSync(join(folder, 'gone.ipynb'));
  });

  it('is found by its cells where the front end did not tell its name', () => {
    writeNotebook(folder, 'another', ['const a = 1;', 'other()']);
    const { path: _, ...unnamed } = exported;
    expect(judged(CELLS, unnamed).reason).toContain('the first 4 cells of study.ipynb as they are');
    expect(judged(CELLS.with(3, 'x()'), unnamed).reason).toContain('study.ipynb: cell 4 (x()) is not what ran');
  });

  it('has the parameters of a run of its own, in place of what an earlier run has left in the file', () => {
    const left = { source: 'days = 5;', tags: ['injected-parameters'] };
    const cells = [CELLS[0]!, left, ...CELLS.slice(1)];
    expect(judged(cells, { ...exported, parameters: { days: 9 } }).passed).toBe(true);
    expect(judged(cells).passed).toBe(false);
    const all = [CELLS[0]!, left.source, ...CELLS.slice(1, 4)];
    expect(judged(cells, { ...exported, cells: hashes(all) }).passed).toBe(true);
  });

  it('warns on paper, stops at demo and live, and is never waived', () => {
    const asked = (['paper', 'demo', 'live'] as const).map((stage) => askedAt({ id: 'notebook' }, stage));
    expect(asked).toEqual(['warning', 'required', 'required']);
    expect(isWaivable('notebook')).toBe(false);
  });
});

describe('the cells alone', () => {
  it('are the same text whatever running them left in the file, and have the same hashes again', () => {
    const form = (outputs: readonly unknown[], count: number | null, id?: string): string =>
      JSON.stringify({
        cells: [
          { cell_type: 'markdown', id, metadata: { collapsed: true }, source: ['# A\n', 'b'], attachments: { p: {} } },
          {
            ...{ cell_type: 'code', id, metadata: { tags: ['parameters'], execution: { at: id } } },
            ...{ source: 'let a = 1;\r\nlet b;\n\na', outputs, execution_count: count },
          },
        ],
        ...{ metadata: { widgets: { id } }, nbformat: 4, nbformat_minor: 5 },
      });
    const bare = notebookSourceText(parseNotebookSource(form([], null))!);
    expect(notebookSourceText(parseNotebookSource(form([{ output_type: 'x' }], 7, 'abc'))!)).toBe(bare);
    expect(notebookSourceText(parseNotebookSource(bare)!)).toBe(bare);
    expect(parseNotebookSource(bare)).toEqual([
      { kind: 'markdown', source: '# A\nb', tags: [] },
      { kind: 'code', source: 'let a = 1;\r\nlet b;\n\na', tags: ['parameters'] },
    ]);
    expect(bare).not.toContain('abc');
  });

  it.each(['', '{', '[]', '{"cells": 1, "nbformat": 4}', '{"cells": [], "nbformat": 3}'])('are none of %j', (text) => {
    expect(parseNotebookSource(text)).toBeUndefined();
  });
});
