// A front end and a folder in; Jupyter serving it on this machine with our kernel in its list out, and its end with all of its kernels.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOOPBACK } from './free-ports.ts';
import type { JupyterProgram } from './jupyter-programs.ts';
import { KERNEL_NAME, type Kernelspec } from './kernelspec.ts';
import { writeKernelspec } from './kernelspec-files.ts';
import { askToEnd, readServerFile, type ServerFile } from './server-file.ts';
import { watchServer } from './server-watch.ts';

export interface ServerOptions {
  readonly program: JupyterProgram;
  readonly spec: Kernelspec;
  /** A second kernel in its list. */
  readonly second?: { readonly name: string; readonly spec: Kernelspec } | undefined;
  /** What is served; absolute. */
  readonly folder: string;
  /** A notebook in it that is shown first; absolute. */
  readonly file: string | undefined;
  readonly port: number;
  readonly opensBrowser: boolean;
  readonly isRoot: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

export interface ServerFacts {
  readonly pid: number;
  readonly port: number;
  /** With the token, for a browser. */
  readonly url: string;
  /** False where the person's own settings took both token and password away. */
  readonly isProtected: boolean;
}

const LOOK_EVERY_MS = 100;
const START_MS_MAX = 120_000;
const STOP_MS_MAX = 15_000;

export class JupyterServer {
  /** Its exit code, as a shell counts it. */
  readonly ended: Promise<number>;
  private readonly options: ServerOptions;
  private readonly child: ChildProcess;
  /** Gone with the server: nothing of it stays in the home or in the person's settings. */
  private readonly files = mkdtempSync(join(tmpdir(), 'quantumtrader-jupyter-'));
  private hasEnded = false;

  constructor(options: ServerOptions) {
    this.options = options;
    const { program, spec, second } = options;
    writeKernelspec(join(this.files, 'share'), spec);
    if (second !== undefined) writeKernelspec(join(this.files, 'share'), second.spec, second.name);
    mkdirSync(this.runtime, { mode: 0o700 });
    this.child = spawn(program.command, [...program.args, ...argumentsOf(options)], {
      cwd: options.folder,
      env: this.environment(),
      // its words go where ours for people go
      stdio: ['ignore', 2, 2],
      // Ctrl+C comes to us alone, so that Jupyter is asked to end once and in order; Windows would open a window for it
      detached: process.platform !== 'win32',
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)));
    });
    const { pid } = this.child;
    const endWatch = pid === undefined ? undefined : watchServer({ pid, files: this.files, runtime: this.runtime });
    const gone = (): void => {
      this.hasEnded = true;
      endWatch?.();
      rmSync(this.files, { recursive: true, force: true, maxRetries: 5 });
    };
    this.ended.then(gone, gone);
  }

  /** When it serves; undefined when it ended or was silent for two minutes. */
  async started(): Promise<ServerFacts | undefined> {
    const endMs = performance.now() + START_MS_MAX;
    while (!this.hasEnded && performance.now() < endMs) {
      const file = readServerFile(this.runtime);
      if (file !== undefined) {
        const { pid, port, token, password } = file;
        return { pid, port, url: addressOf(this.options, file), isProtected: token !== '' || password };
      }
      await sleep(LOOK_EVERY_MS);
    }
    return undefined;
  }

  /** Jupyter ends its kernels first; what does not end is ended, and its kernels notice within a second. */
  async stop(platform: NodeJS.Platform = process.platform): Promise<void> {
    if (platform !== 'win32') this.child.kill('SIGTERM');
    else await askToEnd(this.runtime);
    await Promise.race([this.ended, sleep(STOP_MS_MAX, undefined, { ref: false })]);
    if (!this.hasEnded) this.child.kill('SIGKILL');
  }

  private get runtime(): string {
    return join(this.files, 'runtime');
  }

  /** The token goes by the environment: arguments can be read by every user of a machine. */
  private environment(): NodeJS.ProcessEnv {
    const { environment } = this.options;
    const paths = [join(this.files, 'share'), environment.JUPYTER_PATH ?? ''].filter((path) => path !== '');
    return {
      ...environment,
      JUPYTER_PATH: paths.join(delimiter),
      JUPYTER_RUNTIME_DIR: this.runtime,
      JUPYTER_TOKEN: randomBytes(24).toString('hex'),
    };
  }
}

function argumentsOf({ folder, file, port, opensBrowser, isRoot }: ServerOptions): readonly string[] {
  return [
    ...[`--ip=${LOOPBACK}`, `--port=${port}`, '--port-retries=0', `--notebook-dir=${folder}`, '--log-level=WARN'],
    `--MappingKernelManager.default_kernel_name=${KERNEL_NAME}`,
    ...(opensBrowser ? [] : ['--no-browser']),
    // Jupyter refuses to run as root otherwise, as in a container
    ...(isRoot ? ['--allow-root'] : []),
    ...(file === undefined ? [] : [file]),
  ];
}

function addressOf({ program, folder, file }: ServerOptions, { url, token }: ServerFile): string {
  const path = file === undefined ? '' : relative(folder, file).split(sep).map(encodeURIComponent).join('/');
  const page =
    program.tool === 'lab' ? (path === '' ? 'lab' : `lab/tree/${path}`) : path === '' ? 'tree' : `notebooks/${path}`;
  return `${url}${page}${token === '' ? '' : `?token=${token}`}`;
}
