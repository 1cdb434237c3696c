// A running session and something to ask it in; its answer out, or the error that says how to go on without it.

import { UserError } from '../adapters/user-error.ts';
import { ControlClient } from '../runner/live/control-client.ts';
import { type RunningSession, sessionText } from '../runner/live/control-file.ts';

/** UserError `session-silent` where it does not answer or says no. */
export async function withControl<T>(
  home: string,
  session: RunningSession,
  use: (client: ControlClient) => Promise<T>,
): Promise<T> {
  let client: ControlClient | undefined;
  try {
    client = await ControlClient.connect(home, session, 'qt');
    return await use(client);
  } catch (cause) {
    throw new UserError({
      code: 'session-silent',
      message: `${sessionText(session)} did not do it: ${(cause as Error).message}`,
      fix: 'Without it: qt flatten --direct closes what it holds, qt kill also keeps it from trading again',
      cause,
    });
  } finally {
    client?.close();
  }
}
