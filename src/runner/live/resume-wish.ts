// What a person types to resume a session, its engine and its host in; the wish, with what the host says of the account now, out.

import type { EngineContext } from '../../core/engine/engine-context.ts';
import type { OperateArgs } from './control-messages.ts';
import { killedBy } from './live-gates.ts';
import type { PreparedSession } from './prepare-session.ts';
import type { RiskRemovals } from './risk-removals.ts';
import type { ResumeWish } from './trading-start.ts';

/** Less than an operator waits for an answer: what was told to have failed must not happen later. */
const FRESH_LOOK_MS = 2000;

/** The host is asked anew: a person may have killed or released the account a moment ago. */
export async function resumeWish(
  { options, host, nowUs }: Pick<PreparedSession, 'options' | 'host' | 'nowUs'>,
  context: EngineContext,
  removals: RiskRemovals,
  { by, account: typed }: OperateArgs,
): Promise<ResumeWish> {
  const { account } = options;
  const asked = removals.count;
  const view = account === undefined ? host.view : await host.lookWithin(FRESH_LOOK_MS);
  const isGone = context.mutes.has('host') || (account !== undefined && view.kind === 'gone');
  const isBegun = context.epoch !== 0;
  const [killed, meanwhile] = [killedBy(view, account), removals.since(asked)];
  return { by, typed, account, timeUs: nowUs(), isBegun, isGone, killed, meanwhile };
}
