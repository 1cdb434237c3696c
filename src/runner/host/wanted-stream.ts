// Takes what a client wants of a stream; gives the subscriptions that it needs, or why it cannot have them.

import type { LinkRole } from '../../adapters/host-link/handshake.ts';
import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';
import type { HostClock } from './host-clock.ts';
import type { HostMarket } from './host-market.ts';
import type { OpenMessage } from './stream-messages.ts';
import type { Wanted } from './subscriptions.ts';

/** A client that was without a host has counted on by itself. */
const AHEAD_MAX_US = 60_000_000;

export interface WantedParts {
  readonly market: HostMarket;
  readonly clock: HostClock;
  readonly termsOf: (ticker: string) => InstrumentTerms | undefined;
}

/** With a refusal `wanted` is what was asked for before it: release it. */
export function wantedBy(
  message: OpenMessage,
  role: LinkRole,
  { market, clock, termsOf }: WantedParts,
): { readonly wanted: readonly Wanted[]; readonly refusal: string | undefined } {
  const wanted: Wanted[] = [];
  const refuse = (refusal: string) => ({ wanted, refusal });
  if ((message.account !== undefined) !== (role === 'trader')) {
    return refuse(role === 'trader' ? 'a trader names its account' : 'only a trader names an account');
  }
  if (message.afterUs > clock.nowUs() + AHEAD_MAX_US) return refuse('the last time of the client lies ahead');
  const tickers = message.instruments.map(({ ticker, exchange }) => `${ticker} ${exchange}`);
  if (new Set(tickers).size < tickers.length) return refuse('an instrument is named twice');
  for (const { ticker, exchange } of message.instruments) {
    const terms = termsOf(ticker);
    if (terms === undefined) return refuse(`${ticker} is no instrument whose price grid is known here`);
    const found = market.subscriptions.want(ticker, exchange, terms, message.book);
    if (found === undefined) return refuse('the host has no room for another instrument');
    wanted.push(found);
  }
  return { wanted, refusal: undefined };
}
