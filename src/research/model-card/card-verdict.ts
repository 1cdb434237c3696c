// Everything that is known of a model in; whether there is an edge after costs, in one sentence with its reasons, out.

import type { CardFacts, CardVerdict } from './card-facts.ts';

/**
 * An edge is claimed only where nothing is missing: exchange data, a backtest of the exported files on days after the training alone, a
 * profit with plain and with doubled costs, all gates, a regime that pays on all paths, and no finding of severity `high`.
 */
export function cardVerdict(facts: Omit<CardFacts, 'verdict'>): CardVerdict {
  const because = reasonsAgainst(facts);
  const { backtest } = facts;
  if (because.length === 0 && backtest !== undefined) {
    const { netBrl, trades, days } = backtest;
    const what = `R$ ${netBrl.toFixed(2)} in ${trades} trades on ${days} days that it had not seen`;
    return {
      hasEdge: true,
      because,
      says: `An edge after costs was found: ${what}, with every gate passed. It is evidence, no promise.`,
    };
  }
  if (backtest !== undefined && backtest.trades > 0 && backtest.netBrl <= 0) {
    const what = `R$ ${backtest.netBrl.toFixed(2)} in ${backtest.trades} trades on ${backtest.days} days`;
    return { hasEdge: false, because, says: `No edge after costs was found: ${what}.` };
  }
  return { hasEdge: false, because, says: `No edge after costs was shown: ${because[0]}.` };
}

function reasonsAgainst(facts: Omit<CardFacts, 'verdict'>): readonly string[] {
  const { manifest, backtest, trials, byRegime, distrust } = facts;
  const reasons: string[] = [];
  if (manifest.provenance !== 'exchange') reasons.push(`its data are not the exchange's (${manifest.provenance})`);
  if (backtest === undefined) reasons.push('the exported model was not backtested');
  else {
    if (backtest.trades === 0) reasons.push('the exported model did not trade once');
    if (backtest.daysOfTraining > 0) {
      reasons.push(`${backtest.daysOfTraining} of the ${backtest.days} days of the backtest were in its training`);
    }
    if (!(backtest.netBrl > 0)) reasons.push(`the backtest made R$ ${backtest.netBrl.toFixed(2)} after costs`);
    if (!(backtest.netAtDoubledCostsBrl > 0)) {
      reasons.push(`with doubled costs it made R$ ${backtest.netAtDoubledCostsBrl.toFixed(2)}`);
    }
  }
  if (trials === undefined) reasons.push('nobody said how much was tried, so no gate could be judged');
  else reasons.push(...trials.gates.filter(({ passed }) => !passed).map(({ says }) => says.replace(/\.$/, '')));
  if (!byRegime.some(({ paysOnAllPaths }) => paysOnAllPaths)) reasons.push('no regime pays on all validation paths');
  const high = distrust.filter(({ severity }) => severity === 'high').map(({ message }) => message.replace(/\.$/, ''));
  return [...reasons, ...high];
}
