// A system and its environment in; the folders where Jupyter keeps data (kernels below them) out, as jupyter_core has them.
import { posix, win32 } from 'node:path';

export interface JupyterSystem {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** Of the person. */
  readonly homeFolder: string;
}

/** Where a person's own kernels go. */
export function userDataFolder({ platform, environment, homeFolder }: JupyterSystem): string {
  const own = environment.JUPYTER_DATA_DIR;
  if (own) return own;
  if (platform === 'win32') {
    const settings = environment.JUPYTER_CONFIG_DIR || win32.join(homeFolder, '.jupyter');
    return environment.APPDATA ? win32.join(environment.APPDATA, 'jupyter') : win32.join(settings, 'data');
  }
  if (platform === 'darwin') return posix.join(homeFolder, 'Library', 'Jupyter');
  return posix.join(environment.XDG_DATA_HOME || posix.join(homeFolder, '.local', 'share'), 'jupyter');
}

/** All that are searched, first to last; those of a Python's own prefix are known to that Python only. */
export function dataFolders(system: JupyterSystem): readonly string[] {
  const { platform, environment } = system;
  const delimiter = platform === 'win32' ? ';' : ':';
  const named = (environment.JUPYTER_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const programData = environment.PROGRAMDATA;
  const shared = platform === 'win32' ? programData && [win32.join(programData, 'jupyter')] : SHARED;
  return [...named, userDataFolder(system), ...(shared || [])];
}

const SHARED = ['/usr/local/share/jupyter', '/usr/share/jupyter'];
