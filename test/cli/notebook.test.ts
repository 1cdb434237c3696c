// `qt notebook run`, `check` and `strip`: exit codes, what they print and what they write.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeNotebook } from '../kernel/notebook/small-notebook.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

// processes start slowly on a machine that is busy with something else
vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder('notebook');
const qt = new WarmQt();
const study = writeNotebook(folder, 'study', [
  { type: 'markdown', source: '# Study' },
  { source: "let days: readonly string[] = [];\nlet name = 'a';", tags: ['parameters'] },
  "import { instrumentOf } from 'quantumtrader';\nconsole.log(days.length, name, typeof instrumentOf);",
]);

describe('run', () => {
  it('writes the notebook with its outputs', async () => {
    const out = join(folder, 'out.ipynb');
    const given = ['-p', 'days=["2025-08-05","2025-08-06"]', '-p', 'name=it is a=b'];
    const ran = await qt.json('notebook', 'run', study, ...given, '--out', out);
    expect(ran).toMatchObject({ notebook: study, out, failed: null });
    expect(ran.cells).toMatchObject([{ cell: 1, outputs: 0 }, { cell: 2 }, { cell: 3, outputs: 1 }]);
    const written = readFileSync(out, 'utf8');
    expect(written).toContain('"2 it is a=b function\\n"');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('has exit code 1 where a cell fails, names it, and writes what there is', async () => {
    const path = writeNotebook(folder, 'fails', [
      '1 + 1',
      '\nconst far = 3;\nthrow new RangeError("too far: " + far);',
    ]);
    const out = join(folder, 'fails.html');
    const { code, stdout, stderr } = await qt.run('notebook', 'run', path, '--out', out, '--time-limit', '20');
    expect([code, stdout]).toEqual([1, `2 cells ran; written to ${out}\n`]);
    expect(stderr).toContain(
      `${path}: cell 2 failed: const far = 3;\nRangeError: too far: 3 (cell 2, line 3, column 7)\n`,
    );
    const page = readFileSync(out, 'utf8');
    expect(page).toContain('<title>fails</title>');
    expect(page).toContain('RangeError</span>');
  });

  it('has exit code 2 for wrong usage, before anything runs', async () => {
    for (const wrong of [
      ...[
        ['-p', 'dayz=1'],
        ['-p', 'days'],
        ['-p', '1=2'],
        ['--out', join(folder, 'out.pdf')],
      ],
      ...[['--time-limit', '0'], []],
    ]) {
      const { code } = await qt.run('notebook', 'run', ...(wrong.length === 0 ? [] : [study]), ...wrong);
      expect([wrong, code]).toEqual([wrong, 2]);
    }
    const unknown = await qt.run('notebook', 'run', study, '-p', 'dayz=1', '--json');
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      error: { code: 'bad-option', field: 'parameter', fix: 'The parameters cell declares: days, name' },
    });
  });

  it('has exit code 1 where the file, or the place to write to, is not there', async () => {
    const missing = await qt.run('notebook', 'run', join(folder, 'none.ipynb'), '--json');
    expect([missing.code, JSON.parse(missing.stdout).error.code]).toEqual([1, 'file-missing']);
    const nowhere = await qt.run('notebook', 'run', study, '--out', join(folder, 'none', 'out.html'), '--json');
    expect([nowhere.code, JSON.parse(nowhere.stdout).error.code]).toEqual([1, 'file-unwritable']);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

describe('check', () => {
  it('tells type errors and stored outputs of all notebooks of a folder, with exit code 1', async () => {
    const home = join(folder, 'home');
    const notebooks = join(home, 'notebooks');
    mkdirSync(join(notebooks, '.ipynb_checkpoints'), { recursive: true });
    writeFileSync(join(notebooks, '.ipynb_checkpoints', 'old.ipynb'), 'not looked at');
    const wrong = writeNotebook(notebooks, 'wrong', ['const a: number = 1;', '', 'let b = a + 1;\n  b.length']);
    const stored = writeNotebook(notebooks, 'stored', ['1']);
    const held = readFileSync(stored, 'utf8').replace('"outputs":[]', '"outputs":[{"output_type":"stream"}]');
    writeFileSync(stored, held);
    const { code, stdout } = await qt.run('notebook', 'check', notebooks, '--no-outputs', '--home', home, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      notebooks: 2,
      errors: [
        { file: stored, cell: 1, line: null, column: null, message: expect.stringContaining('holds outputs') },
        {
          ...{ file: wrong, cell: 2, line: 2, column: 5 },
          message: "Property 'length' does not exist on type 'number'.",
        },
      ],
    });
    const stripped = await qt.json('notebook', 'strip', notebooks);
    expect(stripped).toEqual({ notebooks: 2, changed: [stored, wrong] });
    expect(await qt.json('notebook', 'strip', notebooks)).toEqual({ notebooks: 2, changed: [] });
    expect(readFileSync(stored, 'utf8')).toContain('"outputs": []');
  });
});
