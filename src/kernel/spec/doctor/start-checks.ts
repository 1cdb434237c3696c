// This machine in; whether it gives a kernel its ports, and whether a kernel that is started answers, out.
import { tmpdir } from 'node:os';
import { freePorts, LOOPBACK } from '../free-ports.ts';
import { type KernelTrial, tryKernel } from '../kernel-trial.ts';
import { INSTALL_PACKAGES, type KernelCheck } from './kernel-check.ts';

/** Of one kernel and of a server. */
const PORTS = 6;
/** Beyond it a start is slower than it should be on a machine that does nothing else. */
const SLOW_MS = 2500;

export const portsCheck: KernelCheck = {
  id: 'ports',
  title: 'ports',
  async run() {
    try {
      await freePorts(PORTS);
      return { state: 'ok', found: `${PORTS} free ports on ${LOOPBACK}` };
    } catch (error) {
      const advice = 'Kernels and their front ends talk over it: look at the firewall and at what guards this machine';
      return { state: 'error', found: `no port on ${LOOPBACK} can be opened: ${wordsOf(error)}`, advice };
    }
  },
};

export const trialCheck: KernelCheck = {
  id: 'start',
  title: 'a start of the kernel',
  async run({ spec, patienceMs }) {
    let trial: KernelTrial;
    try {
      trial = await tryKernel({ argv: spec.argv, folder: tmpdir(), patienceMs });
    } catch (error) {
      return { state: 'error', found: `it could not be tried: ${wordsOf(error)}`, command: INSTALL_PACKAGES };
    }
    if (trial.kind === 'failed') {
      const last = trial.output.trim();
      return { state: 'error', found: trial.reason, ...(last === '' ? {} : { advice: `Its last words: ${last}` }) };
    }
    const elapsedMs = Math.round(trial.elapsedMs);
    const found = `${trial.banner} answered after ${(elapsedMs / 1000).toFixed(1)} s`;
    const figures = { elapsedMs };
    if (elapsedMs <= SLOW_MS) return { state: 'ok', found, figures };
    return {
      state: 'warning',
      found,
      figures,
      advice: 'Look at what else this machine does, and at its virus scanner',
    };
  },
};

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
