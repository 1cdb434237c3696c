// What a check of the kernel's surroundings is, what it may use, and what it answers: what was found, and the command that mends it.
import type { JupyterSystem } from '../data-folders.ts';
import type { AskedSystem } from '../get-jupyter.ts';
import type { Kernelspec } from '../kernelspec.ts';
import type { FoundNode } from '../pinned-node.ts';
import type { RunProgram } from '../run-program.ts';

export interface KernelOutcome {
  /** `error`: the kernel does not work here. `warning`: it works, but not everywhere or not with all around it. */
  readonly state: 'ok' | 'warning' | 'error';
  /** One sentence: what was found. */
  readonly found: string;
  readonly command?: string | undefined;
  /** What to do where no command does it, or what else there is. */
  readonly advice?: string | undefined;
  readonly figures?: Readonly<Record<string, number | string>> | undefined;
}

export interface KernelCheck {
  readonly id: string;
  readonly title: string;
  run(surroundings: Surroundings): Promise<KernelOutcome>;
}

export interface KernelResult extends KernelOutcome {
  readonly id: string;
  readonly title: string;
}

export interface Surroundings {
  /** Folder of the package. */
  readonly root: string;
  readonly system: JupyterSystem;
  readonly asked: AskedSystem;
  readonly node: FoundNode;
  /** Of this checkout. */
  readonly spec: Kernelspec;
  readonly run: RunProgram;
  /** For the answer of a kernel that is tried. */
  readonly patienceMs: number;
}

/** Brings the packages as package-lock.json has them. */
export const INSTALL_PACKAGES = 'npm ci';
