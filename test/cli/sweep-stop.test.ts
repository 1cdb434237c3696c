// `qt sweep` and Ctrl+C: the first waits for what is under way, the echo of a terminal is none, the second ends at once and loses nothing that was told.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sweepHome } from '../research/sweeps/support/sweep-home.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder } from './support/qt.ts';

const LIMIT_MS = 60_000;
const STRATEGY = join(repositoryRoot, 'test/cli/support/slow-sweep.ts');

// Windows ends a process at once in place of signalling it
it.skipIf(process.platform === 'win32')(
  'a second Ctrl+C ends a sweep whose point takes for ever, after a second in which it may be an echo',
  async () => {
    const home = temporaryFolder('sweep-stop');
    const { from, to } = await sweepHome(home, 1);
    const main = join(repositoryRoot, 'src', 'cli', 'main.ts');
    const span = ['--from', from, '--to', to, '--home', home];
    // the second point waits a minute at each of its decisions
    const child = startNode(main, ['sweep', STRATEGY, ...span, '--over', 'waitMs=0,60000', '--method', 'grid']);
    const outcome = outcomeOf(child);
    const points = (): string => {
      const [file] = globSync(join(home, 'runs', 'sweep-*', 'points.jsonl'));
      return file === undefined ? '' : readFileSync(file, 'utf8');
    };
    while (!points().endsWith('\n')) {
      if (child.exitCode !== null) throw new Error(`it ended too early: ${JSON.stringify(await outcome)}`);
      await sleep(20);
    }
    const told = points();
    let said = '';
    child.stderr!.on('data', (chunk: string) => {
      said += chunk;
    });
    child.kill('SIGINT');
    while (!said.includes('asked to stop: what is under way is finished and kept; once more ends at once'))
      await sleep(20);
    child.kill('SIGINT');
    await sleep(300);
    expect(child.exitCode).toBeNull();
    while (child.exitCode === null) {
      await sleep(200);
      child.kill('SIGINT');
    }
    const { code } = await outcome;
    expect(code).toBe(1);
    expect(points()).toBe(told);
    expect(told.split('\n')).toHaveLength(2);
    expect(existsSync(join(globSync(join(home, 'runs', 'sweep-*'))[0]!, 'results.jsonl'))).toBe(false);
  },
  LIMIT_MS,
);
