// Cells in a session over a small package in; how long the first takes, a trivial one, one after an edit, a busy loop and a long output, out.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { type SessionFolder, sessionFolder } from '../test/kernel/session/session-folder.ts';
import { SessionProcess } from '../test/kernel/session/session-process.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const MS_PER_S = 1000;
const CELLS = 200;
const EDITS = 30;
const LINES = 100_000;
const ADDITIONS = 5e7;
const LOOP = (count: number): string => `let sum = 0; for (let k = 0; k < ${count}; k++) sum += k; sum`;

export async function kernel({ quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const folder = sessionFolder();
  const startedS = performance.now();
  const session = new SessionProcess(folder.root, folder.notebooks);
  try {
    await session.show('1 + 1');
    const firstMs = performance.now() - startedS;
    const trivial = await medianMs(quick ? 10 : CELLS, () => session.run('1 + 1'));
    const edited = await afterEdits(session, folder, quick ? 3 : EDITS);
    const count = quick ? ADDITIONS / 10 : ADDITIONS;
    const loopMs = MS_PER_S * (await leastOf(runs, () => secondsOf(() => session.run(LOOP(count)))));
    const plainMs = await leastOf(runs, () => plainNodeMs(count));
    const lines = quick ? LINES / 10 : LINES;
    const linesMs =
      MS_PER_S * (await secondsOf(() => session.run(`for (let k = 0; k < ${lines}; k++) console.log(k)`)));
    return [
      figure('kernel.first', firstMs, 'ms', {
        goal: { kind: 'most', value: 2500 },
        note: 'from no process to the first result, without the front',
      }),
      figure('kernel.trivial', trivial, 'ms', { goal: { kind: 'most', value: 20 }, note: `median of ${CELLS} cells` }),
      figure('kernel.edited', edited, 'ms', {
        goal: { kind: 'most', value: 150 },
        note: 'median, after an edit three imports deep',
      }),
      figure('kernel.loop', loopMs, 'ms', {
        peer: { name: 'plain node', value: plainMs },
        note: `${count} additions at the top level; goal 1.3 of plain node`,
      }),
      figure('kernel.lines', linesMs, 'ms', {
        goal: { kind: 'most', value: 2000 },
        note: `${lines} printed lines, complete`,
      }),
    ];
  } finally {
    await session.close();
    rmSync(folder.root, { recursive: true, force: true });
  }
}

async function medianMs(count: number, work: (number: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let number = 0; number < count; number++) times.push(MS_PER_S * (await secondsOf(() => work(number))));
  return times.toSorted((a, b) => a - b)[count >> 1]!;
}

async function afterEdits(session: SessionProcess, folder: SessionFolder, count: number): Promise<number> {
  await session.run("import { middle } from 'proj'");
  return medianMs(count, (number) => {
    folder.write('src/deep.ts', `export const deep: number = ${number + 2};\n`);
    return session.run('middle()');
  });
}

/** The loop alone, as a module of plain JavaScript. */
function plainNodeMs(count: number): number {
  const script = `const t = performance.now(); ${LOOP(count)}; console.log(performance.now() - t)`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return Number(stdout);
}
