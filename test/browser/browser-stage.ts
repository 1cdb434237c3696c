// Takes nothing; gives a home with `qt notebook` serving classic Notebook on it and a browser, and the end of both with all they started.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { findJupyter } from '../../src/kernel/spec/jupyter-programs.ts';
import { KERNEL_NAME } from '../../src/kernel/spec/kernelspec.ts';
import { runProgram } from '../../src/runner/doctor/pc/run-program.ts';
import { outcomeOf, plainEnvironment, repositoryRoot, startNode } from '../cli/support/qt.ts';
import { type LeftProcess, leftProcesses } from './left-processes.ts';
import { NotebookPage } from './notebook-page.ts';
import { WatchedPage } from './watched-page.ts';

const MARK = 'QT_BROWSER_TEST';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const VIEW = { width: 1300, height: 1000 };
/** Of a browser that finds no host beside this machine. */
const BROWSER_FLAGS = ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'];

export class BrowserStage {
  readonly home: string;
  /** What Notebook serves. */
  readonly folder: string;
  private readonly mark: string;
  private readonly server: ChildProcess;
  private readonly url: URL;
  private readonly browser: Browser;
  private readonly context: BrowserContext;
  private left: Promise<readonly LeftProcess[]> | undefined;

  private constructor(parts: Pick<BrowserStage, 'home'> & StageParts) {
    this.home = parts.home;
    this.folder = join(parts.home, 'notebooks');
    this.mark = parts.mark;
    this.server = parts.server;
    this.url = parts.url;
    this.browser = parts.browser;
    this.context = parts.context;
  }

  static async start(executablePath: string): Promise<BrowserStage> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'quantumtrader-browser-')));
    mkdirSync(join(home, 'notebooks'));
    const mark = randomUUID();
    // settings and signatures of whoever runs this are neither used nor changed
    const own = { JUPYTER_CONFIG_DIR: join(home, 'jupyter'), JUPYTER_DATA_DIR: join(home, 'jupyter', 'data') };
    const environment = { ...own, [MARK]: mark };
    const main = join(repositoryRoot, 'src', 'cli', 'main.ts');
    const args = ['notebook', '--classic', '--no-browser', '--json', '--home', home];
    const server = startNode(main, args, repositoryRoot, { environment });
    const env = { ...plainEnvironment(), [MARK]: mark } as Record<string, string>;
    // a sandbox of the browser needs a user beside root
    const flags = process.getuid?.() === 0 ? ['--no-sandbox', ...BROWSER_FLAGS] : BROWSER_FLAGS;
    const browser = chromium.launch({ executablePath, env, args: flags });
    try {
      const facts = await factsOf(server);
      const context = await (await browser).newContext({ viewport: VIEW, serviceWorkers: 'block' });
      return new BrowserStage({ home, mark, server, url: new URL(facts.url), browser: await browser, context });
    } catch (error) {
      server.kill();
      await browser.then((opened) => opened.close()).catch(() => {});
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }

  /** A notebook of our kernel in the folder; its path. */
  write(name: string, sources: readonly string[]): string {
    const path = join(this.folder, `${name}.ipynb`);
    const own = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null };
    const cells = sources.map((source, i) => ({ id: `cell-${i}`, source, ...own }));
    const kernelspec = { name: KERNEL_NAME, display_name: 'QuantumTrader (TypeScript)', language: 'typescript' };
    writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
    return path;
  }

  /** A notebook of the folder, with its kernel. */
  async openNotebook(path: string): Promise<NotebookPage> {
    const name = relative(this.folder, path).split(sep).join('/');
    const watched = await WatchedPage.open(this.context, this.url.origin);
    const page = new NotebookPage(watched, () => this.endSession(name));
    await watched.page.goto(`${this.url.origin}/notebooks/${encodeURI(name)}?token=${this.token}`);
    await page.ready();
    return page;
  }

  /** A page from the disk, in a browser without a network. */
  async openFile(path: string): Promise<WatchedPage> {
    const context = await this.browser.newContext({ viewport: VIEW, offline: true });
    const watched = await WatchedPage.open(context, undefined);
    await watched.page.goto(pathToFileURL(path).href);
    return watched;
  }

  /** Ends everything, `qt notebook` by Ctrl+C or without being asked; gives what did not end by itself. */
  close(signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<readonly LeftProcess[]> {
    this.left ??= this.endAll(signal);
    return this.left;
  }

  private async endAll(signal: NodeJS.Signals): Promise<readonly LeftProcess[]> {
    await this.browser.close();
    this.server.kill(signal);
    const left = await leftProcesses(`${MARK}=${this.mark}`);
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
    return left;
  }

  private get token(): string {
    return this.url.searchParams.get('token') ?? '';
  }

  private async endSession(name: string): Promise<void> {
    const headers = { authorization: `token ${this.token}` };
    const sessions = `${this.url.origin}/api/sessions`;
    const open = (await (await fetch(sessions, { headers })).json()) as readonly { id: string; path: string }[];
    for (const { id } of open.filter(({ path }) => path === name)) {
      await fetch(`${sessions}/${id}`, { method: 'DELETE', headers });
    }
  }
}

interface StageParts {
  readonly mark: string;
  readonly server: ChildProcess;
  readonly url: URL;
  readonly browser: Browser;
  readonly context: BrowserContext;
}

/** Undefined where there is none. */
export const executable: string | undefined = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
  .find(isExecutable);
const system = { platform: process.platform, environment: process.env, homeFolder: homedir() };

/**
 * Tests on one stage, which stands before the first of them and is gone after the last. Without the programs one skipped test stands
 * for them, and its name says what is missing.
 */
export async function describeInBrowser(name: string, fn: (stage: () => BrowserStage) => void): Promise<void> {
  const notebook = process.platform === 'linux' ? await findJupyter('notebook', system, runProgram) : undefined;
  const missing =
    process.platform !== 'linux'
      ? 'these tests are for Linux'
      : notebook === undefined || !notebook.version.startsWith('6.')
        ? 'no classic Notebook 6 here; Debian: apt-get install jupyter-notebook'
        : executable === undefined
          ? 'no Chromium here; Debian: apt-get install chromium'
          : undefined;
  if (missing !== undefined) {
    describe(`${name} (skipped: ${missing})`, () => {
      it.skip('needs the browser', () => {});
    });
    return;
  }
  describe(name, () => {
    let stage: BrowserStage | undefined;
    beforeAll(async () => {
      stage = await BrowserStage.start(executable!);
    }, 60_000);
    afterAll(async () => {
      await stage?.close();
    }, 60_000);
    fn(() => stage!);
  });
}

/** What `qt notebook` tells first; rejects where it ends instead. */
async function factsOf(server: ChildProcess): Promise<{ readonly url: string }> {
  const served = new Promise<string>((resolve) => server.stdout!.once('data', (text) => resolve(String(text))));
  const ended = outcomeOf(server).then(({ stderr }) => new Error(`qt notebook ended: ${stderr}`));
  const first = await Promise.race([served, ended]);
  if (first instanceof Error) throw first;
  return JSON.parse(first) as { readonly url: string };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
