// The hidden Markov regime: what is said at which probability, how a regime is held, and which settings are refused.

import { describe, expect, it } from 'vitest';
import { HmmFilter } from '../../../src/core/regime/hmm-filter.ts';
import { hmmRegime } from '../../../src/core/regime/hmm-regime.ts';
import type { HmmSettings } from '../../../src/core/regime/hmm-settings.ts';
import { RawObservations } from '../../../src/core/regime/raw-observations.ts';
import type { RegimeKind } from '../../../src/core/regime/regime.ts';
import { randomCandles } from '../features/candles.ts';
import { fittedHmm } from './fitted-hmm.ts';

const candles = randomCandles(3000, 41, 570).map(({ candle }) => candle);

/** Probability of each kind by the filter alone, and what the detector made of it. */
function rowsOf(settings: HmmSettings) {
  const raw = new RawObservations(settings.observation);
  const filter = new HmmFilter(settings.model);
  const detector = hmmRegime(settings).create();
  let before: RegimeKind = 'undefined';
  const rows = candles.map((candle) => {
    raw.push(candle);
    if (candle.firstOfSession) filter.reset();
    const { means, deviations } = settings.observation;
    if (raw.ready) filter.observe(raw.values.map((x, d) => (x - means[d]!) / deviations[d]!));
    detector.update(candle);
    const masses = new Map<RegimeKind, number>();
    for (const [s, kind] of settings.kinds.entries())
      masses.set(kind, (masses.get(kind) ?? 0) + filter.probabilities[s]!);
    const [likeliest] = [...masses].sort((a, b) => b[1] - a[1])[0]!;
    const row = { regime: { ...detector.regime }, before, masses, likeliest };
    before = row.regime.kind;
    return row;
  });
  return rows.slice(20);
}

describe('the hidden Markov regime', () => {
  const rows = rowsOf(fittedHmm);

  it('enters a kind that has been likeliest with 0.6 or more for two candles', () => {
    const entered = rows.slice(1).filter(({ regime, before }) => regime.kind !== 'undefined' && before !== regime.kind);
    expect(new Set(entered.map(({ regime }) => regime.kind)).size).toBe(3);
    for (const row of entered) {
      const at = rows.indexOf(row);
      for (const each of [row, rows[at - 1]!]) {
        expect(each.likeliest).toBe(row.regime.kind);
        expect(each.masses.get(row.regime.kind)).toBeGreaterThanOrEqual(0.6);
      }
    }
  });

  it('holds a regime while its kind has 0.5 or more, and leaves it at once below', () => {
    const held = rows.filter(({ before }) => before !== 'undefined');
    for (const { before, regime, masses } of held) expect(regime.kind === before).toBe(masses.get(before)! >= 0.5);
    expect(held.some(({ before, regime }) => regime.kind !== before)).toBe(true);
    expect(held.some(({ before, masses }) => masses.get(before)! >= 0.5 && masses.get(before)! < 0.6)).toBe(true);
  });

  it('is undefined where no kind is probable enough', () => {
    const unsure = rows.filter(({ before, masses }) => before === 'undefined' && Math.max(...masses.values()) < 0.6);
    expect(unsure.length).toBeGreaterThan(0);
    for (const { regime } of unsure) expect([regime.kind, regime.confidence]).toEqual(['undefined', 0]);
  });

  it('is as sure as the filtered probability of its kind, but not above 0.8', () => {
    for (const { regime, masses, likeliest } of rows) {
      if (regime.kind !== 'undefined') {
        expect(regime.confidence).toBeCloseTo(Math.min(0.8, masses.get(regime.kind)!), 12);
      }
      expect(regime.strength).toBeCloseTo(masses.get(likeliest)!, 12);
    }
  });

  it('starts each session anew, as the training does: of the day before only the windows still show', () => {
    const { observation } = fittedHmm;
    const start = candles.findIndex(({ firstOfSession }, t) => t > 0 && firstOfSession);
    const shown = Math.max(observation.returnCandles, observation.volatilityCandles);
    const other = candles.map((candle, t) => {
      if (t >= start - shown) return candle;
      const [open, close] = [candle.open + 3 * t, candle.open + 3 * t + 3];
      return { ...candle, open, close, low: open - 1, high: close + 1 };
    });
    const strengths = [candles, other].map((history) => {
      const detector = hmmRegime(fittedHmm).create();
      return history.slice(0, start + 300).map((candle) => {
        detector.update(candle);
        return detector.regime.strength;
      });
    });
    expect(strengths[1]!.slice(start - 200, start - shown)).not.toEqual(
      strengths[0]!.slice(start - 200, start - shown),
    );
    expect(strengths[1]!.slice(start)).toEqual(strengths[0]!.slice(start));
  });

  it('is undefined until the session has an observation, and starts its chain there', () => {
    const start = candles.findIndex(({ firstOfSession }, t) => t > 0 && firstOfSession);
    const hole = { open: 0, high: 0, low: 0, close: 0 };
    const detector = hmmRegime(fittedHmm).create();
    const late = hmmRegime(fittedHmm).create();
    candles.slice(0, start + 60).forEach((candle, t) => {
      detector.update(t === start ? { ...candle, ...hole } : candle);
      if (t > start) late.update(candle);
      if (t < start) return;
      const { kind, strength, reason } = detector.regime;
      expect(strength).toBe(late.regime.strength);
      if (strength === undefined)
        expect([kind, reason]).toEqual(['undefined', expect.stringMatching(/in this session yet/)]);
    });
    expect(late.regime.strength).toBeDefined();
  });

  it('adds up states of one meaning, and trades none that means undefined', () => {
    const two = rowsOf({ ...fittedHmm, kinds: ['range', 'range', 'undefined'] });
    for (const { regime } of two) expect(['range', 'undefined']).toContain(regime.kind);
    const wild = two.filter(({ likeliest, masses }) => likeliest === 'undefined' && masses.get('undefined')! >= 0.6);
    expect(wild.some(({ regime }) => /not traded/.test(regime.reason))).toBe(true);
  });

  it('goes into JSON and back, and names every number of the model', () => {
    const spec = hmmRegime(JSON.parse(JSON.stringify(fittedHmm)) as HmmSettings);
    expect(spec.parameters).toEqual(hmmRegime(fittedHmm).parameters);
    expect(spec.parameters).toMatchObject({
      ...{ states: 3, returnCandles: 10, confirm: 2, enterProbability: 0.6 },
      ...{ state0Kind: -1, state1Kind: 0, state2Kind: 1, state0To2: 0.01, returnMean2: 1, volatilityMean: -7.5 },
    });
  });

  it.each<[string, Partial<HmmSettings>, RegExp]>([
    ['a kind too few', { kinds: ['range'] }, /kinds must name a kind of regime for each of 3 states/],
    [
      'a deviation of 0',
      { observation: { ...fittedHmm.observation, deviations: [0, 1] } },
      /deviations must be above 0/,
    ],
    ['a mean too many', { observation: { ...fittedHmm.observation, means: [0, 0, 0] } }, /must have 2 means/],
    [
      'a window of 0',
      { observation: { ...fittedHmm.observation, returnCandles: 0 } },
      /returnCandles must be a whole number/,
    ],
    ['a setting that is none', { rules: { confirms: 1 } as never }, /has no setting confirms/],
    ['probabilities the wrong way round', { rules: { leaveProbability: 0.7 } }, /leaveProbability must not be above/],
    ['more than certainty', { rules: { mostConfidence: 1.1 } }, /mostConfidence must be at most 1/],
    ['a model that is none', { model: { ...fittedHmm.model, start: [1, 1, 1] } }, /start must be probabilities/],
  ])('with %s is refused', (_name, change, message) => {
    expect(() => hmmRegime({ ...fittedHmm, ...change })).toThrow(message);
  });
});
