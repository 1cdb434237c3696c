// The vendor's state of a ticker in; the phase of the session out.

import { Phase, type PhaseNumber } from '../../../core/market/event-record.ts';

const phases: ReadonlyMap<number, PhaseNumber> = new Map([
  [0, Phase.open],
  // frozen and inhibited: the exchange has stopped it for a while
  [2, Phase.halted],
  [3, Phase.halted],
  [4, Phase.auction],
  [6, Phase.closed],
  // pre-closing and pre-opening
  [10, Phase.closingCall],
  [13, Phase.auction],
]);

/** Undefined for a number without a known meaning: then nothing is told, for a guess could open a market that is shut. */
export function phaseOfTickerState(state: number): PhaseNumber | undefined {
  return phases.get(state);
}
