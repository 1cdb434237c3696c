// Each bar of a source without ticks in, before anything else sees it; whether it may be used out, and faults of bars in a row.

import type { EventBatch } from '../../market/event-batch.ts';
import {
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  F64_RECEIVED,
  I32_A,
  I32_B,
  I32_C,
  I32_D,
  I32_E,
  I32_F,
  RECORD_F64,
  RECORD_I32,
} from '../../market/event-record.ts';
import type { Instrument } from '../../market/instrument.ts';
import { priceAt } from '../../market/price-grid.ts';
import type { FaultLog } from './fault-log.ts';
import {
  BAR_VOLUME_MOST,
  BARS_KNOWN,
  BARS_UNTOLD_MOST,
  FAR_CONFIRMED,
  FAR_SHARE_AUCTION,
  FAR_SHARE_BAR,
  SAME_BARS_MOST,
  SAME_VOLUME_MOST,
} from './input-limits.ts';

export class BarWatch {
  /** Received time of the last bar that could be used, microseconds UTC; 0 before the first. */
  lastUs = 0;
  longestSilenceUs = 0;
  fresh = true;
  private readonly log: FaultLog;
  private readonly instrument: Instrument;
  private referenceTicks = 0;
  private lastTicks = 0;
  private farTicks = 0;
  private farCount = 0;
  private lastExchangeUs = Number.NEGATIVE_INFINITY;
  private flat = 0;
  private volume = Number.NaN;
  private sameVolume = 0;
  private withVolume = 0;
  private withoutVolume = 0;
  private withFlow = 0;
  private withoutFlow = 0;
  private flowComes = false;

  constructor(log: FaultLog, instrument: Instrument) {
    this.log = log;
    this.instrument = instrument;
  }

  refer(ticks: number): void {
    this.referenceTicks = ticks;
  }

  /** The volume by side of the bar that follows. False where it must not be used. */
  takeFlow({ f64, i32 }: EventBatch, index: number): boolean {
    const f = index * RECORD_F64;
    const i = index * RECORD_I32;
    const buy = f64[f + F64_A]!;
    const sell = f64[f + F64_B]!;
    const rlp = f64[f + F64_D]!;
    const most = BAR_VOLUME_MOST;
    this.flowComes = buy >= 0 && sell >= 0 && rlp >= 0 && buy <= most && sell <= most && rlp <= most;
    this.flowComes &&= i32[i + I32_E]! >= 0 && i32[i + I32_F]! >= 0;
    if (this.flowComes) return true;
    return this.log.refuse('badBarVolume', buy >= 0 && buy <= most ? sell : buy, most, f64[f + F64_RECEIVED]!);
  }

  /** False for a bar that must not be used. */
  take({ f64, i32 }: EventBatch, index: number): boolean {
    const { log } = this;
    const f = index * RECORD_F64;
    const i = index * RECORD_I32;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const hasFlow = this.flowComes;
    this.flowComes = false;
    const exchangeUs = f64[f + F64_EXCHANGE]!;
    if (!(exchangeUs > 0)) return log.refuse('badTime', exchangeUs, 0, receivedUs);
    if (exchangeUs <= this.lastExchangeUs)
      return log.refuse('barRepeated', this.lastExchangeUs - exchangeUs, 0, receivedUs);
    const volume = f64[f + F64_C]!;
    if (!(volume >= 0 && volume <= BAR_VOLUME_MOST && Math.floor(volume) === volume))
      return log.refuse('badBarVolume', volume, BAR_VOLUME_MOST, receivedUs);
    const open = i32[i + I32_A]!;
    const high = i32[i + I32_B]!;
    const low = i32[i + I32_C]!;
    const close = i32[i + I32_D]!;
    if (!(low > 0 && low <= open && low <= close && high >= open && high >= close))
      return log.refuse('badBar', priceAt(this.instrument, low > 0 ? high : low), 0, receivedUs);
    if (this.isFar(high, receivedUs) || this.isFar(low, receivedUs)) return false;
    this.lastExchangeUs = exchangeUs;
    if (this.lastUs > 0) this.longestSilenceUs = Math.max(this.longestSilenceUs, receivedUs - this.lastUs);
    this.lastUs = receivedUs;
    this.judgeFlat(high === low && close === this.lastTicks && volume > 0, receivedUs);
    this.judgeVolume(volume, receivedUs);
    this.judgeFlow(hasFlow, volume, receivedUs);
    this.lastTicks = close;
    this.fresh = false;
    return true;
  }

  private isFar(ticks: number, receivedUs: number): boolean {
    const last = this.lastTicks === 0 ? this.referenceTicks : this.lastTicks;
    if (last === 0) return false;
    const share = this.lastTicks === 0 || this.fresh ? FAR_SHARE_AUCTION : FAR_SHARE_BAR;
    const limit = last * share;
    if (Math.abs(ticks - last) <= limit) {
      this.farCount = 0;
      return false;
    }
    this.farCount = Math.abs(ticks - this.farTicks) <= limit ? this.farCount + 1 : 1;
    this.farTicks = ticks;
    const { instrument, log } = this;
    log.latch('farBar', priceAt(instrument, ticks), limit * instrument.tick, receivedUs);
    if (this.farCount >= FAR_CONFIRMED && Math.abs(ticks - last) <= FAR_SHARE_AUCTION * last) return false;
    log.refused += 1;
    return true;
  }

  private judgeFlat(isFlat: boolean, receivedUs: number): void {
    this.flat = isFlat ? this.flat + 1 : 0;
    if (this.flat > SAME_BARS_MOST) {
      this.log.latch('barsConstant', this.flat, SAME_BARS_MOST, receivedUs);
    }
  }

  private judgeVolume(volume: number, receivedUs: number): void {
    if (volume === 0) {
      this.withoutVolume += 1;
      if (this.withoutVolume > BARS_UNTOLD_MOST && this.withVolume >= BARS_KNOWN) {
        this.log.latch('barVolumeGone', this.withoutVolume, BARS_UNTOLD_MOST, receivedUs);
      }
      return;
    }
    this.withoutVolume = 0;
    this.withVolume += 1;
    this.sameVolume = volume === this.volume ? this.sameVolume + 1 : 1;
    this.volume = volume;
    if (this.sameVolume > SAME_VOLUME_MOST) {
      this.log.latch('barVolumeConstant', this.sameVolume, SAME_VOLUME_MOST, receivedUs);
    }
  }

  private judgeFlow(hasFlow: boolean, volume: number, receivedUs: number): void {
    if (hasFlow) {
      this.withFlow += 1;
      this.withoutFlow = 0;
      return;
    }
    if (volume === 0) return;
    this.withoutFlow += 1;
    if (this.withoutFlow > BARS_UNTOLD_MOST && this.withFlow >= BARS_KNOWN) {
      this.log.latch('barFlowGone', this.withoutFlow, BARS_UNTOLD_MOST, receivedUs);
    }
  }
}
