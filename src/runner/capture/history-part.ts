// The trades of a day by the vendor's history in; a part of the dataset store out, unless they contradict what was recorded live.

import { isPresent, partRef } from '../../adapters/datasets/part-path.ts';
import { readProvenPart } from '../../adapters/datasets/proven-part.ts';
import type { PartColumns } from '../../adapters/datasets/row-buffer.ts';
import { judgeSeries } from '../../adapters/datasets/series-judgement.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { LocalClock, NO_UTC } from '../../adapters/profit-dll/decode/local-clock.ts';
import { tradeFlagsOf } from '../../adapters/profit-dll/decode/trade-kind.ts';
import { AGGRESSOR_MASK, CONDITION_MASK, CONDITION_SHIFT } from '../../core/market/event-record.ts';
import type { PriceGrid } from '../../core/market/instrument.ts';
import { isOnGrid } from '../../core/market/price-grid.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import type { HistoryTrades, SpooledHistory } from './history-spool.ts';
import { REMOVAL_ROW } from './numbered-rows.ts';

const HISTORY_FORMAT = 'profitdll-history';

export type HistoryResult =
  | { readonly kind: 'stored'; readonly rows: number; readonly verdict: string }
  /** The day was recorded live: history agrees with it, and what stands there stays. */
  | {
      readonly kind: 'agrees';
      readonly rows: number;
      readonly compared: number;
      readonly onlyLive: number;
      readonly onlyHistory: number;
    }
  /** Not used. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface HistoryDay {
  /** Under which name it is stored. */
  readonly contract: string;
  readonly day: string;
  /** Which ticker answered. */
  readonly ticker: string;
  readonly grid: PriceGrid;
  readonly provenance: Provenance;
}

/** UserErrors of the store. */
export async function storeHistory(
  store: DatasetStore,
  { contract, day, ticker, grid, provenance }: HistoryDay,
  { trades, sha256 }: SpooledHistory,
): Promise<HistoryResult> {
  const offGrid = Array.from(trades.price).find((price) => !isOnGrid(grid, price));
  if (offGrid !== undefined) {
    return {
      kind: 'refused',
      reason: `${ticker} has the price ${offGrid}, which is between two ticks: it is adjusted, and nobody traded there`,
    };
  }
  const columns = columnsOf(trades);
  if (columns === undefined) return { kind: 'refused', reason: `${ticker} has trades without a time` };
  const part = partRef(store.root, contract, 'trades', day);
  if (isPresent(part)) {
    const { manifest, columns: recorded } = await readProvenPart(part, store.manifest(part));
    const isHistory = manifest.sources.every(({ format }) => format.startsWith(HISTORY_FORMAT));
    if (!isHistory) return compared(recorded, columns, ticker);
  }
  const [committed] = await store.writeParts(
    [
      {
        ...{ instrument: contract, kind: 'trades', day, columns, provenance },
        sources: [{ file: `history-${ticker}-${day}`, sha256, format: `${HISTORY_FORMAT}:${ticker}` }],
        sideSource: 'feed',
        bookSource: 'none',
        adjusted: 'none',
        parameters: { answeredBy: ticker },
      },
    ],
    { replace: true },
  );
  await judgeSeries(store, { instruments: [parseSymbol(contract)?.root ?? contract] });
  const { rows, quality } = store.manifest(committed!.part);
  return { kind: 'stored', rows, verdict: quality?.verdict ?? 'unchecked' };
}

/** Undefined where a trade has no time. In the order of the exchange's numbers, which is that of its book. */
function columnsOf(trades: HistoryTrades): PartColumns | undefined {
  const clock = new LocalClock();
  const time_us = Float64Array.from(trades.localMs, (ms) => clock.utcUs(ms));
  if (time_us.includes(NO_UTC)) return undefined;
  const flags = Array.from(trades.tradeType, tradeFlagsOf);
  return {
    time_us,
    order: Float64Array.from(time_us.keys()),
    price: Float64Array.from(trades.price),
    quantity: Float64Array.from(trades.quantity),
    aggressor: Float64Array.from(flags, (each) => each & AGGRESSOR_MASK),
    condition: Float64Array.from(flags, (each) => (each >> CONDITION_SHIFT) & CONDITION_MASK),
    trade_id: Float64Array.from(trades.number),
    buy_agent: Float64Array.from(trades.buyAgent),
    sell_agent: Float64Array.from(trades.sellAgent),
  };
}

/** The row of each numbered trade as it is in the end, edits and removals done. */
function standing({ trade_id: ids, correction }: PartColumns): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (let row = 0; row < (ids?.length ?? 0); row++) {
    if (correction?.[row] === REMOVAL_ROW) rows.delete(ids![row]!);
    else rows.set(ids![row]!, row);
  }
  return rows;
}

/** Every number that both have must have the same price, quantity and time, and there must be such numbers. */
function compared(live: PartColumns, history: PartColumns, ticker: string): HistoryResult {
  const rows = new Map<number, number>();
  for (const [row, id] of history.trade_id!.entries()) rows.set(id, row);
  let both = 0;
  const recorded = standing(live);
  for (const [id, row] of recorded) {
    const other = rows.get(id);
    if (other === undefined) continue;
    for (const field of ['price', 'quantity', 'time_us'] as const) {
      if (live[field]![row] === history[field]![other]) continue;
      const what = `trade ${id} has ${field} ${live[field]![row]} as recorded and ${history[field]![other]} by history`;
      return { kind: 'refused', reason: `${ticker} contradicts what was recorded live: ${what}` };
    }
    both += 1;
  }
  if (both === 0) return { kind: 'refused', reason: `${ticker} shares no trade number with what was recorded live` };
  const onlyLive = recorded.size - both;
  return { kind: 'agrees', rows: live.time_us!.length, compared: both, onlyLive, onlyHistory: rows.size - both };
}
