// Usable trades in; faults of what stays the same for too long: price, quantity, side, brokers, and sides or brokers that vanish.

import { AGGRESSOR_UNKNOWN, F64_A, F64_B, F64_EXCHANGE, F64_RECEIVED } from '../../market/event-record.ts';
import type { FaultLog } from './fault-log.ts';
import {
  SAME_AGENTS_MOST,
  SAME_PRICE_MOST,
  SAME_PRICE_US,
  SAME_QUANTITY_MOST,
  SAME_SIDE_MOST,
  TOLD_KNOWN,
  UNTOLD_MOST,
} from './input-limits.ts';

export class TradeRuns {
  private readonly log: FaultLog;
  private price = Number.NaN;
  private priceSinceUs = Number.NaN;
  private samePrice = 0;
  private quantity = Number.NaN;
  private sameQuantity = 0;
  private side = 0;
  private sameSide = 0;
  private sided = 0;
  private unsided = 0;
  private buyAgent = 0;
  private sellAgent = 0;
  private sameAgents = 0;
  private withAgents = 0;
  private withoutAgents = 0;

  constructor(log: FaultLog) {
    this.log = log;
  }

  /** `side` is the aggressor of a regular trade, −1 for others, which have none. */
  take(f64: Float64Array, f: number, side: number, buyAgent: number, sellAgent: number): void {
    if (f64[f + F64_A]! === this.price) {
      this.samePrice += 1;
      if (this.samePrice > SAME_PRICE_MOST) this.judgePrice(f64, f);
    } else {
      this.samePrice = 1;
      this.price = f64[f + F64_A]!;
      this.priceSinceUs = f64[f + F64_EXCHANGE]!;
    }
    if (f64[f + F64_B]! === this.quantity) {
      this.sameQuantity += 1;
      if (this.sameQuantity > SAME_QUANTITY_MOST) {
        this.log.latch('quantityConstant', this.sameQuantity, SAME_QUANTITY_MOST, f64[f + F64_RECEIVED]!);
      }
    } else {
      this.sameQuantity = 1;
      this.quantity = f64[f + F64_B]!;
    }
    // a source that never told sides or brokers lacks nothing
    if (side > AGGRESSOR_UNKNOWN || (side === AGGRESSOR_UNKNOWN && this.sided > 0)) this.takeSide(f64, f, side);
    if (buyAgent > 0 || sellAgent > 0 || this.withAgents > 0) this.takeAgents(f64, f, buyAgent, sellAgent);
  }

  private judgePrice(f64: Float64Array, f: number): void {
    if (f64[f + F64_EXCHANGE]! - this.priceSinceUs < SAME_PRICE_US) return;
    this.log.latch('priceConstant', this.samePrice, SAME_PRICE_MOST, f64[f + F64_RECEIVED]!);
  }

  private takeSide(f64: Float64Array, f: number, side: number): void {
    if (side === AGGRESSOR_UNKNOWN) {
      this.unsided += 1;
      if (this.unsided > UNTOLD_MOST && this.sided >= TOLD_KNOWN) {
        this.log.latch('sideGone', this.unsided, UNTOLD_MOST, f64[f + F64_RECEIVED]!);
      }
      return;
    }
    this.unsided = 0;
    this.sided += 1;
    if (side !== this.side) {
      this.side = side;
      this.sameSide = 1;
      return;
    }
    this.sameSide += 1;
    if (this.sameSide > SAME_SIDE_MOST) {
      this.log.latch('oneSided', this.sameSide, SAME_SIDE_MOST, f64[f + F64_RECEIVED]!);
    }
  }

  private takeAgents(f64: Float64Array, f: number, buyAgent: number, sellAgent: number): void {
    if (buyAgent <= 0 && sellAgent <= 0) {
      this.withoutAgents += 1;
      if (this.withoutAgents > UNTOLD_MOST && this.withAgents >= TOLD_KNOWN) {
        this.log.latch('agentsGone', this.withoutAgents, UNTOLD_MOST, f64[f + F64_RECEIVED]!);
      }
      return;
    }
    this.withoutAgents = 0;
    this.withAgents += 1;
    if (buyAgent !== this.buyAgent || sellAgent !== this.sellAgent) {
      this.buyAgent = buyAgent;
      this.sellAgent = sellAgent;
      this.sameAgents = 1;
      return;
    }
    this.sameAgents += 1;
    if (this.sameAgents > SAME_AGENTS_MOST) {
      this.log.latch('agentsConstant', this.sameAgents, SAME_AGENTS_MOST, f64[f + F64_RECEIVED]!);
    }
  }
}
