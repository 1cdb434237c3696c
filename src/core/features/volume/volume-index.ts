// The session's return on candles of falling, and of rising, volume as an index: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { SessionVolumeIndex, VOLUME_INDEX_BASE } from '../indicators/session-volume-index.ts';

function index(id: string, side: -1 | 1, change: string, sign: string): FeatureSpec {
  return defineFeature(
    {
      id,
      meaning: `returns of the candles whose volume ${change}, compounded since the session began`,
      formula: `${VOLUME_INDEX_BASE} × Π c / c[1] over the candles of the session with v ${sign} v[1]`,
      source: 'Dysart 1936; Fosback 1976',
      group: 'indicators',
      unit: `index, ${VOLUME_INDEX_BASE} at the start`,
      scale: 'discrete',
      warmup: 1,
      sessionRule: 'reset',
    },
    () => {
      const line = new SessionVolumeIndex(side);
      return (out, candle) => {
        line.push(candle);
        if (line.ready) out.set(line.value);
      };
    },
  );
}

/**
 * `nvi`: negative volume index of the session: 1000 at its first candle, then × c / c[1] where v < v[1] (Dysart, Fosback 1976). reset: not
 * ready before a session's first candle was seen, nor from a close of 0 or below to the next session.
 */
export function nvi(): FeatureSpec {
  return index('nvi', -1, 'fell', '<');
}

/** `pvi`: positive volume index of the session: × c / c[1] where v > v[1]; else as `nvi`. */
export function pvi(): FeatureSpec {
  return index('pvi', 1, 'rose', '>');
}
