// The folder of one run, written at this moment or long ended, in; everything that the dashboard asks of it out, now and at any moment.

import { basename } from 'node:path';
import { readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { AlertRow } from '../view/alert-row.ts';
import type { CandleRow } from '../view/candle-row.ts';
import type { DecisionRow, HoldRow } from '../view/decision-row.ts';
import type { NowView } from '../view/now-view.ts';
import type { FillRow, OrderRow } from '../view/order-row.ts';
import type { EquityRow } from '../view/result-row.ts';
import type { PageRequest, RunSource, SpanRequest } from '../view/run-source.ts';
import type { RunSummary } from '../view/run-summary.ts';
import type { Page, SessionView } from '../view/session-view.ts';
import type { StreamPart, StreamPlace } from '../view/stream-part.ts';
import { alertRowOf } from './alert-row-of.ts';
import { decisionRowOf, type ReadDecision } from './decision-row-of.ts';
import { holdRows } from './decision-spans.ts';
import { JournalTail } from './journal-tail.ts';
import { LogPlayer } from './log-player.ts';
import { nowViewOf } from './now-view-of.ts';
import { pageOf, readableOf, readPageOf } from './page-of.ts';
import { upperBound } from './prefix.ts';
import { RunFold } from './run-fold.ts';
import { RunJournalFile } from './run-journal-file.ts';
import { summaryOf } from './run-list.ts';
import { manifestOf, type RunTerms, termsOf } from './run-terms.ts';
import { sessionViewOf } from './session-view-of.ts';
import { fillRowOf } from './slippage-rows.ts';

/** What is known of the process is as old as this at most. */
const SUMMARY_MS = 500;

interface Played {
  readonly fold: RunFold;
  readonly player: LogPlayer;
}

/** @param home of the run, which lies in its runs/. Throws UserError `run-missing`, `run-invalid`, `run-unreadable`. */
export function openRunSource(home: string, folder: string): RunSource {
  return new RunFollower(home, folder);
}

class RunFollower implements RunSource {
  private readonly home: string;
  private readonly folder: string;
  private readonly terms: RunTerms;
  private readonly manifest: ModelManifest | string | undefined;
  private readonly file: RunJournalFile;
  private readonly tail: JournalTail;
  private readonly live: Played;
  private readonly isBulk: boolean;
  /** Of the moment that was asked for last: one that lies behind it goes on from there. */
  private past: Played | undefined = undefined;
  private pastWork: Promise<unknown> = Promise.resolve();
  private liveWork: Promise<void> | undefined = undefined;
  private journalFault: string | undefined = undefined;
  private summary: { readonly takenMs: number; readonly of: RunSummary } | undefined = undefined;
  private decision: ReadDecision | undefined = undefined;

  constructor(home: string, folder: string) {
    this.home = home;
    this.folder = folder;
    const info = readRunInfo(folder);
    this.isBulk = info.mode === 'backtest';
    this.terms = readTerms(info, folder);
    this.manifest = manifestOf(info);
    this.file = new RunJournalFile(folder);
    this.tail = new JournalTail(this.file);
    this.live = this.begin();
  }

  follow(): Promise<void> {
    this.liveWork ??= this.live.player.play().finally(() => {
      this.liveWork = undefined;
    });
    return this.liveWork;
  }

  now(): NowView {
    return this.view(this.live, false);
  }

  at(timeUs: number): Promise<NowView> {
    return this.inPast(timeUs, (played) => this.view(played, true));
  }

  session(atUs?: number): Promise<SessionView> {
    const view = (played: Played): SessionView => {
      const { fold } = played;
      const { tail, terms, file } = this;
      const notes = this.notesOf(played);
      const isReplay = atUs !== undefined;
      const isAccountKnown = this.journalFault === undefined;
      return sessionViewOf({ summary: this.summaryNow(), fold, tail, terms, file, notes, isReplay, isAccountKnown });
    };
    return atUs === undefined ? Promise.resolve(view(this.live)) : this.inPast(atUs, view);
  }

  candles(span: SpanRequest): readonly CandleRow[] {
    return this.live.fold.market.candles.between(span);
  }

  decisions({ before = Infinity, limit, atUs = Infinity }: PageRequest): Page<DecisionRow> {
    const rows = this.file.read((journal) => journal.before('decision', before, atUs, limit + 1));
    return readPageOf(rows, limit, (row) => decisionRowOf(row).row);
  }

  orders({ before = Infinity, limit, atUs = Infinity }: PageRequest): Page<OrderRow> {
    const { lives } = this.live.fold.orders;
    const rows: OrderRow[] = [];
    for (let k = lives.all.length - 1; k >= 0 && rows.length <= limit; k--) {
      const row = lives.all[k]!.id < before ? lives.rowAt(lives.all[k]!, atUs) : undefined;
      if (row !== undefined) rows.push(row);
    }
    return pageOf(rows, limit);
  }

  fills({ before = Infinity, limit, atUs = Infinity }: PageRequest): Page<FillRow> {
    const { fills } = this.live.fold.orders;
    const wanted = fills.filter(({ id, moment }) => id < before && moment.timeUs <= atUs);
    const newest = wanted.slice(-(limit + 1)).reverse();
    const enters = this.enters();
    return pageOf(
      newest.map((each) => fillRowOf(each, enters)),
      limit,
    );
  }

  alerts({ before = Infinity, limit, atUs = Infinity }: PageRequest): Page<AlertRow> {
    const rows = this.file.read((journal) => journal.before('alert', before, atUs, limit + 1));
    return readPageOf(rows, limit, alertRowOf);
  }

  holds({ fromUs = -Infinity, toUs = Infinity, atUs = Infinity }: SpanRequest): readonly HoldRow[] {
    const untilUs = Math.min(toUs, atUs);
    return holdRows(this.tail.decisions, ({ timeUs }) => timeUs >= fromUs && timeUs <= untilUs);
  }

  equity({ fromUs = -Infinity, toUs = Infinity, atUs = Infinity }: SpanRequest): readonly EquityRow[] {
    return this.live.fold.equity.between(fromUs, Math.min(toUs, atUs));
  }

  place(): StreamPlace {
    const { market, orders } = this.live.fold;
    return {
      candles: market.candles.rows.length,
      decisions: this.tail.decisions.at(-1)?.id ?? 0,
      orderSteps: orders.lives.stepped.length,
      fills: orders.fills.length,
      alerts: this.tail.alertId,
    };
  }

  since(place: StreamPlace, limit: number): { readonly parts: readonly StreamPart[]; readonly place: StreamPlace } {
    const { market, orders } = this.live.fold;
    const { decisions, alerts } = this.file.read((journal) => ({
      decisions: journal.after('decision', place.decisions, limit),
      alerts: journal.after('alert', place.alerts, limit),
    }));
    const candles = market.candles.rows.slice(place.candles, place.candles + limit);
    const steps = orders.lives.stepped.slice(place.orderSteps, place.orderSteps + limit);
    const enters = this.enters();
    const fills = orders.fills.slice(place.fills, place.fills + limit).map((each) => fillRowOf(each, enters));
    const changed = [...new Set(steps)].map((life) => orders.lives.rowAt(life)).filter((row) => row !== undefined);
    return {
      parts: [
        ...candles.map((row) => ({ kind: 'candle' as const, row })),
        ...readableOf(decisions, decisionRowOf).map(({ row }) => ({ kind: 'decision' as const, row })),
        ...changed.map((row) => ({ kind: 'order' as const, row })),
        ...fills.map((row) => ({ kind: 'fill' as const, row })),
        ...alerts.map((row) => ({ kind: 'alert' as const, row: alertRowOf(row) })),
      ],
      place: {
        candles: place.candles + candles.length,
        decisions: Number(decisions.at(-1)?.id ?? place.decisions),
        orderSteps: place.orderSteps + steps.length,
        fills: place.fills + fills.length,
        alerts: Number(alerts.at(-1)?.id ?? place.alerts),
      },
    };
  }

  close(): void {
    this.live.player.close();
    this.past?.player.close();
  }

  private begin(): Played {
    const { terms, folder, tail, isBulk } = this;
    const { requested, candle, interval, engine } = terms;
    const choices = { requested, candle, interval, candleGraceUs: engine.candleGraceUs };
    const fold = new RunFold(choices, engine.accountUse === 'exclusive');
    return { fold, player: new LogPlayer({ folder, fold, tail, isBulk, look: () => this.look() }) };
  }

  /** Without its journal the market of the log is shown all the same, and nothing is said of the account from then on. */
  private look(): boolean {
    if (this.journalFault !== undefined) return true;
    try {
      while (this.tail.look()) {}
      return true;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const isBeginning = error.code === 'journal-missing' && this.summaryNow().state.kind === 'running';
      if (error.code === 'journal-busy' || isBeginning) return false;
      this.journalFault = error.message;
      return true;
    }
  }

  /** One after the other: they share the fold. */
  private inPast<T>(timeUs: number, view: (played: Played) => T): Promise<T> {
    const work = this.pastWork.then(async () => {
      if (this.past === undefined || this.past.fold.timeUs > timeUs) {
        this.past?.player.close();
        this.past = this.begin();
      }
      await this.past.player.play(timeUs);
      return view(this.past);
    });
    this.pastWork = work.catch(() => undefined);
    return work;
  }

  private view(played: Played, isReplay: boolean): NowView {
    const { terms, tail, manifest } = this;
    const decision = this.lastDecision(played.fold);
    return nowViewOf({
      ...{ summary: this.summaryNow(), terms, fold: played.fold, tail, decision, manifest, isReplay },
      notes: this.notesOf(played),
      isAccountKnown: this.journalFault === undefined,
    });
  }

  private notesOf({ player }: Played): readonly string[] {
    const faults = player.faults(this.summaryNow().state.kind === 'running');
    return this.journalFault === undefined ? faults : [...faults, this.journalFault];
  }

  private lastDecision({ seq }: RunFold): ReadDecision | undefined {
    const { decisions } = this.tail;
    const mark = decisions[upperBound(decisions, seq) - 1];
    if (mark === undefined) return undefined;
    if (this.decision?.row.id !== mark.id) {
      const rows = this.file.read((journal) => journal.after('decision', mark.id - 1, 1));
      this.decision = readableOf(rows, decisionRowOf)[0];
    }
    return this.decision;
  }

  private enters(): JournalTail['decisions'] {
    return this.tail.decisions.filter(({ outcome }) => outcome === 'enter');
  }

  private summaryNow(): RunSummary {
    const nowMs = performance.now();
    if (this.summary === undefined || nowMs - this.summary.takenMs > SUMMARY_MS) {
      this.summary = { takenMs: nowMs, of: summaryOf(this.home, basename(this.folder)) };
    }
    return this.summary.of;
  }
}

function readTerms(info: RunInfo, folder: string): RunTerms {
  try {
    return termsOf(info, folder);
  } catch (error) {
    throw new UserError({
      code: 'run-unreadable',
      message: `${basename(folder)} cannot be shown: ${(error as Error).message}`,
      file: folder,
      fix: 'Show it with the version of the program that ran it.',
      cause: error,
    });
  }
}
