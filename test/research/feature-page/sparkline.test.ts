// Series of numbers to a picture; expects a shape in whole pixels inside of it, broken where there is no value, and nothing else.

import { describe, expect, it } from 'vitest';
import type { FeatureMeta } from '../../../src/core/features/feature.ts';
import { returns } from '../../../src/index.ts';
import { featureFamilies } from '../../../src/research/feature-page/feature-family.ts';
import { featurePicture, noPictureText } from '../../../src/research/feature-page/feature-picture.ts';
import {
  type Series,
  SPARKLINE_HEIGHT,
  SPARKLINE_WIDTH,
  sparkline,
} from '../../../src/research/feature-page/sparkline.ts';

const closes = Array.from({ length: 570 }, (_, k) => 5432.5 + 7 * Math.sin(k / 40));
const pathsOf = (values: Series) =>
  [...sparkline('x', values, closes).markup.matchAll(/ d="([^"]*)"/g)].map(([, d]) => d!);

/** Every point of a path, followed from its start. */
function pointsOf(path: string): readonly (readonly [number, number])[] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([Mlhv])([^Mlhv]*)/g)].map(([, command, text]) => {
    const [a = 0, b = 0] = (text!.match(/-?\d+/g) ?? []).map(Number);
    if (command === 'M') [x, y] = [a, b];
    else if (command === 'h') x += a;
    else if (command === 'v') y += a;
    else [x, y] = [x + a, y + b];
    return [x, y];
  });
}

describe('a sparkline', () => {
  const values = closes.map((_, k) => (k < 100 ? undefined : 0.001 * Math.cos(k / 25)));

  it('stays inside of its picture, in whole pixels, so that prices cannot be read back', () => {
    const { markup } = sparkline('x', values, closes);
    expect(markup).not.toMatch(/5432|0\.001/);
    for (const path of pathsOf(values)) {
      expect(path).toMatch(/^[Mlhv\d -]+$/);
      for (const [x, y] of pointsOf(path)) {
        expect(x >= 0 && x <= SPARKLINE_WIDTH && y >= 0 && y <= SPARKLINE_HEIGHT).toBe(true);
      }
    }
  });

  it('runs from where there is a value, with its highest above its lowest', () => {
    const points = pointsOf(pathsOf(values).at(-1)!);
    expect(points[0]![0]).toBeGreaterThan(35);
    expect(points.at(-1)![0]).toBeGreaterThan(SPARKLINE_WIDTH - 4);
    const rising = pointsOf(pathsOf(closes.map((_, k) => k)).at(-1)!);
    expect(rising[0]![1]).toBeGreaterThan(rising.at(-1)![1]);
  });

  it('is broken where there is no value', () => {
    const gap = closes.map((_, k) => (k > 200 && k < 300 ? undefined : k));
    expect(pathsOf(gap).at(-1)!.match(/M/g)).toHaveLength(2);
  });

  it('shows a single spike among hundreds of candles, and the line of 0 that it crosses', () => {
    const spike = closes.map((_, k) => (k === 333 ? 1 : k === 400 ? -1 : 0));
    const paths = pathsOf(spike);
    expect(paths).toHaveLength(3);
    const heights = pointsOf(paths.at(-1)!).map(([, y]) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(20);
  });
});

describe('the picture of a family', () => {
  const [family] = featureFamilies([1, 5, 20].map((candles): FeatureMeta => returns({ candles }).meta));
  const some = closes.map((_, k) => Math.sin(k / 30));

  it('is that of the middle window, on the first market that has values of it', () => {
    const empty = { name: 'nothing', values: new Map([['return_5', closes.map(() => undefined)]]), closes };
    const full = { name: 'a session', values: new Map([['return_5', some]]), closes };
    expect(featurePicture(family!, [empty, full])!.title).toBe('return_5 (blue) under the close (grey), a session');
  });

  it('is of the last candles only where the feature leaps from one to the next', () => {
    const flag = closes.map((_, k) => k % 2);
    const trace = { name: 'a session', values: new Map([['return_5', flag]]), closes };
    expect(featurePicture(family!, [trace])!.title).toContain('last 110 candles of a session');
  });

  it('is missing where no market has values, and the page says what they need', () => {
    expect(featurePicture(family!, [{ name: 'nothing', values: new Map(), closes }])).toBeUndefined();
    expect(noPictureText(family!)).toBe('no picture: needs candles');
  });
});
