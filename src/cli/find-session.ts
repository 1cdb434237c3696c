// What a user types to name a running session, or nothing, in; the one session that is meant out.

import { basename, resolve } from 'node:path';
import { UserError } from '../adapters/user-error.ts';
import { type RunningSession, runningSessions, sessionText } from '../runner/live/control-file.ts';

/**
 * By its run folder, the name of it or its beginning, its strategy, or its mode; the only one where nothing is named. One in shadow, such as a
 * challenger, has nothing to stop or to close: it is never what makes another one ambiguous. UserErrors `session-not-there`, `session-ambiguous`.
 */
export function findSession(home: string, name: string | undefined): RunningSession {
  const all = runningSessions(home);
  const found = preferred(name === undefined ? all : all.filter((session) => isCalled(session, name)));
  const [only, ...others] = found;
  if (only === undefined) throw notThere(all, name);
  if (others.length === 0) return only;
  throw new UserError({
    code: 'session-ambiguous',
    message: `${found.length} sessions run: ${found.map(sessionText).join('; ')}`,
    field: 'run',
    fix: `Name one of them, such as --run ${basename(only.folder)}`,
  });
}

function preferred(found: readonly RunningSession[]): readonly RunningSession[] {
  const trading = found.filter(({ mode }) => mode !== 'shadow');
  return trading.length === 0 ? found : trading;
}

function isCalled({ folder, strategy, mode }: RunningSession, name: string): boolean {
  return basename(folder).startsWith(name) || strategy === name || mode === name || folder === resolve(name);
}

function notThere(all: readonly RunningSession[], name: string | undefined): UserError {
  const others = all.length === 0 ? 'none runs in this home' : `there are: ${all.map(sessionText).join('; ')}`;
  return new UserError({
    code: 'session-not-there',
    message: name === undefined ? 'No session runs in this home' : `No running session is called ${name}; ${others}`,
    fix: 'See qt status. What is open at the broker without a session: qt flatten --direct, or qt kill',
  });
}
