// The settings of a machine in; nothing out, or the file or folder that they name and that does not exist.

import { type Stats, statSync } from 'node:fs';
import { UserError } from '../user-error.ts';
import { type MachineSettings, machineFile, workingFolderOf } from './machine-settings.ts';

/** Before anything is started with them. UserErrors `file-missing`, `folder-missing`. */
export function checkMachineFiles(settings: MachineSettings, home: string): void {
  const file = machineFile(home);
  if (statOf(settings.dllPath)?.isFile() !== true) {
    throw new UserError({
      code: 'file-missing',
      message: `There is no ProfitDLL at this path: ${settings.dllPath}`,
      file,
      field: 'dllPath',
      fix: 'Set dllPath in machine.json to the ProfitDLL64.dll or ProfitDLL.dll of the vendor',
    });
  }
  const folder = workingFolderOf(settings);
  if (statOf(folder)?.isDirectory() === true) return;
  throw new UserError({
    code: 'folder-missing',
    message: `The folder in which the library keeps its files does not exist: ${folder}`,
    file,
    field: 'workingFolder',
    fix: 'Make it, or leave workingFolder out of machine.json: then it is the folder of the library',
  });
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
