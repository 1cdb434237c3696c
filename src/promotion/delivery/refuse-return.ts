// A channel of the receiver and the release that a sender would point it to in; nothing out, or the refusal where the channel had left that release.

import { channelHistory, readChannel } from '../release/channels.ts';
import type { Stage } from '../release/stage.ts';
import { deliveryError } from './delivery-error.ts';

export interface ChannelMove {
  readonly home: string;
  readonly strategy: string;
  readonly stage: Stage;
  /** Id of the release that it would name. */
  readonly release: string;
}

/**
 * Signed once is signed for ever: who may only send could put back what was replaced because it was wrong. Throws UserError
 * `delivery-returns` for a release that the channel named before and does not name now. A release that was never there is none of these.
 */
export function refuseReturn({ home, strategy, stage, release }: ChannelMove): void {
  if (readChannel(home, strategy, stage)?.release === release) return;
  const last = channelHistory(home, strategy, stage).findLast((entry) => entry.release === release);
  if (last === undefined) return;
  throw deliveryError(
    'delivery-returns',
    `release ${release} was at ${strategy}@${stage} there before (since ${last.at}, by ${last.by}) and was replaced: no delivery puts it back`,
  );
}
