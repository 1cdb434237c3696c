// How a session that waits for its gates is paused, and by whom that pause ends, out.

import type { OperatorCommand } from '../account/account-event.ts';

/** Behind the first epoch of every session. */
export const startPause: OperatorCommand = {
  kind: 'operatorCommand',
  command: 'pause',
  by: 'start',
  reason: 'the session begins paused until its gates are open',
};

/** As it stands among the latches. */
export const START_TEXT = `${startPause.by}: ${startPause.reason}`;

/** Whose resumption ends the pause of the start and nothing else: no person has looked. */
export const GATES = 'gates';

/** Who pauses a session whose release broke its probation. */
export const PROBATION = 'probation';

/** Commands by these are the session's own: no person gave them. A stop is a person's wish, whoever carries it out. */
export const OWN_VOICES: ReadonlySet<string> = new Set([startPause.by, GATES, 'clock', 'journal', PROBATION]);
