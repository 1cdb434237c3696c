// A run folded up to a moment, with the rows of its journal, in; the view Now of that moment out.

import { e4ToBrl } from '../../core/account/money.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { ConditionRow } from '../view/alert-row.ts';
import type { BookLadder, LadderRow } from '../view/market-view.ts';
import type { Measured } from '../view/measured.ts';
import type { ContractFacts, NowView, TradingStateRow } from '../view/now-view.ts';
import type { OrderRow } from '../view/order-row.ts';
import type { PositionRow } from '../view/result-row.ts';
import type { RunSummary } from '../view/run-summary.ts';
import type { ReadDecision } from './decision-row-of.ts';
import { regimeBands } from './decision-spans.ts';
import { featureRows } from './feature-rows.ts';
import { healthRows } from './health-rows.ts';
import type { JournalTail } from './journal-tail.ts';
import { absent, known } from './measured-of.ts';
import { upperBound } from './prefix.ts';
import { positionRows, priceLines, resultOf, unreadableResult } from './result-rows.ts';
import { riskRows } from './risk-rows.ts';
import type { RunFold } from './run-fold.ts';
import type { RunTerms } from './run-terms.ts';

export interface NowParts {
  readonly summary: RunSummary;
  readonly terms: RunTerms;
  readonly fold: RunFold;
  readonly tail: JournalTail;
  /** The newest that was known at the moment. */
  readonly decision: ReadDecision | undefined;
  /** Undefined where the strategy has no model; a text where the model cannot be shown. */
  readonly manifest: ModelManifest | string | undefined;
  readonly notes: readonly string[];
  readonly isReplay: boolean;
  /** False where commands may be missing: then nothing is said of what is held, earned or working. */
  readonly isAccountKnown: boolean;
}

const LADDER_ROWS = 10;

export function nowViewOf(parts: NowParts): NowView {
  const { summary, terms, fold, tail, decision, isReplay, isAccountKnown } = parts;
  const { market, timeUs } = fold;
  const { traded } = market;
  const hasBegun = fold.seq >= 0;
  const working = isAccountKnown ? workingRows(fold) : [];
  const positions = positionRows(fold, working);
  const running = market.running(timeUs);
  const conditions = conditionsAt(tail, isReplay ? timeUs : Infinity);
  return {
    ...{ run: summary, notes: notesOf(parts), isReplay, working, conditions },
    atUs: hasBegun ? timeUs : null,
    seq: hasBegun ? fold.seq : null,
    contract: contractOf(fold, terms),
    price: traded?.hasPrice === true ? known(traded.lastPrice, traded.pricedUs) : absent('notYet'),
    running:
      running === undefined ? absent('notYet') : known({ id: market.candles.rows.length + 1, ...running }, timeUs),
    candles: market.candles.rows.length,
    lines: isAccountKnown ? priceLines(fold, working) : [],
    regimes: regimeBands(tail.decisions, upperBound(tail.decisions, fold.seq)),
    book: bookOf(fold),
    tape: tapeOf(fold),
    features: featuresOf(parts),
    decision: decision === undefined ? absent('notYet') : known(decision.row, decision.row.timeUs),
    positions: positionsOf(parts, positions),
    result: isAccountKnown ? resultOf(fold, 'session') : unreadableResult(),
    risk: terms.limits === undefined || !isAccountKnown ? [] : riskRows(fold, terms.limits, positions),
    trading: tradingOf(fold, tail, conditions.length > 0),
    health: healthRows(fold, summary, conditions, terms.engine.staleAfterUs),
    latencies: fold.latencies.rows(),
  };
}

function positionsOf({ fold, isAccountKnown }: NowParts, rows: readonly PositionRow[]): NowView['positions'] {
  if (!isAccountKnown) return absent('unreadable', 'the journal cannot be read');
  return fold.epoch === undefined ? absent('notYet') : known(rows, fold.timeUs);
}

function notesOf({ notes, terms, manifest }: NowParts): readonly string[] {
  return [
    ...notes,
    ...(terms.limits === undefined ? ['the limits of risk of the run cannot be read by this version'] : []),
    ...(typeof manifest === 'string' ? [`the ranges of the training are not known: ${manifest}`] : []),
  ];
}

function workingRows({ orders }: RunFold): readonly OrderRow[] {
  return orders.account.working().flatMap(({ clientOrderId }) => {
    const life = orders.lives.get(clientOrderId);
    const row = life === undefined ? undefined : orders.lives.rowAt(life);
    return row === undefined ? [] : [row];
  });
}

function contractOf({ market, epoch, timeUs }: RunFold, { candle }: RunTerms): Measured<ContractFacts> {
  const { traded } = market;
  if (epoch === undefined || traded === undefined) return absent('notYet');
  const { instrument, described } = traded;
  const { symbol, tick, tickValueE4 } = instrument;
  return known(
    {
      ...{ contract: symbol, tick, tickValueBrl: e4ToBrl(tickValueE4), sessionDay: epoch.sessionDay },
      ...{ openUs: described.openUs, closeUs: described.closeUs, epoch: epoch.epoch, candle },
    },
    timeUs,
  );
}

function bookOf({ market }: RunFold): Measured<BookLadder> {
  const state = market.traded;
  if (state === undefined || state.bookUs === 0) return absent('notRecorded', 'no book or best prices came so far');
  const { book } = state;
  const hasSizes = book.depth !== 'prices';
  if (!hasSizes) return absent('notRecorded', 'the feed tells no sizes');
  const rows = (levels: number, row: (k: number) => LadderRow): readonly LadderRow[] =>
    Array.from({ length: Math.min(levels, LADDER_ROWS) }, (_, k) => row(k));
  const ladder = {
    bids: rows(book.bidLevels, (k) => ({ price: book.bidAt(k), quantity: book.bidSizeAt(k), orders: null })),
    asks: rows(book.askLevels, (k) => ({ price: book.askAt(k), quantity: book.askSizeAt(k), orders: null })),
  };
  return known(ladder, state.bookUs);
}

function tapeOf({ market }: RunFold): NowView['tape'] {
  const { newestUs } = market.tape;
  return newestUs === undefined
    ? absent('notRecorded', 'no single trades came so far')
    : known(market.tape.rows(), newestUs);
}

function featuresOf({ decision, manifest, terms }: NowParts): NowView['features'] {
  if (decision === undefined) return absent('notYet');
  const trained = typeof manifest === 'string' ? undefined : manifest;
  return known(featureRows(decision, trained, terms.featureIds), decision.row.timeUs);
}

/** The newest of each that was known. */
function conditionsAt({ conditions }: JournalTail, atUs: number): readonly ConditionRow[] {
  const newest = new Map<string, ConditionRow>();
  for (const row of conditions) if (row.atUs <= atUs) newest.set(row.id, row);
  return [...newest.values()];
}

/** As `TradingState` has it: the strictest latch says why. */
function tradingOf(
  { latches, epoch, timeUs }: RunFold,
  { hasLatches }: JournalTail,
  isSession: boolean,
): Measured<TradingStateRow> {
  if (epoch === undefined) return absent('notYet');
  if (!hasLatches) return absent('notRecorded');
  if (latches === undefined) {
    return isSession
      ? known({ kind: 'active', why: '' }, timeUs)
      : absent('notRecorded', 'only sessions against the host keep it');
  }
  const { halted, paused, lossLimit, drawdown } = latches;
  if (halted !== null) return known({ kind: 'halted', why: halted }, timeUs);
  const why = lossLimit ?? drawdown ?? paused ?? '';
  return known({ kind: why === '' ? 'active' : 'reducing', why }, timeUs);
}
