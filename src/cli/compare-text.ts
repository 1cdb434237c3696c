// Two releases side by side in; the lines that a person reads out.

import { E4_PER_BRL } from '../core/account/money.ts';
import { brl as ofE4, percent } from '../research/report/number-format.ts';
import type { ModelComparison } from '../research/retraining/compare-models.ts';
import { decisionLines } from './challenger-text.ts';
import type { ReleaseComparison } from './compare.ts';
import { counted } from './counted.ts';

export function comparisonText({ champion, challenger, sessions, stored }: ReleaseComparison): string {
  const lines = [`${champion.slice(0, 8)} runs, ${challenger.slice(0, 8)} is the candidate`];
  if (sessions === null) lines.push('as they ran: never on the same day');
  else {
    const { days, decisions, first } = sessions;
    lines.push(`as they ran, ${counted(days.length, 'day')} from ${days[0]} to ${days.at(-1)}:`);
    lines.push(...indented(decisionLines(decisions)));
    if (first !== null) {
      const at = new Date(first.closeUs / 1000).toISOString();
      const why = [first.cause, first.name].join(' ').trim();
      lines.push(`  the first difference: candle ${at}: ${first.champion}, the candidate ${first.challenger} (${why})`);
    }
  }
  if (typeof stored === 'string') return [...lines, `over stored days: nothing: ${stored}`].join('\n');
  lines.push(`over stored days from ${stored.from} to ${stored.to}, each by its own code, fills simulated alike:`);
  lines.push(...indented(decisionLines(stored.decisions)));
  lines.push(`  ${resultsText(stored.results)}`);
  if (!stored.isSameConditions) lines.push('  NOT THE SAME CONDITIONS: costs, latencies or capital differ');
  return lines.join('\n');
}

function brl(amountBrl: number): string {
  return ofE4(amountBrl * E4_PER_BRL);
}

function resultsText(results: ModelComparison): string {
  const { days, champion, challenger, difference, seenByChampion, seenByChallenger } = results;
  const seen = seenByChampion + seenByChallenger === 0 ? '' : ' that neither model has seen';
  const both = `on ${counted(days, 'day')}${seen}: ${brl(champion.netBrl)} by what runs, ${brl(challenger.netBrl)} by the candidate`;
  if (difference === undefined) return `${both}; ${days} days are too few to tell them apart`;
  const { netBrl, lowBrl, highBrl, probabilityBetter } = difference;
  return (
    `${both}; the difference is ${brl(netBrl)} (95 %: ${brl(lowBrl)} to ${brl(highBrl)}), ` +
    `better with a probability of ${percent(probabilityBetter)}`
  );
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
