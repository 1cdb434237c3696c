// A store and a candle interval in; the candles of one contract on one day, built as trading builds them, and those before it, out.

import { candleIntervalUsOf } from '../../adapters/datasets/candle-kind.ts';
import { checkoutEventCode } from '../../adapters/datasets/day-events.ts';
import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import { checkoutRollCode, MeasuredRolls, RollChain, type UnknownRoll } from '../../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Candle } from '../../core/candles/candle.ts';
import type { CandleInterval } from '../../core/candles/candle-interval.ts';
import { forEachCandle } from '../../core/candles/day-candles.ts';
import { rollAdjustedCandle } from '../../core/candles/roll-adjusted-bars.ts';
import { tradingDaysBefore } from '../../core/market/contracts-of-days.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { sessionOf } from '../../core/market/session.ts';
import type { WarmupAcrossRoll } from '../../core/signal/warmup-across-roll.ts';

export interface CandleSession {
  readonly day: string;
  readonly contract: string;
  readonly candles: readonly Candle[];
  /** Of the part that they were made from. */
  readonly manifest: PartManifest;
}

/** Told of each day that is read: its records, as of instrument 0, and their part. */
export type DayRead = (contract: string, day: string, market: EventBatch, manifest: PartManifest) => void;

/** Trading days before a session that are searched for candles, as in trading. */
const WARMUP_DAYS_MAX = 60;

export class CandleSessions {
  private readonly store: DatasetStore;
  private readonly symbol: string;
  private readonly interval: CandleInterval;
  private readonly kind: PartKind | undefined;
  private readonly onRead: DayRead;
  private readonly rolls: MeasuredRolls;
  /** Rolls over which a warm-up was to go on, without prices of both contracts before them; by `from/to`. */
  readonly unknownRolls = new Map<string, UnknownRoll>();
  private readonly kept = new Map<string, CandleSession>();

  /** `kind` asks for one kind of part; else each day gives its finest. `warmupAcrossRoll` as a strategy has it. */
  constructor(
    store: DatasetStore,
    symbol: string,
    interval: CandleInterval,
    kind: PartKind | undefined,
    onRead: DayRead = () => undefined,
    warmupAcrossRoll: WarmupAcrossRoll = 'none',
  ) {
    this.onRead = onRead;
    this.rolls = new MeasuredRolls(store, symbol, warmupAcrossRoll, kind, checkoutRollCode);
    this.store = store;
    this.symbol = symbol;
    this.interval = interval;
    this.kind = kind;
  }

  /** A part that is there. UserErrors `bars-too-coarse`, `adjusted-series`, `part-corrupt`. */
  async of(contract: string, day: string, kind: PartKind): Promise<CandleSession> {
    const known = this.kept.get(day);
    if (known !== undefined) return known;
    this.checkFineness(contract, kind);
    const { events, manifests } = await this.store.readDay(contract, day, 0, [kind], checkoutEventCode);
    this.onRead(contract, day, events, manifests[0]!);
    const instrument = instrumentOf(contract)!;
    const candles: Candle[] = [];
    forEachCandle(events, 0, instrument, this.interval, sessionOf(instrument.root, day)!.openUs, (candle) => {
      candles.push({ ...candle });
    });
    const session = { day, contract, candles, manifest: manifests[0]! };
    this.kept.set(day, session);
    return session;
  }

  /**
   * The last `count` candles of earlier sessions, as the features of a session are given them first: at prices of the contract,
   * and the first of each session says that it is.
   */
  async before(contract: string, day: string, count: number): Promise<readonly Candle[]> {
    const sessions: (readonly Candle[])[] = [];
    const chain = new RollChain(this.rolls, contract);
    const instrument = instrumentOf(contract)!;
    let found = 0;
    for (const earlier of tradingDaysBefore(day, WARMUP_DAYS_MAX)) {
      if (found >= count) break;
      const usable = await chain.usable(earlier);
      const part = this.store.contractDays(this.symbol, earlier, earlier, this.kind).days[0];
      if (usable === undefined || part?.contract !== usable.contract) continue;
      const { candles } = await this.of(usable.contract, earlier, part.kind);
      const { change } = usable;
      const moved =
        change === undefined ? candles : candles.map((each) => rollAdjustedCandle(each, change, instrument));
      sessions.unshift(moved.map((candle, at) => ({ ...candle, firstOfSession: at === 0 })));
      found += candles.length;
    }
    const { unknown } = chain;
    if (unknown !== undefined) this.unknownRolls.set(`${unknown.from}/${unknown.to}`, unknown);
    const last = sessions.flat().slice(-count);
    return last.map((candle, at) => (at === 0 ? { ...candle, firstOfSession: true } : candle));
  }

  private checkFineness(contract: string, kind: PartKind): void {
    const barUs = candleIntervalUsOf(kind);
    if (barUs === undefined || (this.interval.kind === 'time' && this.interval.us % barUs === 0)) return;
    throw new UserError({
      code: 'bars-too-coarse',
      message: `The store has ${kind} of ${contract}, of which candles of that interval cannot be made`,
      field: 'candle',
      fix: 'Ask for a multiple of that interval, or import trades or shorter bars',
    });
  }
}
