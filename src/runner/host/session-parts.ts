// What a client's session uses of the host that it belongs to.

import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';
import type { HostClock } from './host-clock.ts';
import type { HostLog } from './host-log.ts';
import type { HostMarket } from './host-market.ts';
import type { HostStream } from './stream.ts';
import type { TraderDesk } from './trader-desk.ts';

/** A session as its host sees it. */
export interface SessionOfPeer {
  readonly peer: LinkPeer;
}

export interface SessionParts {
  readonly market: HostMarket;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly desk: TraderDesk;
  readonly termsOf: (ticker: string) => InstrumentTerms | undefined;
  /** Questions to the host itself. */
  readonly request: (session: SessionOfPeer, what: string, args: unknown) => Promise<unknown>;
  readonly closed: (session: SessionOfPeer) => void;
  readonly slowBytes?: number;
}

export function sessionStatus(peer: LinkPeer, stream: HostStream | undefined, account: string | undefined): object {
  const { role, name } = peer.facts;
  const instruments = stream?.instruments.map(({ ticker }) => ticker) ?? [];
  const phase = stream?.phase ?? 'none';
  return { role, name, account, phase, instruments, nextSeq: stream?.nextSeq, queuedBytes: peer.queuedBytes };
}
