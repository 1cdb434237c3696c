// Does what the notebooks and pages tell the reader to do, word for word: a strategy copied into a file, an example typed into a cell.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { codeCells, joined, readNotebook } from '../../src/kernel/notebook/notebook-file.ts';
import { runNotebook } from '../../src/kernel/notebook/run-notebook.ts';
import { qt, repositoryRoot, temporaryFolder } from '../cli/support/qt.ts';
import { repositoryCopy } from '../cli/support/repository-copy.ts';
import { notebooksFolder, RUNNING_MS, ranNotebook } from './ran-notebooks.ts';

vi.setConfig({ testTimeout: RUNNING_MS });

it('05: the cell, copied and changed as told, makes the same trades by the command that is printed', async () => {
  const cells = codeCells(readNotebook(join(notebooksFolder, '05-first-strategy.ipynb'))).map((cell) =>
    joined(cell.source),
  );
  const cell = cells.find((source) => source.startsWith('import { atr, defineStrategy'))!;
  const named = cell.replace('study.instrument', "'WDOFUT'");
  const file = named.replace('const strategy = defineStrategy({', 'export default defineStrategy({');
  expect(named).not.toBe(cell);
  expect(file).not.toBe(named);
  const root = repositoryCopy({ files: { 'strategies/first-strategy.ts': file } });
  const ran = await ranNotebook('05-first-strategy', root);
  const command = /^npx qt (backtest first-strategy .*)$/m.exec(ran.text)![1]!;
  const { code, stdout, stderr } = await qt([...command.split(' '), '--json'], root);
  expect(stderr).not.toContain('error');
  expect(code).toBe(0);
  const figures = ran.rowsOf(/^figure +value/);
  expect(JSON.parse(stdout)).toMatchObject({
    trades: Number(figures.get('trades')![1]),
    netPnlBrl: Number(figures.get('net, R$')![1]),
  });
});

it('the first example of docs/controls.md draws as it stands', async () => {
  const page = readFileSync(resolve(repositoryRoot, 'docs/controls.md'), 'utf8');
  const source = /```ts\n([\s\S]*?)```/.exec(page)![1]!;
  const home = temporaryFolder('controls-example');
  const path = join(home, 'controls-example.ipynb');
  process.env.QT_HOME = home;
  const cell = { cell_type: 'code', id: 'example', metadata: {}, source, outputs: [], execution_count: null };
  const kernelspec = { name: 'quantumtrader', display_name: 'QuantumTrader', language: 'typescript' };
  writeFileSync(path, JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
  const { failed, outputs } = await runNotebook({ path, timeLimitMs: RUNNING_MS });
  expect(failed?.traceback.join('\n')).toBeUndefined();
  const text = JSON.stringify(outputs);
  expect(text).toContain('Controls: ADX of a trend = 25');
  expect(text).toContain('trend up');
  expect(text).not.toContain('Type warning');
});
