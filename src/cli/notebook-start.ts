// `qt notebook [FILE or folder]`: Jupyter on this machine alone, with the kernel of this checkout in its list, until Ctrl+C.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { SECRET_VARIABLES } from '../adapters/secrets/secret-names.ts';
import { UserError } from '../adapters/user-error.ts';
import { freePorts, isPortFree } from '../kernel/spec/free-ports.ts';
import { howToGetJupyter, WITHOUT_JUPYTER } from '../kernel/spec/get-jupyter.ts';
import { commandOf, findJupyter, type JupyterProgram, titleOf } from '../kernel/spec/jupyter-programs.ts';
import { JupyterServer, type ServerFacts } from '../kernel/spec/jupyter-server.ts';
import { runProgram } from '../runner/doctor/pc/run-program.ts';
import { count } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { kernelSurroundings } from './kernel-surroundings.ts';
import { StopRequest } from './stop-request.ts';
import { unwritable } from './unwritable.ts';

interface StartOptions {
  readonly lab?: boolean;
  readonly classic?: boolean;
  readonly port?: number;
  readonly browser: boolean;
}

/** Gives the `notebook` command itself an argument, options and an action, beside its sub-commands. */
export function addNotebookStart(notebook: Command): void {
  notebook
    .argument('[file]', 'a notebook, or a folder of them (default: notebooks/ of the home)')
    .option('--lab', 'JupyterLab (default where it is installed)')
    .option('--classic', 'Jupyter Notebook')
    .option('--port <n>', 'default: a free one', portNumber)
    .option('--no-browser', 'only print the address')
    .action(async (file: string | undefined, options: StartOptions, command: Command) =>
      start(contextOf(command), file, options),
    );
}

async function start(context: CommandContext, file: string | undefined, options: StartOptions): Promise<void> {
  const place = placeOf(context.home, file);
  const program = await chosenProgram(options);
  const { spec, second, asked } = kernelSurroundings();
  const server = new JupyterServer({
    ...{ program, spec, second, ...place, opensBrowser: options.browser, isRoot: asked.isRoot },
    port: await portOf(options.port),
    environment: environmentOf(context.home),
  });
  const stop = new StopRequest((why) => {
    context.say(`${why}: Jupyter and its kernels are ended`);
    void server.stop();
  });
  const onHangup = (): void => void server.stop();
  process.on('SIGHUP', onHangup);
  try {
    const facts = await server.started();
    if (facts === undefined) await server.stop();
    else present(context, facts, { program, folder: place.folder });
    const code = await server.ended;
    if (facts === undefined && !stop.isAsked) throw notStarted(program, code);
    process.exitCode = code;
  } finally {
    process.off('SIGHUP', onHangup);
    stop.close();
  }
}

function present(
  context: CommandContext,
  { url, port, pid, isProtected }: ServerFacts,
  { program, folder }: { readonly program: JupyterProgram; readonly folder: string },
): void {
  context.say(`${titleOf(program)} serves ${folder}. Ctrl+C ends it and its kernels: save your notebooks first`);
  if (!isProtected) {
    context.say('WARNING: your settings of Jupyter have taken its token away: every user of this machine can use it');
  }
  context.result({ url, port, pid, folder, frontEnd: program.tool, version: program.version }, url);
}

function notStarted(program: JupyterProgram, code: number): UserError {
  return new UserError({
    code: 'jupyter-not-started',
    message: `${titleOf(program)} ended with exit code ${code} before it served anything`,
    fix: `Its own words stand above; see whether it starts by itself: ${commandOf(program)}`,
  });
}

function portNumber(text: string): number {
  const value = count(text);
  if (value > 65_535) throw new InvalidArgumentError('It must be a port from 1 to 65535.');
  return value;
}

/** A notebook of the notebooks folder is shown among the others. */
function placeOf(
  home: string,
  name: string | undefined,
): { readonly folder: string; readonly file: string | undefined } {
  const notebooks = join(home, 'notebooks');
  if (name === undefined) {
    try {
      mkdirSync(notebooks, { recursive: true });
    } catch (error) {
      throw unwritable(error, notebooks, 'home');
    }
    return { folder: notebooks, file: undefined };
  }
  const path = resolve(name);
  if (!existsSync(path)) {
    throw new UserError({
      code: 'file-missing',
      message: `The notebook or folder ${name} does not exist`,
      file: name,
      fix: 'Check the path; qt notebook --help lists the sub-commands',
    });
  }
  if (statSync(path).isDirectory()) return { folder: path, file: undefined };
  if (!path.endsWith('.ipynb')) {
    throw new UserError({
      code: 'not-a-notebook',
      message: `${name} is no notebook`,
      file: name,
      fix: 'Name a file that ends in .ipynb, or a folder',
    });
  }
  const isInside = !relative(notebooks, path).startsWith('..') && path.startsWith(notebooks + sep);
  return { folder: isInside ? notebooks : dirname(path), file: path };
}

async function chosenProgram({ lab, classic }: StartOptions): Promise<JupyterProgram> {
  if (lab === true && classic === true) {
    throw new UserError({
      code: 'bad-option',
      message: '--lab and --classic exclude each other',
      field: 'lab',
      fix: 'Use one of them',
    });
  }
  const { system, asked } = kernelSurroundings();
  const wanted =
    lab === true ? (['lab'] as const) : classic === true ? (['notebook'] as const) : (['lab', 'notebook'] as const);
  for (const tool of wanted) {
    const program = await findJupyter(tool, system, runProgram);
    if (program !== undefined) return program;
  }
  throw new UserError({
    code: 'jupyter-missing',
    message: `${lab === true ? 'JupyterLab' : classic === true ? 'Jupyter Notebook' : 'Jupyter'} is not installed, or not in the path`,
    fix: `Get it: ${howToGetJupyter(asked, lab === true ? 'lab' : 'any')}\n${WITHOUT_JUPYTER}`,
  });
}

async function portOf(wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return (await freePorts(1))[0]!;
  if (await isPortFree(wanted)) return wanted;
  throw new UserError({
    code: 'port-taken',
    message: `Port ${wanted} cannot be opened: another program uses it, or it is reserved`,
    field: 'port',
    fix: 'Name another one, or leave --port out: a free one is taken',
  });
}

/** Cells see the home of this command, and no secret that this terminal may hold. */
function environmentOf(home: string): NodeJS.ProcessEnv {
  const secret = new Set(Object.values(SECRET_VARIABLES));
  const kept = Object.entries(process.env).filter(([name]) => !secret.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), QT_HOME: home };
}
