// The standard input of a process that another one has started in; whether that one has ended it, or is gone, out.

import { constants, setPriority } from 'node:os';

/** Made by what runs beside something more important: it takes less of the processor from now on. */
export class AttachedInput {
  isEnded = false;

  constructor() {
    const end = (): void => {
      this.isEnded = true;
    };
    process.stdin.on('end', end).on('error', end).resume();
    try {
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // a system that refuses it only makes it a little less polite
    }
  }

  close(): void {
    process.stdin.destroy();
  }
}
