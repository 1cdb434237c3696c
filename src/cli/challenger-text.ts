// A retraining and the candidate beside what runs in; lines for a person out: its rolls, its decisions, the gates against overfitting, the proposal.

import { E4_PER_BRL } from '../core/account/money.ts';
import { brl, percent } from '../research/report/number-format.ts';
import type { Recipe } from '../research/retraining/against-champion.ts';
import type { ComparedModel, ModelComparison } from '../research/retraining/compare-models.ts';
import type { JudgedChallenger } from '../research/retraining/judge-challenger.ts';
import type { Agreement, EntryMoney, SideBySide } from '../research/retraining/side-by-side.ts';
import type { Retrained } from '../runner/retraining/retrain.ts';
import { figuresText, type ProposalText, spanText } from './candidate-text.ts';
import type { Challenger } from './challenger.ts';
import { counted } from './counted.ts';

/** Of the ways in which two models differ, and of the older rolls; --json has all. */
const DIFFERENCES_SHOWN = 5;
const ROLLS_SHOWN = 6;

export function challengerText(retrained: Retrained, challenger: Challenger): ProposalText {
  const { kind, reasons } = challenger.proposal;
  return { proposal: `PROPOSED: ${kind}; ${reasons.join('; ')}`, details: challengerLines(retrained, challenger) };
}

function challengerLines(retrained: Retrained, challenger: Challenger): readonly string[] {
  const { comparison, recipe, judged, sideBySide } = challenger;
  const { rolls, notRun } = retrained;
  return [
    ...(comparison === null ? [] : [comparisonText(comparison)]),
    ...(notRun === undefined ? [] : [`decisions: not compared: ${notRun}`]),
    ...(sideBySide === null ? [] : decisionLines(sideBySide)),
    ...rolls.slice(0, ROLLS_SHOWN).map(rollText),
    ...(rolls.length > ROLLS_SHOWN ? [`and ${counted(rolls.length - ROLLS_SHOWN, 'older roll')}`] : []),
    ...(recipe === null ? [] : recipeLines(recipe)),
    ...(judged === null ? [] : [judgedText(judged)]),
  ];
}

function comparisonText({ days, seenByChampion, seenByChallenger }: ModelComparison): string {
  return `compared on ${days} days that neither has seen (seen: ${seenByChampion} by what runs, ${seenByChallenger} by the candidate)`;
}

export function decisionLines({ action, hold, direction, gates, entries, differences }: SideBySide): readonly string[] {
  const { common, opposite, onlyChampion, onlyChallenger } = entries;
  const shown = differences.slice(0, DIFFERENCES_SHOWN);
  const more = differences.length - shown.length;
  return [
    `decisions: the same at ${action.same} of ${counted(action.of, 'candle')} (${shareText(action)}); of HOLD the same reason at ${shareText(hold)}; ` +
      `the same direction at ${shareText(direction)}, the same gates at ${shareText(gates)} of those asked`,
    `entries: ${entryText(common)} by both; ${onlyChampion.entries} by what runs alone (${amount(onlyChampion.championBrl)}), ` +
      `${onlyChallenger.entries} by the candidate alone (${amount(onlyChallenger.challengerBrl)})` +
      (opposite.entries === 0 ? '' : `; ${entryText(opposite)} to opposite sides`),
    ...shown.map(({ cause, name, entered, candles }) => {
      const who = {
        champion: 'what runs entered',
        challenger: 'the candidate entered',
        both: 'both entered',
        neither: 'nobody entered',
      };
      return `  ${counted(candles, 'candle')}: ${[cause, name].join(' ').trim()} (${who[entered]})`;
    }),
    ...(more > 0 ? [`  and ${more} further ways to differ`] : []),
  ];
}

function shareText({ of, same }: Agreement): string {
  return of === 0 ? 'none' : percent(same / of);
}

function entryText({ entries, championBrl, challengerBrl }: EntryMoney): string {
  return `${entries} (${amount(championBrl)} by what runs, ${amount(challengerBrl)} by the candidate)`;
}

function rollText({ training, validation, figures }: Retrained['rolls'][number]): string {
  const of = training === undefined ? '' : `, trained on ${spanText(training)}`;
  return `roll ${spanText(validation)}${of}: ${typeof figures === 'string' ? `none: ${figures}` : figuresText(figures)}`;
}

function recipeLines({ rolls, days, from, to, total, comparison }: Recipe): readonly string[] {
  const head = `recipe: ${counted(rolls, 'roll')}, ${counted(days, 'day')} from ${from} to ${to}, none seen by its own model: ${totalText(total)}`;
  if (comparison === null) return [head];
  return [
    head,
    `beside what runs, ${comparison.days} of these days that it has not seen (it has seen ${comparison.seenByChampion}): ` +
      `recipe ${totalText(comparison.challenger)}; what runs ${totalText(comparison.champion)}`,
  ];
}

function totalText({ netBrl, maxDrawdownBrl, trades, probabilisticSharpe }: ComparedModel): string {
  const sharpe = probabilisticSharpe === undefined ? '' : `, Sharpe ratio above 0 with ${percent(probabilisticSharpe)}`;
  const ended = trades === undefined ? '' : `, ${counted(trades, 'trade')}`;
  return `net ${amount(netBrl)}, max drawdown ${amount(maxDrawdownBrl)}${ended}${sharpe}`;
}

function judgedText({ days, trials, uncompared, gates, reason }: JudgedChallenger): string {
  if (reason !== undefined) return `gates against overfitting: not judged: ${reason}`;
  const passed = gates.filter((gate) => gate.passed).length;
  const others = uncompared === 0 ? '' : ` and ${uncompared} on other days among them`;
  return `gates against overfitting, ${counted(days, 'day')}, ${counted(trials, 'trial')}${others}: ${passed} of ${gates.length} passed`;
}

function amount(valueBrl: number): string {
  return brl(Math.round(valueBrl * E4_PER_BRL));
}
