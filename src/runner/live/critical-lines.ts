// What the engine alerts of in; a line for people of each critical one out, as the session says its own.

import type { RunObserver } from '../run-observer.ts';

export function criticalLines(say: ((text: string) => void) | undefined): RunObserver {
  return {
    onEvent: () => {},
    onDecision: () => {},
    onCommand: () => {},
    onAlert: (_timeUs, severity, code, text) => {
      if (severity === 'critical') say?.(`${severity}: ${code}: ${text}`);
    },
  };
}
