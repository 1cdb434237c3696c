// A system in; Jupyter's front ends and nbconvert as they are found on it out, each with how it is started and its version.
import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { JupyterSystem } from './data-folders.ts';
import type { RunProgram } from './run-program.ts';

export type JupyterTool = 'lab' | 'notebook' | 'nbconvert';

export interface JupyterProgram {
  readonly tool: JupyterTool;
  readonly command: string;
  /** Before all others. */
  readonly args: readonly string[];
  readonly version: string;
}

const TOOLS: Readonly<
  Record<JupyterTool, { readonly script: string; readonly module: string; readonly title: string }>
> = {
  lab: { script: 'jupyter-lab', module: 'jupyterlab', title: 'JupyterLab' },
  notebook: { script: 'jupyter-notebook', module: 'notebook', title: 'Jupyter Notebook' },
  nbconvert: { script: 'jupyter-nbconvert', module: 'nbconvert', title: 'nbconvert' },
};
const PYTHONS = ['python3', 'python', 'py'];

/** The first that tells its version: a script in the path may be a shim for a Python that has it not. */
export async function findJupyter(
  tool: JupyterTool,
  system: JupyterSystem,
  run: RunProgram,
): Promise<JupyterProgram | undefined> {
  const { script, module } = TOOLS[tool];
  const ways = [
    ...pathsOf(script, system).map((command) => ({ command, args: [] })),
    ...PYTHONS.map((command) => ({ command, args: ['-m', module] })),
  ];
  for (const { command, args } of ways) {
    const answer = await run(command, [...args, '--version']);
    const version = answer?.code === 0 ? /^\d+\.\d+[\w.]*\s*$/m.exec(answer.text)?.[0].trim() : undefined;
    if (version !== undefined) return { tool, command, args, version };
  }
  return undefined;
}

export function titleOf({ tool, version }: JupyterProgram): string {
  return `${TOOLS[tool].title} ${version}`;
}

/** How it is typed. */
export function commandOf({ command, args }: JupyterProgram): string {
  return [command, ...args].join(' ');
}

/** Every place of a program in the path. */
function pathsOf(name: string, { platform, environment }: JupyterSystem): readonly string[] {
  const isWindows = platform === 'win32';
  const { join, delimiter } = isWindows ? win32 : posix;
  const path = Object.entries(environment).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  const files = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, isWindows ? `${name}.exe` : name));
  return [...new Set(files)].filter((file) => existsSync(file));
}
