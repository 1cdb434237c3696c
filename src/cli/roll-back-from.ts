// A channel and the releases that were seen to run in; the channel moved back from what runs, or the rollback that is on its way already, out.

import { channelHistory, requireChannel } from '../promotion/release/channels.ts';
import { type RollBack, type RolledBack, rollback } from '../promotion/release/rollback.ts';

export interface RollBackFrom extends Omit<RollBack, 'from'> {
  /** Releases that the sessions of the channel run; empty where none answers. */
  readonly running: readonly string[];
  /** A session does not say what it runs. */
  readonly isUnsure: boolean;
  /** Goes one further back from what the channel names, whatever runs. */
  readonly isOnceMore: boolean;
}

export interface RolledBackFrom extends RolledBack {
  /** Who has rolled back already, when and why, where a session has not taken that yet: then nothing was moved. Null where it was moved now. */
  readonly onItsWay: string | null;
}

/**
 * Asked twice for one release it moves once: a second step would pass over a release that nobody has seen run. Throws the UserErrors of
 * `rollback`, with `channel-moved` where the channel came to name a release that runs nowhere yet.
 */
export function rollBackFrom({ running, isUnsure, isOnceMore, ...options }: RollBackFrom): RolledBackFrom {
  const { home, strategy, stage } = options;
  const { release: current, at, by } = requireChannel(home, strategy, stage);
  if (isOnceMore) return { ...rollback({ ...options, from: current }), onItsWay: null };
  const moved = channelHistory(home, strategy, stage).findLast((each) => each.release === current && each.at === at);
  const left = running.find((release) => release !== current);
  if (moved?.action === 'rollback' && (left !== undefined || isUnsure)) {
    const onItsWay = `by ${by} at ${at}${moved.reason === undefined ? '' : `: ${moved.reason}`}`;
    return { from: left ?? moved.broken ?? current, to: current, changes: undefined, skipped: [], onItsWay };
  }
  const from = left === undefined || running.includes(current) ? current : left;
  return { ...rollback({ ...options, from }), onItsWay: null };
}
