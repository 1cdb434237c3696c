// What a person reads of a retraining: the proposal where no alert is cut off, each part in words, and only so much of what is long.
import { describe, expect, it } from 'vitest';
import { type ComparedReleases, candidateText } from '../../src/cli/candidate-text.ts';
import type { Challenger } from '../../src/cli/challenger.ts';
import { challengerText } from '../../src/cli/challenger-text.ts';
import type { DecidedCandle } from '../../src/research/retraining/decided-candle.ts';
import { sideBySide } from '../../src/research/retraining/side-by-side.ts';
import type { Retrained } from '../../src/runner/retraining/retrain.ts';

/** As alerts are cut. */
const ALERT_CHARACTERS = 1500;
const figures = { trades: 4, netPnlBrl: 120.5, maxDrawdownBrl: 60 };
const span = (month: string) => ({ from: `2027-${month}-01`, to: `2027-${month}-28`, sessions: 20 });
const [champion, challenger] = ['a'.repeat(64), 'b'.repeat(64)];

function retrained(changes: Partial<Retrained> = {}): Retrained {
  return {
    ...{ strategy: 'wdo-regime', candidate: challenger, dir: '', isNew: true, log: '', figures },
    ...{ training: span('05'), validation: span('06'), journal: 'x', notRun: undefined, rolls: [] },
    running: { release: champion, figures: { ...figures, trades: 1 }, journal: 'y' },
    ...changes,
  };
}

const gates: ComparedReleases['gates'] = Array.from({ length: 12 }, (_, at) => ({
  ...{ id: `gate${at}`, severity: 'warning', value: 0, limit: 1, passed: false, fix: '' },
  reason: 'so many words that an alert has no room for all of them and is cut off somewhere behind them, as it may be',
}));
const compared: ComparedReleases = { gates, runningGates: [], changes: [], model: null };
const total = { trades: 9, netBrl: -35, maxDrawdownBrl: 80.25, probabilisticSharpe: 0.25 };
const nothing: Challenger = {
  ...{ comparison: null, recipe: null, judged: null, sideBySide: null },
  proposal: { kind: 'keep', reasons: ['one reason', 'and another'] },
};
const textOf = (made: Retrained, found: Challenger): readonly string[] =>
  candidateText(made, compared, challengerText(made, found)).split('\n');

describe('the text of a retraining', () => {
  it('says what is proposed before an alert is cut off, however many gates warn', () => {
    const text = textOf(retrained(), nothing).join('\n');
    expect(text.length).toBeGreaterThan(ALERT_CHARACTERS);
    const alert = text.slice(0, ALERT_CHARACTERS);
    expect(alert).toContain('PROPOSED: keep; one reason; and another\nNo channel was moved.');
    expect(alert).toContain('Candidate bbbbbbbbbbbb of wdo-regime; trained on 2027-05-01 to 2027-05-28 (20 sessions)');
  });

  it('tells rolls, the recipe and its judgement', () => {
    const rolls = Array.from({ length: 8 }, (_, at) => ({
      ...{ training: span('03'), validation: span('04'), model: '', figures: at === 1 ? 'too few days' : figures },
    }));
    const recipe = { rolls: 8, days: 150, from: '2027-01-04', to: '2027-06-28', total };
    const judged = { days: 150, trials: 3, uncompared: 2, choices: 0, gates: [], reason: undefined };
    const found: Challenger = { ...nothing, recipe: { ...recipe, comparison: null }, judged };
    const lines = textOf(retrained({ rolls }), found);
    expect(lines.filter((line) => line.startsWith('roll '))).toHaveLength(6);
    expect(lines).toContain('and 2 older rolls');
    expect(lines).toContain(
      'roll 2027-04-01 to 2027-04-28 (20 sessions), trained on 2027-03-01 to 2027-03-28 (20 sessions): none: too few days',
    );
    expect(lines).toContain(
      'recipe: 8 rolls, 150 days from 2027-01-04 to 2027-06-28, none seen by its own model: net −R$ 35.00, max drawdown R$ 80.25, 9 trades, ' +
        'Sharpe ratio above 0 with 25.0 %',
    );
    expect(lines.at(-1)).toContain(
      'gates against overfitting, 150 days, 3 trials and 2 on other days among them: 0 of 0 passed',
    );
  });

  it('tells decisions with their money, or why they are not known', () => {
    const candle = (minute: number, changes: Partial<DecidedCandle>): DecidedCandle => ({
      ...{ closeUs: minute * 60_000_000, action: 'hold', code: 'lowProbability', regime: 'range' },
      ...{ direction: 0.1, gates: [], netE4: undefined, ...changes },
    });
    const own = [1, 2, 3, 4].map((minute) => candle(minute, {}));
    const other = [candle(1, { action: 'buy', code: undefined, netE4: -105_000 }), ...own.slice(1)];
    const lines = textOf(retrained(), { ...nothing, sideBySide: sideBySide(own, other) });
    expect(lines).toContain(
      'decisions: the same at 3 of 4 candles (75.0 %); of HOLD the same reason at 100.0 %; the same direction at 100.0 %, ' +
        'the same gates at none of those asked',
    );
    expect(lines.join('\n')).toContain('1 by the candidate alone (−R$ 10.50)');
    expect(lines).toContain('  1 candle: held lowProbability (the candidate entered)');
    const unknown = textOf(retrained({ journal: undefined, notRun: 'one signature is missing' }), nothing);
    expect(unknown).toContain('decisions: not compared: one signature is missing');
  });
});
