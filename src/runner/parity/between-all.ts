// Several who work between two sessions in; one who tells each of them, out.

import type { BetweenSessions } from '../retraining/between-sessions.ts';

export function betweenAll(each: readonly BetweenSessions[]): BetweenSessions {
  return {
    ended(day, nowUs) {
      for (const one of each) one.ended(day, nowUs);
    },
    idle(nowUs, beginUs) {
      for (const one of each) one.idle(nowUs, beginUs);
    },
    begins() {
      for (const one of each) one.begins();
    },
  };
}
