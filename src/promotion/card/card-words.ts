// A language in; every sentence of a card, and how it writes money and numbers, out.

import type { Provenance } from '../../core/market/provenance.ts';
import { decimal } from '../../research/report/number-format.ts';
import { cardWordsPt } from './card-words-pt.ts';

export const CARD_LANGUAGES = ['en', 'pt'] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

/** What sentences are given is text: numbers and money are written by the language already. */
export interface CardWords {
  readonly lang: string;
  readonly number: (value: number, decimals?: number) => string;
  readonly provenance: Readonly<Record<Provenance, string>>;
  readonly title: (strategy: string, stage: string) => string;
  readonly headline: readonly [
    net: string,
    trades: string,
    days: string,
    costs: string,
    worstDay: string,
    deepestFall: string,
  ];
  readonly validated: (from: string, to: string, provenance: string) => string;
  readonly sections: Readonly<Record<'unknown' | 'changes' | 'equity' | 'risks' | 'gates', string>>;
  readonly noDays: string;
  // what is not known
  readonly notExchange: (provenance: string) => string;
  readonly evidence: (days: string, trades: string) => string;
  readonly fewTrades: string;
  readonly waived: (gate: string, by: string, reason: string) => string;
  readonly warned: (gate: string) => string;
  readonly noStress: string;
  readonly noSessions: string;
  readonly uncommitted: string;
  readonly past: string;
  // changes
  readonly comparedWith: (id: string) => string;
  readonly firstOne: string;
  readonly unreadable: (id: string, fault: string) => string;
  readonly same: string;
  readonly groups: Readonly<
    Record<'limits' | 'thresholds' | 'model' | 'features' | 'code' | 'data' | 'others', string>
  >;
  readonly lines: (added: string, removed: string) => string;
  readonly files: (added: string, removed: string, changed: string) => string;
  readonly more: (count: string) => string;
  // risks, money as text
  readonly contracts: (contracts: string) => string;
  readonly trade: (money: string, share: string) => string;
  readonly day: (money: string, share: string) => string;
  readonly fall: (money: string) => string;
  readonly worstDay: (day: string, money: string) => string;
  readonly worstDays: (days: string, money: string) => string;
  readonly close: (minutes: string) => string;
  readonly gaps: string;
  readonly ofCapital: (money: string) => string;
  // gates
  readonly gateHead: readonly [word: string, gate: string, value: string, limit: string, says: string];
  readonly passed: string;
  readonly failed: string;
  readonly warning: string;
  readonly waivedWord: string;
  readonly asSigned: string;
  readonly approved: (stage: string, by: string, at: string) => string;
  readonly notApproved: (stage: string, fault: string) => string;
  readonly builtFrom: (commit: string, node: string) => string;
  readonly explain: string;
}

const english: CardWords = {
  lang: 'en',
  number: (value, decimals = 0) => decimal(value, decimals),
  provenance: { exchange: 'exchange', simulated: 'simulated', synthetic: 'synthetic' },
  title: (strategy, stage) => `${strategy} for ${stage}`,
  headline: ['Net result', 'Trades', 'Days', 'Costs', 'Worst day', 'Deepest fall'],
  validated: (from, to, provenance) => `Validated on ${from} to ${to}, ${provenance} data, costs taken off.`,
  sections: {
    unknown: 'What is not known',
    changes: 'What changes',
    equity: 'Result on the validated days',
    risks: 'What it may lose',
    gates: 'Gates',
  },
  noDays: 'This release is of an earlier version: it does not keep its validated days.',
  notExchange: (provenance) => `It rests on ${provenance} data: nothing here says how it does on the exchange.`,
  evidence: (days, trades) => `All that is known of it is a simulation (days: ${days}, trades: ${trades}).`,
  fewTrades: 'Fewer than 100 trades tell nothing of a strategy, good or bad.',
  waived: (gate, by, reason) => `${gate} failed and was waived by ${by}: ${reason}`,
  warned: (gate) => `${gate} failed; at this stage it is a warning only.`,
  noStress: 'Nobody asked what is left of it with slower orders, with a gap at the open, and on its worst days.',
  noSessions: 'No session of it on a running market stood behind this decision.',
  uncommitted: 'It was built from sources that no commit has.',
  past: 'The past does not repeat itself: a validated result is evidence, no promise.',
  comparedWith: (id) => `Against ${id}:`,
  firstOne: 'It is the first release here at this stage: there is nothing to compare it with.',
  unreadable: (id, fault) => `${id}, which ran before, does not verify here: ${fault}`,
  same: 'Nothing.',
  groups: {
    limits: 'Limits',
    thresholds: 'Thresholds',
    model: 'Model',
    features: 'Features',
    code: 'Code',
    data: 'Data',
    others: 'Others',
  },
  lines: (added, removed) => `${added} lines more, ${removed} less`,
  files: (added, removed, changed) => `files of the validation: ${added} more, ${removed} less, ${changed} changed`,
  more: (count) => `and ${count} more`,
  contracts: (contracts) => `It holds at most ${contracts} contracts.`,
  trade: (money, share) => `A trade is sized to lose at most ${money} at its stop (${share} %).`,
  day: (money, share) => `At a loss of ${money} (${share} %) it opens nothing more that day.`,
  fall: (money) => `The same at ${money} below the best result of the session.`,
  worstDay: (day, money) => `Its worst validated day was ${day}: ${money}.`,
  worstDays: (days, money) => `Its ${days} worst validated days together: ${money}.`,
  close: (minutes) => `It is flat ${minutes} minutes before the close.`,
  gaps: 'Limits are no guarantee: where the price jumps over a stop, or orders do not get through, a day can cost more.',
  ofCapital: (money) => `Of an opening capital of ${money}; the trading PC may tighten limits.`,
  gateHead: ['', 'gate', 'value', 'limit', 'says'],
  passed: 'passed',
  failed: 'FAILED',
  warning: 'warning',
  waivedWord: 'WAIVED',
  asSigned: '',
  approved: (stage, by, at) => `Approved for ${stage} by ${by}, ${at}`,
  notApproved: (stage, fault) => `Not approved for ${stage}: ${fault}`,
  builtFrom: (commit, node) => `commit ${commit}, Node ${node}`,
  explain: 'Where each number comes from',
};

export const cardWords: Readonly<Record<CardLanguage, CardWords>> = { en: english, pt: cardWordsPt };
