// The folder of a kernel and its environment in; the notebook that it was started for, where the Jupyter server tells that, out.
import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Servers from Jupyter Server 2 on give the notebook's path, below a folder that the kernel does not know, in JPY_SESSION_NAME; the kernel
 * starts in the folder of the notebook. Undefined where nothing was told, and where the file has another name by now.
 */
export function sessionFile(folder: string, environment: NodeJS.ProcessEnv): string | undefined {
  const name = environment.JPY_SESSION_NAME?.split('/').at(-1) ?? '';
  if (!name.endsWith('.ipynb')) return undefined;
  const file = join(folder, name);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}
