// The options of a session in; one session day against the host, from its first epoch to its end, out.

import type { LiveOptions, LiveRun } from './live-options.ts';
import { LiveSession } from './live-session.ts';
import { prepareSession } from './prepare-session.ts';

/**
 * Throws the UserErrors of `prepareSession` and of the connection to the host. An engine that fails is no error here: the run ends with
 * `failure`, and whoever wants to go on calls this again: the next run carries on what this one had.
 */
export async function runLiveSession(options: LiveOptions): Promise<LiveRun> {
  const prepared = await prepareSession(options);
  return new LiveSession(prepared).run();
}
