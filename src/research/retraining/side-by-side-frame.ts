// Two models beside each other in; a row for each way in which they differ, as a frame, out.

import { Frame } from '../frames/frame.ts';
import type { SideBySide } from './side-by-side.ts';

/**
 * Columns cause, name, entered (which of the two entered there), candles, share (of all candles), champion_brl, challenger_brl (net of the trades that were
 * entered there); the most frequent first.
 */
export function sideBySideFrame({ differences, candles, onlyChampion, onlyChallenger }: SideBySide): Frame {
  const all = candles + onlyChampion + onlyChallenger;
  return Frame.fromRows(
    differences.map(({ cause, name, entered, candles: times, championBrl, challengerBrl }) => ({
      ...{ cause, name, entered, candles: times, share: times / all },
      ...{ champion_brl: championBrl, challenger_brl: challengerBrl },
    })),
    { kinds: { candles: 'float', share: 'float', champion_brl: 'float', challenger_brl: 'float' } },
  );
}
