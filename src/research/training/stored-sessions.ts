// Takes the dataset store, a symbol and a span of days; gives the candle sessions to train on, with what the manifest must say of them.

import { checkoutFactsCode, EarlierSessions } from '../../adapters/datasets/earlier-sessions.ts';
import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import { type PartRef, partRef } from '../../adapters/datasets/part-path.ts';
import type { PartColumns } from '../../adapters/datasets/row-buffer.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Candle } from '../../core/candles/candle.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import { dayOfWeek, toDayNumber } from '../../core/market/civil-day.ts';
import { lastTradingDay, parseContract } from '../../core/market/contract.ts';
import { rootInstrument } from '../../core/market/instrument-table.ts';
import { type Provenance, type SideSource, weakerProvenance } from '../../core/market/provenance.ts';
import { sessionOf } from '../../core/market/session.ts';
import type { FactsNeed } from '../../core/market/session-facts.ts';
import { isTradingDay } from '../../core/market/trading-calendar.ts';
import { storedSpan } from '../frames/stored-span.ts';
import { candlesOfTrades } from './candles-of-trades.ts';
import { type TrainedEntry, trainedEntry } from './trained-parts.ts';
import type { TrainingDay } from './training-rows.ts';

export interface StoredSessions {
  readonly days: readonly TrainingDay[];
  /** Trading days of the span that the store does not have. */
  readonly missing: readonly string[];
  readonly provenance: Provenance;
  readonly sideSource: SideSource;
  /** One entry per contract: sha256 over the sha256 of its parts, by day. */
  readonly datasets: readonly TrainedEntry[];
}

/**
 * `facts`: what features read of earlier sessions (see `factsNeedOf`); the parts that it comes from count in the provenance.
 * `symbol` is a root, a continuous name or a contract; each day is of its dated contract. Of trades the minutes are built. Throws UserError `part-missing` when the
 * store has no day of the span, `bad-option` for a span that ends before it begins, `mixed-sides` when its parts tell the aggressor in different ways.
 */
export async function storedSessions(
  store: DatasetStore,
  symbol: string,
  from: string,
  to: string,
  kind: PartKind,
  facts?: FactsNeed,
): Promise<StoredSessions> {
  const found = storedSpan(store, { instrument: symbol, from, to, kind });
  const days: TrainingDay[] = [];
  const parts = new Map<string, PartManifest[]>();
  const sides = new Set<SideSource>();
  const earlier = new EarlierSessions(store, kind, checkoutFactsCode);
  let provenance: Provenance = 'exchange';
  for (const { day, contract } of found.days) {
    const { manifest, candles } =
      kind === 'trades'
        ? await candlesOfTrades(store, contract, day)
        : await candlesOfPart(store, partRef(store.root, contract, kind, day));
    provenance = weakerProvenance(provenance, manifest.provenance);
    sides.add(manifest.sideSource);
    parts.set(contract, [...(parts.get(contract) ?? []), manifest]);
    const session = sessionContext(contract, day);
    const read = facts === undefined ? undefined : await earlier.factsOf(contract, day, facts);
    for (const each of read?.manifests ?? []) provenance = weakerProvenance(provenance, each.provenance);
    days.push({ contract, session: read === undefined ? session : { ...session, facts: read.facts }, candles });
  }
  if (sides.size > 1) {
    throw new UserError({
      code: 'mixed-sides',
      message: `The parts of ${symbol} tell the aggressor in different ways: ${[...sides].join(', ')}`,
      field: 'sideSource',
      fix: 'Train on days of one source',
    });
  }
  const datasets = [...parts].map(([contract, manifests]) => trainedEntry(contract, kind, manifests));
  return { days, missing: found.missing.map(({ day }) => day), provenance, sideSource: [...sides][0]!, datasets };
}

async function candlesOfPart(
  store: DatasetStore,
  part: PartRef,
): Promise<{ readonly manifest: PartManifest; readonly candles: readonly Candle[] }> {
  const { manifest, columns } = await store.readProven(part);
  return { manifest, candles: candlesOf(columns) };
}

/** All of them or no flow, as trading takes the part: what is not told would else be a zero. */
const FLOW_COLUMNS = ['buy_volume', 'sell_volume', 'buy_trades', 'sell_trades', 'rlp_volume'];

function candlesOf(columns: PartColumns): readonly Candle[] {
  const hasFlow = FLOW_COLUMNS.every((name) => columns[name] !== undefined);
  return Array.from(columns.open_time_us!, (openTimeUs, row) => {
    const trades = columns.trades![row]!;
    return {
      openTimeUs,
      closeTimeUs: columns.close_time_us![row]!,
      open: columns.open![row]!,
      high: columns.high![row]!,
      low: columns.low![row]!,
      close: columns.close![row]!,
      volume: columns.volume![row]!,
      trades: Math.max(0, trades),
      hasTrades: trades >= 0,
      buyVolume: hasFlow ? columns.buy_volume![row]! : 0,
      sellVolume: hasFlow ? columns.sell_volume![row]! : 0,
      buyTrades: hasFlow ? columns.buy_trades![row]! : 0,
      sellTrades: hasFlow ? columns.sell_trades![row]! : 0,
      rlpVolume: hasFlow ? columns.rlp_volume![row]! : 0,
      hasFlow,
      firstOfSession: row === 0,
    };
  });
}

/** The store has only contracts and trading days of the calendar, so both are there. */
export function sessionContext(symbol: string, day: string): SessionContext {
  const contract = parseContract(symbol)!;
  const number = toDayNumber(day);
  const session = sessionOf(contract.root, number)!;
  let daysToRoll = 0;
  for (let next = number + 1; next <= lastTradingDay(contract); next++) if (isTradingDay(next)) daysToRoll += 1;
  const weekday = dayOfWeek(number);
  return {
    day,
    dayOfWeek: weekday === 0 ? 7 : weekday,
    openUs: session.openUs,
    closeUs: session.closeUs,
    daysToRoll,
    tick: rootInstrument(contract.root).tick,
  };
}
