// A system in; what to type there to get Jupyter out.

/** Said wherever Jupyter is missing. */
export const WITHOUT_JUPYTER =
  'VS Code works without it: install its Jupyter extension, run qt kernel install, and choose the kernel QuantumTrader (TypeScript)';

export interface AskedSystem {
  readonly platform: NodeJS.Platform;
  /** Debian, Ubuntu and their kin. */
  readonly hasApt: boolean;
  readonly isRoot: boolean;
}

/** Debian has no package of Lab, and lets pip install into an environment of its own only. */
export function howToGetJupyter({ platform, hasApt, isRoot }: AskedSystem, wanted: 'lab' | 'any'): string {
  if (wanted === 'any') {
    const apt = 'apt-get install -y --no-install-recommends jupyter-notebook';
    return hasApt ? `${isRoot ? '' : 'sudo '}${apt}` : `${pythonOf(platform)} -m pip install notebook`;
  }
  if (!hasApt) return `${pythonOf(platform)} -m pip install jupyterlab`;
  return 'python3 -m venv ~/jupyter && ~/jupyter/bin/pip install jupyterlab && PATH=$PATH:~/jupyter/bin';
}

export function howToGetNbconvert({ platform, hasApt, isRoot }: AskedSystem): string {
  const apt = 'apt-get install -y --no-install-recommends jupyter-nbconvert python3-nbclient';
  return hasApt ? `${isRoot ? '' : 'sudo '}${apt}` : `${pythonOf(platform)} -m pip install nbconvert`;
}

function pythonOf(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'py' : 'python3';
}
