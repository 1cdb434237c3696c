// An operator's command and what the session is cut off from in; why nothing happens yet, in words for that person, out.
import type { Mute } from '../../core/engine/engine-context.ts';
import type { OperateArgs } from './control-messages.ts';

/** What takes risk away is remembered, and comes before all else when what is missing is back. */
export function whyWaits(
  command: OperateArgs['command'],
  mutes: ReadonlyMap<Mute, string>,
  hasAccount: boolean,
): string | undefined {
  if (mutes.has('host')) return 'the host is gone: it acts as soon as the host is back';
  // a pause asks nothing of the broker
  if (command === 'pause' || !hasAccount || !mutes.has('routing')) return undefined;
  return 'the broker is not connected: it acts as soon as the broker is back';
}
