// What a user named and the stage that a session runs at in; the channel that it follows, or why it follows none, out.

import { channelNamed } from '../promotion/release/resolve-release.ts';
import type { Stage } from '../promotion/release/stage.ts';

export interface ChannelChoice {
  /** Undefined where the release that runs stays: named by an id, a folder, a file, or by the channel of another stage. */
  readonly channel: { readonly strategy: string; readonly stage: Stage } | undefined;
  /** For the user, where the name is a channel and is not followed. */
  readonly note: string | undefined;
}

/**
 * Only the channel of its own stage moves a session: a promotion to `demo` must not change what trades real money, and whoever rolls a
 * session on paper back must not move `live`.
 */
export function followedChannel(spec: string, stage: Stage): ChannelChoice {
  const channel = channelNamed(spec);
  if (channel === undefined || channel.stage === stage) return { channel, note: undefined };
  const own = `${channel.strategy}@${stage}`;
  const note = `${spec} is a channel of another stage than this session's: its release runs as if it was named by its id, and does not change; what is followed here is ${own}`;
  return { channel: undefined, note };
}
