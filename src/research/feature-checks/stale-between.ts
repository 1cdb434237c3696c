// A feature with a `now` and events in; where `now` differs from what the candle then gives, or changes what comes after, out.

import type { FeatureSpec } from '../../core/features/feature.ts';
import { type FeatureEvent, FeaturePlayer } from './feature-events.ts';

const text = (value: number | undefined): string => (value === undefined ? 'not ready' : String(value));

/** In a sentence; undefined where it does neither. */
export function staleBetween(spec: FeatureSpec, events: readonly FeatureEvent[]): string | undefined {
  const expected = new FeaturePlayer().valuesOf(spec, events);
  const player = new FeaturePlayer();
  const feature = spec.create();
  let at = -1;
  for (const event of events) {
    if (event.kind !== 'candle') {
      player.tell(feature, event);
      continue;
    }
    at++;
    // an earlier look must leave nothing behind
    feature.refresh({ ...event.candle, volume: 1, close: event.candle.open }, event.session);
    feature.refresh(event.candle, event.session);
    const asked = feature.ready ? feature.value : undefined;
    player.tell(feature, event);
    const value = feature.ready ? feature.value : undefined;
    if (value !== undefined && !Object.is(asked, value)) {
      return `at candle ${at + 1} now gives ${text(asked)}, the candle ${value}`;
    }
    if (!Object.is(value, expected[at])) {
      return `now changes what comes after: at candle ${at + 1} ${text(expected[at])} and ${text(value)}`;
    }
  }
  return undefined;
}
