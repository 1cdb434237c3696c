// The facts of a card in; what the release may lose and what is not known of it, as plain sentences, out.

import { US_PER_MINUTE } from '../../core/market/civil-time.ts';
import { VALIDATION_TRADES_LEAST } from '../gates/validation-gates.ts';
import type { Gate } from '../release/gate.ts';
import type { CardFacts } from './card-facts.ts';
import type { CardWords } from './card-words.ts';

const WORST_DAYS = 20;
const STRESS = ['stressLatency', 'stressGap', 'stressWorstDays'];
const SESSIONS = ['paperSessions', 'demoSessions'];

export function moneyText(words: CardWords, brl: number): string {
  const text = `R$ ${words.number(Math.abs(brl), 2)}`;
  return brl < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** Those of the newest promotion: of the approval for the stage, where it is by one. */
export function gatesOfStage({ parts, approvals, stage }: CardFacts): readonly Gate[] {
  const found = approvals.find((each) => each.stage === stage);
  return found !== undefined && 'approval' in found ? found.approval.gates : parts.gates;
}

export function unknowns(facts: CardFacts, words: CardWords): readonly string[] {
  const { manifest } = facts.release;
  const { validation } = facts.parts;
  const gates = gatesOfStage(facts);
  const hasPassed = (ids: readonly string[]): boolean => gates.some(({ id, passed }) => ids.includes(id) && passed);
  const { trades } = manifest.validation;
  return [
    ...(manifest.provenance === 'exchange' ? [] : [words.notExchange(words.provenance[manifest.provenance])]),
    ...(validation === undefined ? [] : [words.evidence(words.number(validation.days.length), words.number(trades))]),
    ...(trades < VALIDATION_TRADES_LEAST ? [words.fewTrades] : []),
    ...gates.flatMap(({ id, waived }) => (waived === undefined ? [] : [words.waived(id, waived.by, waived.reason)])),
    ...gates.filter(({ passed, severity }) => !passed && severity === 'warning').map(({ id }) => words.warned(id)),
    ...(STRESS.every((id) => gates.some((gate) => gate.id === id)) ? [] : [words.noStress]),
    ...(hasPassed(SESSIONS) ? [] : [words.noSessions]),
    ...(manifest.git.clean ? [] : [words.uncommitted]),
    words.past,
  ];
}

/** Money of the opening capital that it was validated with; fractions where that is not kept. */
export function risks({ release, parts: { validation } }: CardFacts, words: CardWords): readonly string[] {
  const { limits } = release.manifest;
  const { number } = words;
  const capital = validation?.capitalBrl;
  const share = (fraction: number): string => number(fraction * 100, 2).replace(/[.,]00$/, '');
  const money = (fraction: number): string =>
    capital === undefined ? `${share(fraction)} %` : moneyText(words, fraction * capital);
  const { maxDrawdown } = limits;
  return [
    words.contracts(number(limits.maxContracts)),
    words.trade(money(limits.riskPerTrade), share(limits.riskPerTrade)),
    words.day(money(limits.dailyLossLimit), share(limits.dailyLossLimit)),
    ...(maxDrawdown === undefined ? [] : [words.fall(money(maxDrawdown))]),
    words.close(number(limits.flattenBeforeCloseUs / US_PER_MINUTE)),
    ...(validation === undefined ? [] : worstOf(validation.days, words)),
    words.gaps,
    ...(capital === undefined ? [] : [words.ofCapital(moneyText(words, capital))]),
  ];
}

function worstOf(
  days: readonly { readonly day: string; readonly netBrl: number }[],
  words: CardWords,
): readonly string[] {
  const worst = [...days].sort((a, b) => a.netBrl - b.netBrl).slice(0, WORST_DAYS);
  const sum = worst.reduce((total, { netBrl }) => total + netBrl, 0);
  const [first] = worst;
  return [
    words.worstDay(first!.day, moneyText(words, first!.netBrl)),
    words.worstDays(words.number(worst.length), moneyText(words, sum)),
  ];
}
