// A stored day of trades in; the minutes that trading would have seen of it, with the manifest of the part, out.

import { checkoutEventCode } from '../../adapters/datasets/day-events.ts';
import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { Candle } from '../../core/candles/candle.ts';
import type { CandleInterval } from '../../core/candles/candle-interval.ts';
import { forEachCandle } from '../../core/candles/day-candles.ts';
import { parseContract } from '../../core/market/contract.ts';
import { rootInstrument } from '../../core/market/instrument-table.ts';
import { sessionOf } from '../../core/market/session.ts';

const MINUTE: CandleInterval = { kind: 'time', us: 60_000_000 };

/** UserErrors of the store. The day is a trading day of the contract. */
export async function candlesOfTrades(
  store: DatasetStore,
  contract: string,
  day: string,
): Promise<{ readonly manifest: PartManifest; readonly candles: readonly Candle[] }> {
  const { events, manifests } = await store.readDay(contract, day, 0, ['trades'], checkoutEventCode);
  const { root } = parseContract(contract)!;
  const candles: Candle[] = [];
  forEachCandle(events, 0, rootInstrument(root), MINUTE, sessionOf(root, day)!.openUs, (each) =>
    candles.push({ ...each }),
  );
  return { manifest: manifests[0]!, candles };
}
