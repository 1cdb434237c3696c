// A run folded up to a moment, with the rows of its journal, in; the view Session of that moment out.

import type { OperatorRow } from '../view/alert-row.ts';
import type { RunSummary } from '../view/run-summary.ts';
import type { SessionView } from '../view/session-view.ts';
import { operatorRowOf } from './alert-row-of.ts';
import { holdCounts } from './decision-spans.ts';
import type { JournalTail } from './journal-tail.ts';
import { readableOf } from './page-of.ts';
import { upperBound } from './prefix.ts';
import { resultOf, unreadableResult } from './result-rows.ts';
import type { RunFold } from './run-fold.ts';
import type { RunJournalFile } from './run-journal-file.ts';
import type { RunTerms } from './run-terms.ts';
import { fillRowOf, slippageRows } from './slippage-rows.ts';

export interface SessionParts {
  readonly summary: RunSummary;
  readonly fold: RunFold;
  readonly tail: JournalTail;
  readonly terms: RunTerms;
  readonly file: RunJournalFile;
  readonly notes: readonly string[];
  readonly isReplay: boolean;
  /** False where commands may be missing. */
  readonly isAccountKnown: boolean;
}

const OPERATOR_ROWS = 500;

export function sessionViewOf(parts: SessionParts): SessionView {
  const { summary, fold, tail, terms, notes, isAccountKnown } = parts;
  const hasBegun = fold.seq >= 0;
  const { decisions } = tail;
  const known = upperBound(decisions, fold.seq);
  const enters = decisions.slice(0, known).filter(({ outcome }) => outcome === 'enter');
  const fills = fold.orders.fills.map((each) => fillRowOf(each, enters));
  const instrument = fold.market.traded?.instrument;
  const { alerts, operator } = journalled(parts);
  return {
    ...{ run: summary, notes, operator },
    atUs: hasBegun ? fold.timeUs : null,
    fromUs: hasBegun ? fold.firstUs : null,
    counts: {
      ...{ events: fold.events, decisions: known, alerts, holds: holdCounts(decisions, known) },
      ...{ orders: fold.orders.lives.all.length, fills: fills.length },
    },
    result: isAccountKnown ? resultOf(fold, 'run') : unreadableResult(),
    slippage: instrument === undefined ? [] : slippageRows(fills, terms, instrument.tick, instrument.pointValueBrl),
    latencies: fold.latencies.rows(),
  };
}

/** Nothing where the journal cannot be read, which `notes` says. */
function journalled({ file, fold, isReplay, isAccountKnown }: SessionParts): {
  readonly alerts: number;
  readonly operator: readonly OperatorRow[];
} {
  if (!isAccountKnown) return { alerts: 0, operator: [] };
  const untilUs = isReplay ? fold.timeUs : Infinity;
  return file.read((journal) => ({
    alerts: Number(journal.rows('SELECT count(*) AS n FROM alert WHERE seq <= ?', fold.seq)[0]?.n ?? 0),
    operator: readableOf(journal.before('operator', Infinity, untilUs, OPERATOR_ROWS), operatorRowOf),
  }));
}
