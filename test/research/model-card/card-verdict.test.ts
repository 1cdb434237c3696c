// A card whose facts leave nothing to wish claims an edge; with any one of them missing or failing it never does.

import { expect, it } from 'vitest';
import type { CardBacktest, CardFacts } from '../../../src/research/model-card/card-facts.ts';
import { cardHtml } from '../../../src/research/model-card/card-html.ts';
import { cardMarkdown } from '../../../src/research/model-card/card-markdown.ts';
import { cardVerdict } from '../../../src/research/model-card/card-verdict.ts';
import type { GateName } from '../../../src/research/overfitting/gate.ts';

const NAMES: readonly GateName[] = ['trades', 'deflatedSharpe', 'overfitting', 'doubledCosts', 'oneDay'];
const gates = NAMES.map((name) => ({ name, value: 1, limit: 0, passed: true, says: `${name} is well.` }));
const backtest: CardBacktest = {
  ...{ from: '2026-01-05', to: '2026-06-30', days: 120, daysOfTraining: 0, trades: 300, netBrl: 4321.5 },
  ...{ netAtDoubledCostsBrl: 1200, stress: [{ name: 'costs-2', trades: 300, netBrl: 1200 }] },
  ...{ randomEntriesP: 0.001, shuffledModelP: undefined },
};
const regime = {
  ...{ regime: 'range' as const, rows: 900, days: 100, signRight: 0.56, signRightFrom: 0.53, signRightTo: 0.59 },
  ...{ lossSaved: 0.02, worstSplit: 0.01, bestSplit: 0.03, pathTrades: [40, 50], paysOnAllPaths: true },
};
const whole: Omit<CardFacts, 'verdict'> = {
  ...{ schemaVersion: 1, name: 'whole', labels: 'the move of ten candles', costPoints: 1, rows: 9000 },
  manifest: {
    ...{ candle: '1m', horizonCandles: 10, inputs: ['rsi_14', 'a|b <i>'], provenance: 'exchange' },
    ...{ training: { from: '2025-01-02', to: '2025-12-30' }, datasets: [{ path: 'WDOF26/candles-1m', sha256: 'ab' }] },
    ...{ regimeDetector: { id: 'rule', parameters: {} }, schemaHash: '0123456789abcdef' },
  },
  leftOut: { noLabel: 3 },
  members: [
    { name: 'line', kind: 'logistic', role: 'direction', calibration: 'platt', weights: { range: 1 }, trainedOn: 900 },
  ],
  ...{ importance: undefined, byRegime: [regime], calibrationError: 0.01, backtest },
  trials: { compared: 10, uncompared: 2, effective: 6.5, gates },
  distrust: [{ severity: 'medium', message: 'Fills were decided on candles.' }],
};

it('claims an edge where nothing is missing, with its figures', () => {
  expect(cardVerdict(whole)).toEqual({
    hasEdge: true,
    because: [],
    says: 'An edge after costs was found: R$ 4321.50 in 300 trades on 120 days that it had not seen, with every gate passed. It is evidence, no promise.',
  });
});

const flawed: readonly (readonly [string, Partial<CardFacts>])[] = [
  ['made-up data', { manifest: { ...whole.manifest, provenance: 'synthetic' } }],
  ['no backtest', { backtest: undefined }],
  ['days of the training', { backtest: { ...backtest, daysOfTraining: 1 } }],
  ['no trade', { backtest: { ...backtest, trades: 0, netBrl: 0 } }],
  ['a loss', { backtest: { ...backtest, netBrl: -0.01 } }],
  ['a loss at doubled costs', { backtest: { ...backtest, netAtDoubledCostsBrl: 0 } }],
  ['no trials', { trials: undefined }],
  ...NAMES.map((name) => {
    const refused = gates.map((gate) => (gate.name === name ? { ...gate, passed: false } : gate));
    return [`the gate ${name}`, { trials: { ...whole.trials!, gates: refused } }] as const;
  }),
  ['no regime that pays', { byRegime: [{ ...regime, paysOnAllPaths: false }] }],
  ['a high finding', { distrust: [{ severity: 'high', message: 'Only 2 days.' }] }],
];

it.each(flawed)('claims none with %s', (_, change) => {
  const verdict = cardVerdict({ ...whole, ...change });
  expect(verdict.hasEdge).toBe(false);
  expect(verdict.because.length).toBeGreaterThan(0);
  expect(verdict.says).toMatch(/^No edge after costs was (found|shown): .+\.$/);
});

it('says that none was found where it lost, and that none was shown where nobody can know', () => {
  const lost = cardVerdict({ ...whole, backtest: { ...backtest, netBrl: -150 } });
  expect(lost.says).toBe('No edge after costs was found: R$ -150.00 in 300 trades on 120 days.');
  expect(cardVerdict({ ...whole, backtest: undefined }).says).toContain(
    'was shown: the exported model was not backtested',
  );
});

it('is written with the verdict first, tables that hold and markup escaped', () => {
  const verdict = cardVerdict(whole);
  const text = cardMarkdown({ ...whole, verdict });
  expect(text.split('\n').slice(0, 3)).toEqual(['# whole', '', `**${verdict.says}**`]);
  for (const title of ['Data', 'Members', 'Inputs', 'What to distrust']) expect(text).toContain(`\n## ${title}\n`);
  expect(text).toContain('| range | 900 | 100 | 56.0 % | 53.0 % to 59.0 % | 2.0 % | 1.0 % to 3.0 % | 40, 50 | yes |');
  expect(text).not.toMatch(/undefined|NaN|\[object/);
  const page = cardHtml({ ...whole, verdict });
  expect(page).toContain('a|b &lt;i&gt;');
  expect(page).not.toContain('<i>');
});
