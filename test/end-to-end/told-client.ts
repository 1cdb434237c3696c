// A stream of the host in; its trades and quotes as they came, and every seq that was not the next one.

import type { EventBatch } from '../../src/core/market/event-batch.ts';
import { F64_A, F64_B, F64_C, F64_D, FIRST_PAYLOAD_KIND, Kind, kindName } from '../../src/core/market/event-record.ts';
import type { HostExchange, HostExchangeOptions } from '../../src/runner/host/host-exchange.ts';
import { hostStream, readStream, type ToldTrade, toldTrade, WHOLE_DAY } from '../support/host-stream.ts';

export type ToldQuote = readonly [flags: number, bid: number, ask: number, bidSize: number, askSize: number];

export class ToldClient {
  readonly trades: ToldTrade[] = [];
  readonly quotes: ToldQuote[] = [];
  /** Every event that carries an object, as it came. */
  readonly payloads: object[] = [];
  /** Of events that were not the next one, or received before the one before them. */
  readonly faults: string[] = [];
  epochs = 0;
  readonly exchange: HostExchange;
  private readonly reading: Promise<void>;
  private nextSeq = 1;
  private lastUs = 0;

  static async open(
    home: string,
    instruments: HostExchangeOptions['instruments'],
    options: Partial<HostExchangeOptions> = {},
  ): Promise<ToldClient> {
    const exchange = hostStream({ ...WHOLE_DAY, home, name: 'told', instruments, ...options });
    await exchange.connect();
    return new ToldClient(exchange);
  }

  private constructor(exchange: HostExchange) {
    this.exchange = exchange;
    this.reading = readStream(exchange, (batch, index) => this.take(batch, index));
  }

  async close(): Promise<void> {
    this.exchange.close();
    await this.reading;
  }

  private take(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    const seq = batch.seqAt(index);
    const receivedUs = batch.receivedTimeUsAt(index);
    if (seq !== this.nextSeq) this.faults.push(`${kindName(kind)} has seq ${seq}, not ${this.nextSeq}`);
    if (receivedUs < this.lastUs) this.faults.push(`${kindName(kind)} ${seq} was received before the one before it`);
    this.nextSeq = seq + 1;
    this.lastUs = receivedUs;
    if (kind === Kind.epochStart) {
      this.epochs += 1;
      this.trades.length = 0;
      this.quotes.length = 0;
    }
    if (kind >= FIRST_PAYLOAD_KIND) this.payloads.push(batch.payloadAt(index));
    else if (kind === Kind.trade) this.trades.push(toldTrade(batch, index));
    else if (kind === Kind.quote) {
      const f = batch.f64At(index);
      const { f64 } = batch;
      this.quotes.push([batch.flagsAt(index), f64[f + F64_A]!, f64[f + F64_B]!, f64[f + F64_C]!, f64[f + F64_D]!]);
    }
  }
}
