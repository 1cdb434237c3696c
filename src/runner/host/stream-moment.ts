// Takes a stream that begins; gives the events that say how its connections and markets stand at that moment, and whether its day is whole.

import type { Gap } from '../../core/account/account-event.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import type { HostMarket } from './host-market.ts';
import type { HostStream } from './stream.ts';

/** `day` undefined: the stream is not told the day so far. */
export function momentOf(
  market: HostMarket,
  stream: HostStream,
  day: 'whole' | 'pending' | 'partial' | undefined,
  nowUs: number,
): EventBatch {
  const moment = new EventBatch(64);
  const tell = (event: PayloadEvent): unknown => moment.pushPayload(event, nowUs);
  for (const event of market.connections()) tell(event);
  stream.instruments.forEach(({ id }, local) => {
    market.state(id)?.write(moment, local, nowUs, stream.wants);
  });
  if (day === 'whole') tell(wholeDay);
  else if (day !== undefined) tell(missingTrades);
  return moment;
}

const wholeDay = { kind: 'backfillComplete', reason: 'the day so far is whole' } as const;
const missingTrades = gapOf('trades of the day so far are missing');

/** A loss of nobody knows how much. */
export function gapOf(reason: string): Gap {
  return { kind: 'gap', lostRecords: undefined, reason };
}
