// A family and markets on which its features were computed in; its picture, or what is needed for one, out.

import type { Html } from '../report/html.ts';
import type { FeatureFamily } from './feature-family.ts';
import { INPUT_WORDS } from './input-words.ts';
import { type Series, sparkline } from './sparkline.ts';

/** One session: values by feature id and the closes, one a candle. */
export interface FeatureTrace {
  /** Said in the picture's title: `one session of WDO`. */
  readonly name: string;
  readonly values: ReadonlyMap<string, Series>;
  readonly closes: Series;
}

export interface FeaturePicture {
  readonly title: string;
  readonly svg: Html;
}

/** Fewer are no shape. */
const LEAST_VALUES = 12;
/** Candles of a picture whose feature leaps from candle to candle: of a whole session one would see nothing but blue. */
const RESTLESS_CANDLES = 110;
/** Mean step from candle to candle, as a share of the range, from which on a feature is restless. */
const RESTLESS_STEP = 0.12;

/** Of the first market that has values of it; of several windows the middle one. Undefined where no market has. */
export function featurePicture({ ids }: FeatureFamily, traces: readonly FeatureTrace[]): FeaturePicture | undefined {
  const middle = ids[Math.floor((ids.length - 1) / 2)]!;
  for (const { name, values, closes } of traces) {
    const drawn = [middle, ...ids].find((id) => isDrawable(values.get(id)));
    if (drawn === undefined) continue;
    const all = values.get(drawn)!;
    const shown = isRestless(all) && all.length > RESTLESS_CANDLES ? -RESTLESS_CANDLES : 0;
    const span = shown === 0 ? name : `last ${RESTLESS_CANDLES} candles of ${name}`;
    const title = `${drawn} (blue) under the close (grey), ${span}`;
    return { title, svg: sparkline(title, all.slice(shown), closes.slice(shown)) };
  }
  return undefined;
}

function isDrawable(values: Series | undefined): boolean {
  return values !== undefined && values.filter((value) => value !== undefined).length >= LEAST_VALUES;
}

function isRestless(values: Series): boolean {
  const known = values.filter((value) => value !== undefined);
  const path = known.reduce((sum, value, at) => sum + Math.abs(value - (known[at - 1] ?? value)), 0);
  const range = Math.max(...known) - Math.min(...known);
  return path / known.length > RESTLESS_STEP * range;
}

export function noPictureText({ members }: FeatureFamily): string {
  const inputs = new Set(members.flatMap((meta) => meta.inputs));
  return `no picture: needs ${[...inputs].map((input) => INPUT_WORDS[input]).join(', ')}`;
}
