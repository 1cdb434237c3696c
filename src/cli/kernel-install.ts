// `qt kernel install` and `qt kernel uninstall`: the kernelspec of this checkout in a folder where Jupyter looks for kernels.

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { userDataFolder } from '../kernel/spec/data-folders.ts';
import { KERNEL_NAME, type Kernelspec } from '../kernel/spec/kernelspec.ts';
import { type FoundKernelspec, removeKernelspec, writeKernelspec } from '../kernel/spec/kernelspec-files.ts';
import { HOW_TO_GET_TSLAB, TSLAB_KERNEL_NAME } from '../kernel/tslab/tslab-kernelspec.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { kernelSurroundings } from './kernel-surroundings.ts';
import { unwritable } from './unwritable.ts';

interface Place {
  readonly tslab?: boolean;
  readonly user?: boolean;
  readonly prefix?: string;
}

export function kernelInstallCommand(kernel: Command): void {
  placed(kernel.command('install').summary('for you, or for the Python of a folder'))
    .description(
      'Makes the kernel of this checkout known to VS Code and to a Jupyter that you start yourself; qt notebook works without. ' +
        'An older one of this program is replaced, a kernel of the same name from elsewhere is left alone.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  qt kernel install\n  qt kernel install --prefix ~/venv\n  qt kernel install --tslab',
    )
    .action((place: Place, command: Command) => install(contextOf(command), place));
}

export function kernelUninstallCommand(kernel: Command): void {
  placed(kernel.command('uninstall').summary('what install wrote'))
    .addHelpText('after', '\nExample:\n  qt kernel uninstall')
    .action((place: Place, command: Command) => uninstall(contextOf(command), place));
}

function placed(command: Command): Command {
  return command
    .option('--user', "Jupyter's folder of yours (default)")
    .option('--prefix <dir>', 'share/jupyter below this folder, such as that of a Python environment')
    .option('--tslab', 'the second kernel, on tslab');
}

function dataFolderOf({ user, prefix }: Place): string {
  if (prefix === undefined) return userDataFolder(kernelSurroundings().system);
  if (user !== true) return join(resolve(prefix), 'share', 'jupyter');
  throw new UserError({
    code: 'bad-option',
    message: '--user and --prefix name two places',
    field: 'prefix',
    fix: 'Use one of them',
  });
}

function install(context: CommandContext, place: Place): void {
  const dataFolder = dataFolderOf(place);
  const { root, node } = kernelSurroundings();
  const { name, spec } = kernelOf(place);
  const found = touched(() => writeKernelspec(dataFolder, spec, name), dataFolder);
  if (found.kind === 'foreign') throw foreign(found.folder);
  if (node.kind === 'missing') context.say(`The Node that it names is not there yet: ${node.path}. npm ci brings it`);
  const replaced = found.kind === 'ours' ? found.root : null;
  const other = replaced === null || replaced === root ? '' : `, in the place of that of ${replaced}`;
  context.result(
    { name, folder: found.folder, argv: spec.argv, replaced },
    `${spec.display_name} is installed in ${found.folder}${other}`,
  );
}

function uninstall(context: CommandContext, place: Place): void {
  const dataFolder = dataFolderOf(place);
  const name = place.tslab === true ? TSLAB_KERNEL_NAME : KERNEL_NAME;
  const found = touched(() => removeKernelspec(dataFolder, name), dataFolder);
  if (found.kind === 'foreign') throw foreign(found.folder);
  const removed = found.kind === 'ours';
  const text = removed ? `${found.folder} is removed` : `There is none in ${found.folder}`;
  context.result({ name, folder: found.folder, removed }, text);
}

function kernelOf({ tslab }: Place): { readonly name: string; readonly spec: Kernelspec } {
  const { spec, second, root } = kernelSurroundings();
  if (tslab !== true) return { name: KERNEL_NAME, spec };
  if (second !== undefined) return second;
  throw new UserError({
    code: 'tslab-missing',
    message: `tslab is not installed in ${root}`,
    fix: `Get it there: ${HOW_TO_GET_TSLAB}`,
  });
}

function touched(act: () => FoundKernelspec, dataFolder: string): FoundKernelspec {
  try {
    return act();
  } catch (error) {
    throw unwritable(error, dataFolder, 'prefix');
  }
}

function foreign(folder: string): UserError {
  return new UserError({
    code: 'kernelspec-foreign',
    message: `${folder} holds a kernel that is not from this program; it was left alone`,
    file: folder,
    fix: 'Look at it, and move it away if nobody needs it',
  });
}
