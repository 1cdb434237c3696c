// The options of a session and who asks for the release before in; its channel moved, and a sentence on what that undoes, out.

import { UserError } from '../../adapters/user-error.ts';
import type { RollBackArgs } from './control-messages.ts';
import type { LiveOptions } from './live-options.ts';
import { OperatorRefusal } from './operator-refusal.ts';

/** Throws an OperatorRefusal. */
export function rollBackBy({ channel }: Pick<LiveOptions, 'channel'>, { by, reason }: RollBackArgs): string {
  if (channel === undefined) {
    const fix = 'End it (qt stop), then start it with STRATEGY@STAGE in place of a release';
    throw new OperatorRefusal('it was started with a release of its own and follows no channel', fix);
  }
  try {
    return channel.rollBack(by, reason);
  } catch (error) {
    if (error instanceof UserError) throw new OperatorRefusal(error.message, error.fix);
    throw error;
  }
}
