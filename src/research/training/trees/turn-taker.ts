// A signal in; a function out that lets others have their turn now and then, and says whether to go on.

import { setImmediate as nextTurn } from 'node:timers/promises';

/** A key pressed or a slider moved is answered within about this. */
const TURN_MS = 50;

export function turnTaker(signal: AbortSignal | undefined): () => Promise<boolean> | true {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN_MS && signal?.aborted !== true) return true;
    return nextTurn().then(() => {
      last = performance.now();
      return signal?.aborted !== true;
    });
  };
}
