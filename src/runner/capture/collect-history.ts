// A symbol and a number of days in; the trades of each of those days from the vendor's history in the dataset store out.

import { setTimeout as sleep } from 'node:timers/promises';
import { isPresent, partRef } from '../../adapters/datasets/part-path.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { resolveContract } from '../../core/market/contract.ts';
import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { isCovered, isTradingDay } from '../../core/market/trading-calendar.ts';
import { exchangeOf } from './capture-wish.ts';
import { CAPTURE_FORMAT } from './compact-day.ts';
import { type HistoryResult, storeHistory } from './history-part.ts';
import { takeSpooled } from './history-spool.ts';
import type { HistoryAnswer } from './host-history.ts';

/** The vendor refuses to go back further, in calendar days. */
export const HISTORY_DAYS_MAX = 30;
const LOOK_EVERY_MS = 300;
const LEFT = 'left before it was answered; the next run asks for it again';

export interface CollectOptions {
  readonly store: DatasetStore;
  readonly symbol: string;
  /** Calendar days before today. */
  readonly days: number;
  readonly nowUs: number;
  readonly termsOf: (contract: string) => InstrumentTerms | undefined;
  readonly ask: <T>(what: string, args: object) => Promise<T>;
  readonly onProgress: (share: number, detail: string) => void;
  readonly isStopped: () => boolean;
  readonly lookEveryMs?: number;
}

export type CollectedDay = {
  readonly day: string;
  readonly contract: string;
  /** Which ticker answered. */
  readonly ticker: string | null;
} & (HistoryResult | { readonly kind: 'there' } | { readonly kind: 'none'; readonly reason: string });

interface WantedDay {
  readonly day: string;
  readonly contract: string;
  readonly candidates: readonly { readonly ticker: string; readonly exchange: string }[];
}

/** Trading days before today, the latest first: what was recorded live lately shows whether history can be believed. */
export function historyDays(symbol: string, days: number, nowUs: number): readonly WantedDay[] {
  const today = dayNumberAt(nowUs);
  const parsed = parseSymbol(symbol);
  const wanted: WantedDay[] = [];
  for (let day = today - 1; day >= today - days; day--) {
    if (!isCovered(day) || !isTradingDay(day)) continue;
    const contract = resolveContract(symbol, day)?.symbol ?? symbol;
    const exchange = exchangeOf(symbol);
    const tickers = parsed === undefined || parsed.kind === 'dated' ? [contract] : [contract, `${parsed.root}FUT`];
    wanted.push({ day: formatDay(day), contract, candidates: tickers.map((ticker) => ({ ticker, exchange })) });
  }
  return wanted;
}

/** A day that is in the store is not asked for again, so that a run which was stopped goes on where it was. */
export async function collectHistory(options: CollectOptions): Promise<readonly CollectedDay[]> {
  const wanted = historyDays(options.symbol, options.days, options.nowUs);
  const distrusted = new Map<string, string>();
  const collected: CollectedDay[] = [];
  for (const [index, each] of wanted.entries()) {
    if (options.isStopped()) break;
    const tell = (share: number, detail: string): void =>
      options.onProgress((index + share) / wanted.length, `${each.contract} ${each.day} ${detail}`);
    tell(0, '');
    const result = await collectDay(each, distrusted, options, tell);
    if (result.kind === 'refused' && result.ticker !== null) distrusted.set(result.ticker, result.reason);
    collected.push(result);
    // older days are older still
    if (result.kind === 'none' && result.reason.startsWith('tooOld')) break;
  }
  return collected;
}

async function collectDay(
  { day, contract, candidates }: WantedDay,
  distrusted: ReadonlyMap<string, string>,
  options: CollectOptions,
  tell: (share: number, detail: string) => void,
): Promise<CollectedDay> {
  const about = { day, contract };
  const { store, ask } = options;
  if (isStored(store, contract, day)) return { ...about, ticker: null, kind: 'there' };
  const believed = candidates.filter(({ ticker }) => !distrusted.has(ticker));
  if (believed.length === 0) {
    const reason = candidates.map(({ ticker }) => distrusted.get(ticker)).join('; ');
    return { ...about, ticker: null, kind: 'refused', reason };
  }
  const grid = options.termsOf(contract);
  if (grid === undefined)
    return { ...about, ticker: null, kind: 'refused', reason: `the tick of ${contract} is not known` };
  const { job } = await ask<{ readonly job: number }>('history.start', { candidates: believed, day });
  for (;;) {
    const answer = await ask<HistoryAnswer>('history.status', { job });
    if (answer.kind === 'running') {
      if (options.isStopped()) return { ...about, ticker: null, kind: 'none', reason: LEFT };
      tell(answer.percent / 100, `${answer.trades} trades`);
      await sleep(options.lookEveryMs ?? LOOK_EVERY_MS);
      continue;
    }
    if (answer.kind === 'none')
      return { ...about, ticker: null, kind: 'none', reason: `${answer.why}: ${answer.reason}` };
    const { ticker, provenance, file } = answer;
    const result = await storeHistory(store, { ...about, ticker, grid, provenance }, takeSpooled(file));
    return { ...about, ticker, ...result };
  }
}

/** What was recorded live is compared each time; everything else stays as it is. */
function isStored(store: DatasetStore, contract: string, day: string): boolean {
  const part = partRef(store.root, contract, 'trades', day);
  return isPresent(part) && !store.manifest(part).sources.every(({ format }) => format === CAPTURE_FORMAT);
}
