// Statistics, picture and page of a run of a detector over sessions.

import { describe, expect, it } from 'vitest';
import type { RegimeKind } from '../../../src/core/regime/regime.ts';
import type { RegimeDetectorSpec } from '../../../src/core/regime/regime-detector.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { regimePage } from '../../../src/research/regime/regime-page.ts';
import { regimeSpans } from '../../../src/research/regime/regime-run.ts';
import { regimeStudy } from '../../../src/research/regime/regime-study.ts';
import { randomCandles } from '../../core/features/candles.ts';
import { regimeOf } from '../../support/fixed-regime.ts';
import { daysOf } from './regime-days.ts';

const steps = randomCandles(12, 1, 6);
const days = daysOf(steps, 0);

/** Says the kinds in their order, whatever the candles, and goes on from session to session. */
function scripted(kinds: readonly RegimeKind[]): RegimeDetectorSpec {
  let at = -1;
  const detector = {
    get regime() {
      return regimeOf(kinds[at] ?? 'undefined');
    },
    warmup: 1,
    settled: 1,
    update: () => {
      at++;
    },
  };
  return { id: 'scripted', parameters: { kinds: kinds.length }, create: () => detector };
}

const script: readonly RegimeKind[] = [
  ...(['range', 'range', 'trend_up', 'trend_up', 'trend_up', 'undefined'] as const),
  ...(['undefined', 'range', 'range', 'range', 'undefined', 'range'] as const),
];

describe('the statistics of regimes', () => {
  const { statistics } = regimeStudy(days, scripted(script));
  const of = (kind: RegimeKind) => statistics.kinds.find((each) => each.kind === kind)!;

  it('give share of time, spells and mean length, a session ending each spell', () => {
    expect(of('range')).toMatchObject({
      candles: 6,
      share: 0.5,
      spells: 3,
      meanLength: 2,
      longest: 3,
      spellsPerDay: 1.5,
    });
    expect(of('trend_up')).toMatchObject({ candles: 3, share: 0.25, spells: 1, meanLength: 3, longest: 3 });
    expect(of('undefined')).toMatchObject({ candles: 3, share: 0.25, spells: 3, meanLength: 1, longest: 1 });
    expect(of('trend_down')).toMatchObject({
      candles: 0,
      share: 0,
      spells: 0,
      meanLength: undefined,
      meanConfidence: undefined,
    });
  });

  it('count flips inside sessions only, per session', () => {
    expect(statistics).toMatchObject({ sessions: 2, candles: 12, flipsPerDay: 2.5 });
  });

  it('give what follows each kind inside a session, which sums to 1', () => {
    expect(of('range').next).toEqual({ trend_up: 0.2, trend_down: 0, range: 0.6, undefined: 0.2 });
    expect(of('undefined').next).toEqual({ trend_up: 0, trend_down: 0, range: 1, undefined: 0 });
    expect(of('trend_down').next).toBeUndefined();
  });

  it('of no session have no shares', () => {
    const none = regimeStudy([], ruleRegime());
    expect(none.statistics).toMatchObject({ sessions: 0, candles: 0, flipsPerDay: undefined });
    expect(none.statistics.kinds[0]).toMatchObject({ share: undefined, meanLength: undefined });
    expect(none.figure()).toBeUndefined();
  });
});

describe('the picture of regimes', () => {
  const study = regimeStudy(days, scripted(script));

  it('has spans from the close that shows a regime to the one that shows another', () => {
    const closes = steps.map(({ candle }) => candle.closeTimeUs);
    expect(regimeSpans(study.run)).toEqual([
      { fromUs: closes[0], toUs: closes[2], kind: 'range' },
      { fromUs: closes[2], toUs: closes[5], kind: 'trend_up' },
      { fromUs: closes[6], toUs: closes[7], kind: 'undefined' },
      { fromUs: closes[7], toUs: closes[10], kind: 'range' },
      { fromUs: closes[10], toUs: closes[11], kind: 'undefined' },
    ]);
  });

  it('draws a band for each span that is not undefined, of one day or of all', () => {
    const shapes = (day?: string) => study.figure(day)!.layout.shapes as readonly object[];
    expect(shapes()).toHaveLength(3);
    expect(shapes(days[0]!.day)).toHaveLength(2);
    expect(study.figure('2020-01-01')).toBeUndefined();
  });

  it('shows tables in a notebook', () => {
    const bundle = study[Symbol.for('Jupyter.display') as never] as unknown as () => Record<string, string>;
    const shown = bundle.call(study);
    expect(shown['text/plain']).toMatch(/range +50\.0 % +6 +1\.5 +2\.0 +3 +0\.70/);
    expect(shown['text/html']).toContain('<caption>Regimes</caption>');
  });

  it('makes a page that loads nothing, in which every text is escaped', () => {
    const page = regimePage({ title: 'a <b> title', study, notices: ['<script>alert(1)</script>'] });
    expect(page).toContain('a &lt;b&gt; title');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).toContain(`<option value="day-${days[1]!.day}">`);
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    expect(regimePage({ title: 'a <b> title', study, notices: ['<script>alert(1)</script>'] })).toBe(page);
  });
});

describe('a detector over sessions', () => {
  const all = randomCandles(1800, 7, 570);

  it('says what one that is fed the earlier candles and then the session says', () => {
    const spec = ruleRegime();
    const sessions = daysOf(all, 500);
    const { run } = regimeStudy(sessions, spec);
    const detector = spec.create();
    const { candles, before } = sessions[2]!;
    for (const candle of before.slice(-detector.settled)) detector.update(candle);
    candles.forEach((candle, t) => {
      detector.update(candle);
      expect(run.kinds[run.days[2]!.from + t]).toBe(detector.regime.kind);
    });
  });
});
