// A running session and something to ask it in; its answer out, or the error that says how to go on without it.

import { UserError } from '../adapters/user-error.ts';
import { ControlClient } from '../runner/live/control-client.ts';
import { type RunningSession, sessionText } from '../runner/live/control-file.ts';
import { OperatorRefusal } from '../runner/live/operator-refusal.ts';

/** UserErrors `session-refused` where it says no, `session-silent` where it does not answer. */
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
    const message = `${sessionText(session)} did not do it: ${(cause as Error).message}`;
    if (cause instanceof OperatorRefusal) {
      throw new UserError({ code: 'session-refused', message, fix: cause.fix ?? 'See qt status', cause });
    }
    throw new UserError({ code: 'session-silent', message, fix: withoutIt(session), cause });
  } finally {
    client?.close();
  }
}

/** The host does without the session; the session itself has to be ended before another can begin. */
function withoutIt({ pid }: RunningSession): string {
  const session = `qt stop --force ends process ${pid} where it hangs, then it can be started again`;
  return `Without it: qt flatten --direct closes what it holds, qt kill also keeps it from trading again. ${session}`;
}
