// Notebooks with controls where nothing can be moved: a headless run stores the first drawing and a line of words, and fails with the drawing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { outputHtml } from '../../../src/kernel/notebook/html/output-html.ts';
import { type NotebookRun, runNotebook } from '../../../src/kernel/notebook/run-notebook.ts';

function run(...sources: readonly string[]): Promise<NotebookRun> {
  const folder = mkdtempSync(join(tmpdir(), 'qt-controls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'controls.ipynb');
  const own = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null };
  const cells = sources.map((source, i) => ({ id: `cell-${i}`, source, ...own }));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return runNotebook({ path });
}

const IMPORT = "import { interact, slider } from 'quantumtrader/research'";

it('show the first drawing and what could be moved, and go on with the values', async () => {
  const { failed, cells } = await run(
    IMPORT,
    "const level = slider({ min: 0, max: 9, value: 5 })\ninteract({ level }, ({ level: at }) => ({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>' + at + '</b>' }) }))",
    'level.value',
    "display(slider({ label: 'alone', min: 0, max: 1, value: 0.5 }))",
  );
  expect(failed).toBeUndefined();
  const shown = cells.map(({ outputs }) => outputs.map((output) => outputHtml(output)));
  expect(shown[1]).toEqual([
    expect.stringContaining('Controls: level = 5 (0 to 9 in steps of 1)'),
    '<div class="data"><b>5</b></div>',
  ]);
  expect(shown[2]?.[0]).toContain('5');
  expect(shown[3]?.[0]).toContain('Controls: alone = 0.50');
  expect(JSON.stringify(cells)).not.toContain('widget-view');
}, 60_000);

it('fail where the drawing does', async () => {
  const { failed } = await run(
    IMPORT,
    "interact({ level: slider({ min: 0, max: 9, value: 5 }) }, () => { throw new RangeError('too far') })",
  );
  expect(failed).toMatchObject({ cell: 2, name: 'RangeError', message: 'too far' });
}, 60_000);
