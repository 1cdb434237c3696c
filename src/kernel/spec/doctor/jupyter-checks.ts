// A system in; which front ends of Jupyter, and whether the nbconvert that runs notebooks without one, it has out.
import { howToGetJupyter, howToGetNbconvert, WITHOUT_JUPYTER } from '../get-jupyter.ts';
import { commandOf, findJupyter, titleOf } from '../jupyter-programs.ts';
import type { KernelCheck } from './kernel-check.ts';

export const frontEndsCheck: KernelCheck = {
  id: 'jupyter',
  title: 'Jupyter',
  async run({ system, asked, run }) {
    const lab = await findJupyter('lab', system, run);
    const notebook = await findJupyter('notebook', system, run);
    const programs = [lab, notebook].filter((program) => program !== undefined);
    if (programs.length === 0) {
      const command = howToGetJupyter(asked, 'any');
      return { state: 'warning', found: 'neither Lab nor Notebook found', command, advice: WITHOUT_JUPYTER };
    }
    const found = programs.map((program) => `${titleOf(program)} (${commandOf(program)})`).join(', ');
    return {
      state: 'ok',
      found,
      figures: Object.fromEntries(programs.map(({ tool, version }) => [tool, version])),
    };
  },
};

const PYTHONS = ['python3', '/usr/bin/python3', 'python', 'py'];
const ASKING = 'import sys, nbconvert, nbclient; print(sys.executable, nbconvert.__version__, nbclient.__version__)';

export const nbconvertCheck: KernelCheck = {
  id: 'nbconvert',
  title: 'nbconvert',
  async run({ asked, run }) {
    for (const python of PYTHONS) {
      const answer = await run(python, ['-c', ASKING]);
      const [, path, nbconvert, nbclient] = answer?.code === 0 ? (/^(.+) (\S+) (\S+)$/m.exec(answer.text) ?? []) : [];
      if (path === undefined || nbconvert === undefined || nbclient === undefined) continue;
      const found = `nbconvert ${nbconvert} with nbclient ${nbclient} in the Python at ${path}`;
      return { state: 'ok', found, figures: { nbconvert, nbclient } };
    }
    return {
      state: 'warning',
      found: 'no Python here has nbconvert and nbclient',
      command: howToGetNbconvert(asked),
      advice: 'qt notebook run needs neither of them, and no Python',
    };
  },
};
