// Jupyter's folders in; whether front ends that we do not start find the kernel, and whether what they find is this checkout out.
import { existsSync } from 'node:fs';
import { dataFolders } from '../data-folders.ts';
import { type FoundKernelspec, findKernelspec } from '../kernelspec-files.ts';
import type { KernelCheck, KernelOutcome, Surroundings } from './kernel-check.ts';

const INSTALL = 'qt kernel install';

export const kernelspecCheck: KernelCheck = {
  id: 'kernelspec',
  title: 'kernelspec',
  async run(surroundings) {
    const found = (await foldersOf(surroundings))
      .map((folder) => findKernelspec(folder))
      .find(({ kind }) => kind !== 'none');
    return found === undefined ? notInstalled : judged(found, surroundings);
  },
};

const notInstalled: KernelOutcome = {
  state: 'warning',
  found:
    'not installed: qt notebook brings its own, VS Code and a Jupyter that you start yourself do not see the kernel',
  command: INSTALL,
};

function judged(found: FoundKernelspec, { spec: wanted, root }: Surroundings): KernelOutcome {
  const { folder } = found;
  if (found.kind !== 'ours') {
    const advice = `Look at it and move it away, then: ${INSTALL}`;
    return { state: 'error', found: `${folder} holds a kernel that is not from this program`, advice };
  }
  const missing = found.spec.argv.find((word) => isFile(word) && !existsSync(word));
  if (missing !== undefined) {
    return { state: 'error', found: `${folder} names ${missing}, which is not there`, command: INSTALL };
  }
  if (found.root !== root) {
    return {
      state: 'error',
      found: `${folder} starts the kernel of another checkout, ${found.root}`,
      command: INSTALL,
    };
  }
  if (JSON.stringify(found.spec.argv) !== JSON.stringify(wanted.argv)) {
    return { state: 'error', found: `${folder} starts the kernel with other options than now`, command: INSTALL };
  }
  return { state: 'ok', found: `${folder} starts the kernel of this checkout` };
}

/** The first words of a command are files or options. */
function isFile(word: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(word);
}

/** Jupyter itself knows best: a Python has a folder of its own too. */
async function foldersOf({ system, run }: Surroundings): Promise<readonly string[]> {
  const answer = await run('jupyter', ['--paths', '--json']);
  if (answer?.code === 0) {
    try {
      const { data } = JSON.parse(answer.text.slice(answer.text.indexOf('{'))) as { readonly data: readonly string[] };
      return data;
    } catch {
      // an older one that prints something else
    }
  }
  return dataFolders(system);
}
