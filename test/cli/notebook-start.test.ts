import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../src/kernel/spec/free-ports.ts';
import { findJupyter } from '../../src/kernel/spec/jupyter-programs.ts';
import { JupyterServer } from '../../src/kernel/spec/jupyter-server.ts';
import { kernelspecOf } from '../../src/kernel/spec/kernelspec.ts';
import { runProgram } from '../../src/runner/doctor/pc/run-program.ts';
import {
  type Outcome,
  outcomeOf,
  plainEnvironment,
  repositoryRoot,
  startNode,
  temporaryFolder,
  WarmQt,
} from './support/qt.ts';

const MAIN = join(repositoryRoot, 'src', 'cli', 'main.ts');

interface Served {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  readonly frontEnd: string;
}

/** `qt notebook --json` that goes on: what it printed first, and what it printed until its end. */
class Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  readonly served: Promise<Served>;

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.child = startNode(MAIN, ['notebook', '--no-browser', '--json', ...args], repositoryRoot, { environment });
    this.ended = outcomeOf(this.child);
    const first = new Promise<string>((resolve) => this.child.stdout!.once('data', resolve));
    this.served = Promise.race([first, this.ended.then(({ stdout, stderr }) => stdout || stderr)]).then(
      (text) => JSON.parse(text) as Served,
    );
    afterAll(() => {
      this.child.kill();
    });
  }
}

const jupyter = await findJupyter(
  'notebook',
  { platform: process.platform, environment: process.env, homeFolder: homedir() },
  runProgram,
);

async function until(isSo: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !isSo(); i++) await sleep(50);
  return isSo();
}

/** Empty where there is no such process. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

const title = 'a kernel runs without an installation, strangers are refused, and Ctrl+C ends Jupyter and the kernel';
const skipped = `${title} (skipped: no Jupyter Notebook here; Debian: apt-get install jupyter-notebook)`;

describe('with Jupyter', () => {
  it.skipIf(jupyter === undefined || process.platform === 'win32')(
    jupyter === undefined ? skipped : title,
    async () => {
      const home = realpathSync(temporaryFolder('notebook-home'));
      const started = new Started(['--classic', '--home', home]);
      const { url, pid, folder, frontEnd } = await started.served;
      expect([folder, frontEnd]).toEqual([join(home, 'notebooks'), 'notebook']);
      const { origin, searchParams, hostname } = new URL(url);
      expect(hostname).toBe('127.0.0.1');
      const headers = { authorization: `token ${searchParams.get('token')}` };
      expect((await fetch(`${origin}/api/kernelspecs`)).status).toBe(403);
      const specs = (await (await fetch(`${origin}/api/kernelspecs`, { headers })).json()) as { default: string };
      expect(specs.default).toBe('quantumtrader');
      expect((await fetch(`${origin}/api/kernels`, { method: 'POST', headers })).status).toBe(201);
      const kernels = (): number[] => childrenOf(pid).filter((child) => commandOf(child).includes('kernel-main.ts'));
      expect(await until(() => kernels().length === 1)).toBe(true);
      const [kernel = 0] = kernels();
      started.child.kill('SIGINT');
      const { code } = await started.ended;
      expect(code).toBe(0);
      expect(commandOf(pid)).toBe('');
      expect(await until(() => commandOf(kernel) === '')).toBe(true);
    },
    120_000,
  );

  it.skipIf(jupyter === undefined || process.platform === 'win32')(
    `it ends where the system has no signal that asks${jupyter === undefined ? ' (skipped: no Jupyter)' : ''}`,
    async () => {
      const server = new JupyterServer({
        program: jupyter!,
        spec: kernelspecOf({ node: process.execPath, root: repositoryRoot }),
        ...{
          folder: temporaryFolder('notebook'),
          file: undefined,
          port: (await freePorts(1))[0]!,
          opensBrowser: false,
        },
        ...{ isRoot: process.getuid?.() === 0, environment: plainEnvironment() },
      });
      expect(await server.started()).toMatchObject({ isProtected: true });
      await server.stop('win32');
      expect(await server.ended).toBe(0);
    },
    120_000,
  );
});

/** A front end for tests: writes what it was given, says that it serves, and ends when it is asked to; or ends at once. */
function frontEnd(
  name: string,
  exitCode: number,
  serves = true,
): { readonly path: string; readonly given: () => Given } {
  const folder = temporaryFolder('front-end');
  const seen = join(folder, 'given.json');
  const script = `#!${process.execPath}
const { writeFileSync } = require('node:fs');
const [args, env] = [process.argv.slice(2), process.env];
if (args[0] === '--version') { console.log('4.9.1'); process.exit(0); }
writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ args, env }));
if (!${serves}) process.exit(${exitCode});
const port = Number(args.find((each) => each.startsWith('--port=')).slice(7));
const facts = { pid: process.pid, port, url: 'http://127.0.0.1:' + port + '/', token: env.JUPYTER_TOKEN, password: false };
writeFileSync(env.JUPYTER_RUNTIME_DIR + '/jpserver-' + process.pid + '.json', JSON.stringify(facts));
process.on('SIGTERM', () => process.exit(${exitCode}));
setInterval(() => {}, 1000);
`;
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
  return { path: folder, given: () => JSON.parse(readFileSync(seen, 'utf8')) as Given };
}

interface Given {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

describe.skipIf(process.platform === 'win32')('a front end', () => {
  it('gets the folder, the page of the notebook, the kernel before others, the home, and no secret', async () => {
    const { path, given } = frontEnd('jupyter-lab', 3);
    const home = realpathSync(temporaryFolder('notebook-home'));
    mkdirSync(join(home, 'notebooks', 'a b'), { recursive: true });
    const file = join(home, 'notebooks', 'a b', 'look.ipynb');
    writeFileSync(file, '{}');
    const environment = { PATH: path, JUPYTER_PATH: '/mine', QT_PROFIT_PASSWORD: 'x', JUPYTER_TOKEN: 'old' };
    const started = new Started([file, '--home', home], environment);
    const { url, port, frontEnd: name } = await started.served;
    const { args, env } = given();
    expect(name).toBe('lab');
    expect(url).toBe(`http://127.0.0.1:${port}/lab/tree/a%20b/look.ipynb?token=${env.JUPYTER_TOKEN}`);
    expect(env.JUPYTER_TOKEN).toMatch(/^[0-9a-f]{48}$/);
    expect(args).toEqual(
      expect.arrayContaining(['--ip=127.0.0.1', `--notebook-dir=${join(home, 'notebooks')}`, '--no-browser', file]),
    );
    // arguments can be read by everybody
    expect(args.join(' ')).not.toContain(env.JUPYTER_TOKEN);
    const [ours = '', mine] = env.JUPYTER_PATH!.split(':');
    expect(mine).toBe('/mine');
    expect(existsSync(join(ours, 'kernels', 'quantumtrader', 'kernel.json'))).toBe(true);
    expect([env.QT_HOME, env.QT_PROFIT_PASSWORD]).toEqual([home, undefined]);
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(3);
    expect(existsSync(ours)).toBe(false);
  }, 120_000);

  it('ends with its files where nobody could ask it to: qt was killed', async () => {
    const { path, given } = frontEnd('jupyter-lab', 0);
    const started = new Started(['--home', temporaryFolder('notebook-home')], { PATH: path });
    const { pid } = await started.served;
    const [ours = ''] = given().env.JUPYTER_PATH!.split(':');
    expect(existsSync(ours)).toBe(true);
    started.child.kill('SIGKILL');
    expect(await until(() => commandOf(pid) === '' && !existsSync(ours))).toBe(true);
  }, 120_000);

  it('that is missing or does not start, a port that is taken, and a file that is no notebook are refused', async () => {
    const own = process.env.PATH;
    process.env.PATH = frontEnd('jupyter-lab', 7, false).path;
    const qt = new WarmQt();
    process.env.PATH = own;
    const refused = async (...args: readonly string[]): Promise<unknown> => {
      const { code, stdout } = await qt.run('notebook', '--no-browser', '--json', ...args);
      return [code, (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code];
    };
    expect(await refused('--classic')).toEqual([1, 'jupyter-missing']);
    expect(await refused('--classic', '--lab')).toEqual([2, 'bad-option']);
    expect(await refused('no-such.ipynb')).toEqual([1, 'file-missing']);
    expect(await refused('package.json')).toEqual([1, 'not-a-notebook']);
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { readonly port: number }).port));
    });
    expect(await refused('--port', String(port))).toEqual([1, 'port-taken']);
    holder.close();
    expect(await refused()).toEqual([1, 'jupyter-not-started']);
  }, 120_000);
});
