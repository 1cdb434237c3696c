import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { joined, type Output } from '../../../src/kernel/notebook/notebook-file.ts';
import { type NotebookRun, runNotebook } from '../../../src/kernel/notebook/run-notebook.ts';
import { sessionFolder } from '../session/session-folder.ts';
import { plain } from '../session/session-process.ts';
import { type SmallCell, writeNotebook } from './small-notebook.ts';

// processes start slowly on a machine that is busy with something else
vi.setConfig({ testTimeout: 120_000 });

const { root, notebooks } = sessionFolder();
let written = 0;

function run(
  cells: readonly (SmallCell | string)[],
  options: Partial<Parameters<typeof runNotebook>[0]> = {},
): Promise<NotebookRun> {
  return runNotebook({ path: writeNotebook(notebooks, `run-${++written}`, cells), root, ...options });
}

/** In short: streams as their text, values as their plain text, errors as their names. */
function shown(outputs: readonly Output[] = []): readonly string[] {
  return outputs.map((output) => {
    if (output.output_type === 'stream') return `${output.name} ${output.text}`;
    if (output.output_type === 'error') return `error ${output.ename}`;
    return `${output.output_type} ${(output.data as Readonly<Record<string, unknown>>)['text/plain']}`;
  });
}

describe('types of a notebook that runs', () => {
  it('are told below the cells that they are wrong in, and stop nothing', async () => {
    const cells = [
      'let a: number = 1;',
      'a = "x" as unknown as string;\na',
      'a',
      { source: '(', tags: ['raises-exception'] },
    ];
    const { notebook, failed } = await run(cells, { warnsOfTypes: true });
    expect(failed).toBeUndefined();
    expect(notebook.cells.map(({ outputs }) => shown(outputs))).toEqual([
      [],
      [
        "execute_result 'x'",
        "stderr Type warning, line 1, column 1: Type 'string' is not assignable to type 'number'. (TS2322)\n",
      ],
      ["execute_result 'x'"],
      ['error SyntaxError'],
    ]);
  });
});

describe('what has run', () => {
  const port = "(globalThis as any)[Symbol.for('quantumtrader.notebook')]";
  const sha256 = (code: string): string => createHash('sha256').update(code).digest('hex');

  it('is there for cells and what they import: each source that has begun, in order, with the file and the parameters of the run', async () => {
    const cells = [
      { source: 'let days = 2;', tags: ['parameters'] },
      { source: ' \n' },
      { type: 'markdown' as const, source: '# Study' },
      { source: 'nothing.there', tags: ['raises-exception'] },
      { source: `const { file, cells, parameters } = ${port};\nJSON.stringify({ file, cells, parameters, days })` },
      `${port}.cells.length`,
    ];
    const told = async (parameters: Readonly<Record<string, unknown>>) => {
      const { outputs, failed } = await run(cells, { parameters });
      expect(failed).toBeUndefined();
      expect(shown(outputs).at(-1)).toBe('execute_result 4');
      const [, text] = /^execute_result '(.+)'$/.exec(shown(outputs).at(-2)!)!;
      return JSON.parse(text!) as Readonly<Record<string, unknown>>;
    };
    const sources = cells.flatMap((cell) => (typeof cell === 'string' ? [cell] : cell.source));
    const hashes = [sources[0]!, sources[3]!, sources[4]!].map(sha256);
    const plainRun = await told({});
    expect(plainRun).toEqual({
      file: join(notebooks, `run-${written}.ipynb`),
      ...{ cells: hashes, parameters: {}, days: 2 },
    });
    // the cell that sets them is none of the notebook
    const file = join(notebooks, `run-${written + 1}.ipynb`);
    expect(await told({ days: 7 })).toEqual({ ...plainRun, file, parameters: { days: 7 }, days: 7 });
  });
});

describe('a notebook that runs', () => {
  it('has the outputs of its cells, in the form of format 4.5, and what it had besides', async () => {
    const { notebook, cells, outputs, failed } = await run(
      [
        { type: 'markdown', source: '# Study' },
        { source: 'let days: number = 2;\nconst name = "a";', tags: ['parameters', 'own'] },
        "import { middle } from 'proj';\nimport { near } from './near.ts';\nconsole.log(days, name);\nconsole.error('e');\nconsole.log(1);\nconsole.log(2);\nmiddle()",
        'near === import.meta.dirname && process.cwd() === near',
        'const shownFirst = display(1);\nfor (let i = 0; i < 3; i++) { clearOutput(true); console.log(i); }\nconst later = display(2, { id: "x" });',
        '  ',
        'later.update(3); display(4, { id: "x" }); later.update(5); clearOutput(); void display({ "text/html": "<b>" }, { raw: true });',
        { source: 'throw new RangeError("on purpose")', tags: ['raises-exception'] },
        "await new Promise((done) => setTimeout(done, 5));\n({ a: [1, 'b'] })",
      ],
      { parameters: { days: 5, name: 'z' } },
    );
    expect(failed).toBeUndefined();
    expect(cells.map((cell) => [cell.cell, ...shown(cell.outputs)])).toEqual([
      [1],
      [2],
      [3, 'stdout 5 z\n', 'stderr e\n', 'stdout 1\n2\n', 'execute_result 10'],
      [4, 'execute_result true'],
      [5, 'stdout 2\n', 'display_data 5'],
      [6, 'display_data undefined'],
      [7, 'error RangeError'],
      [8, "execute_result { a: [ 1, 'b' ] }"],
    ]);
    expect(outputs).toEqual(cells.flatMap((cell) => cell.outputs));
    expect(notebook).toMatchObject({
      nbformat_minor: 5,
      metadata: {
        kernelspec: { language: 'typescript' },
        language_info: { name: 'typescript', file_extension: '.ts' },
      },
    });
    expect(notebook.cells.map((cell) => cell.execution_count ?? cell.cell_type)).toEqual([
      ...['markdown', 1, 2, 3, 4, 5, 'code', 6, 7, 8],
    ]);
    expect(notebook.cells[1]?.metadata).toEqual({ tags: ['parameters', 'own'] });
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(10);
    expect(joined(notebook.cells[2]!.source)).toContain('days = 5;\nconst name = "z";');
  });

  it('ends at the cell that fails, and tells it with its place', async () => {
    const { notebook, cells, failed } = await run([
      'console.log("before")',
      '\n// far\nimport { boom } from "proj";\nboom(3)',
      'console.log("never")',
    ]);
    expect(failed).toMatchObject({
      ...{ cell: 2, firstLine: '// far', name: 'RangeError', message: 'too far: 3', place: 'src/index.ts:4:9' },
    });
    expect(plain(failed!.traceback.join('\n'))).toContain('at (cell 2, line 4, column 1)');
    expect(cells).toHaveLength(2);
    expect(shown(notebook.cells[1]?.outputs)).toEqual(['error RangeError']);
    expect(notebook.cells[2]).toMatchObject({ outputs: [], execution_count: null });
  });

  it('stops a cell at its time limit, busy or waiting', async () => {
    for (const code of ['// busy\nfor (;;) {}', '// waits\nawait new Promise(() => {});']) {
      const { failed, outputs } = await run([{ source: code, tags: ['raises-exception'] }, '1'], { timeLimitMs: 800 });
      expect(failed).toMatchObject({ cell: 1, firstLine: code.split('\n')[0], name: 'TimeLimitError' });
      expect(failed?.message).toBe('The cell was stopped at its time limit of 0.8 s');
      expect(shown(outputs)).toEqual(['error TimeLimitError']);
    }
  });

  it('names the time limit also where it passes while a cell imports', async () => {
    // each look of the loader at a file keeps it from being ended by force
    const file = `const busy = () => { for (const until = Date.now() + 100; Date.now() < until; ); };
      for (let n = 0; n < 10; n++) { busy(); import.meta.resolve('./near.ts'); }
      export const slow = 1;`;
    writeFileSync(join(notebooks, 'slow.ts'), file);
    const imports = { source: "import { slow } from './slow.ts'\nslow", tags: ['raises-exception'] };
    // time for the clock to start
    const waits = Array.from({ length: 4 }, () => 'await new Promise((go) => setTimeout(go, 200));');
    const { failed, notebook } = await run([...waits, imports, '1'], { timeLimitMs: 600 });
    expect(failed).toMatchObject({ cell: 5, name: 'TimeLimitError' });
    expect(shown(notebook.cells[4]?.outputs)).toEqual(['error TimeLimitError']);
  });

  it('survives the end of its process', async () => {
    const { failed, outputs } = await run(['console.log("here")', "process.kill(process.pid, 'SIGKILL')", '1']);
    expect(failed).toMatchObject({ cell: 2, name: 'ProcessEnded', place: undefined });
    expect(shown(outputs)).toEqual(['stdout here\n', 'error ProcessEnded']);
  });

  it('stores no secret of the environment', async () => {
    for (const name of ['QT_PROFIT_PASSWORD', 'QT_TELEGRAM_TOKEN', 'JUPYTER_TOKEN']) vi.stubEnv(name, 'hunter2');
    const { notebook, outputs } = await run(['display(process.env.PATH !== undefined); process.env']);
    vi.unstubAllEnvs();
    expect(shown(outputs)[0]).toBe('display_data true');
    expect(JSON.stringify(notebook)).not.toContain('hunter2');
  });

  it('can be ended from outside', async () => {
    const stop = new AbortController();
    const onCell = (): void => void setTimeout(() => stop.abort(), 300);
    const { failed } = await run(['for (;;) {}'], { signal: stop.signal, onCell });
    expect(failed).toMatchObject({ name: 'ProcessEnded', message: 'The run was ended from outside' });
  });
});

it('is no notebook: nothing runs', async () => {
  await expect(runNotebook({ path: join(notebooks, 'none.ipynb'), root })).rejects.toThrow('none.ipynb does not exist');
});
