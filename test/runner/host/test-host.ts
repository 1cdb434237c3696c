// A host with a fake vendor in a folder of its own, and clients that write down what they are told.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBatch, PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { F64_A, FIRST_PAYLOAD_KIND, Kind, kindName } from '../../../src/core/market/event-record.ts';
import { EventCheck } from '../../../src/runner/event-check.ts';
import { Host, type HostOptions } from '../../../src/runner/host/host.ts';
import { HostClock } from '../../../src/runner/host/host-clock.ts';
import type { HostExchange, HostExchangeOptions } from '../../../src/runner/host/host-exchange.ts';
import { hostStream, readStream, WHOLE_DAY } from '../../support/host-stream.ts';
import { FakeTime, type FakeTrade, FakeVendor } from './fake-vendor.ts';

export const WDO = { ticker: 'WDOU25', exchange: 'F' };
export const DOL = { ticker: 'DOLU25', exchange: 'F' };

export interface TestHost {
  readonly home: string;
  readonly time: FakeTime;
  readonly vendor: FakeVendor;
  readonly host: Host;
}

export function newHome(): string {
  return mkdtempSync(join(tmpdir(), 'qt-host-'));
}

export async function startHost(
  home: string,
  options: Partial<HostOptions> = {},
  time = new FakeTime(),
  vendor = new FakeVendor(time),
): Promise<TestHost> {
  const host = await Host.start({ home, vendor: () => vendor, clock: new HostClock(time), ...options });
  vendor.start();
  return { home, time, vendor, host };
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** What a client was told, in order: trades by number, everything else by kind. */
export class Told {
  readonly words: string[] = [];
  readonly payloads: PayloadEvent[] = [];
  readonly times: number[] = [];
  readonly faults: unknown[] = [];
  readonly exchange: HostExchange;
  private readonly check = new EventCheck();
  private readonly reading: Promise<void>;

  constructor(exchange: HostExchange) {
    this.exchange = exchange;
    this.reading = readStream(exchange, (batch, index) => this.take(batch, index));
  }

  get trades(): readonly number[] {
    return this.words.filter((word) => word.startsWith('t')).map((word) => Number(word.slice(1)));
  }

  kinds(): readonly string[] {
    return this.words.filter((word) => !word.startsWith('t') && word !== 'clockTick');
  }

  async end(): Promise<void> {
    this.exchange.close();
    await this.reading;
  }

  private take(batch: EventBatch, index: number): void {
    const fault = this.faults.length === 0 ? this.check.faultOf(batch, index) : undefined;
    if (fault !== undefined) this.faults.push(fault);
    const kind = batch.kindAt(index);
    this.times.push(batch.receivedTimeUsAt(index));
    if (kind === Kind.trade) this.words.push(`t${batch.f64[batch.f64At(index) + F64_A + 2]}`);
    else this.words.push(kindName(kind)!);
    if (kind >= FIRST_PAYLOAD_KIND) this.payloads.push(batch.payloadAt(index));
  }
}

export async function follow(home: string, options: Partial<HostExchangeOptions> = {}): Promise<Told> {
  const exchange = hostStream({ ...WHOLE_DAY, home, name: 'test', instruments: [WDO], ...options });
  await exchange.connect();
  return new Told(exchange);
}

export async function until(holds: () => boolean, what = 'it'): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 4000) throw new Error(`${what} did not come to pass`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

export function tradesFrom(time: FakeTime, first: number, count: number): readonly FakeTrade[] {
  return Array.from({ length: count }, (_, n) => ({
    number: first + n,
    price: 5500 + ((first + n) % 40) / 2,
    quantity: 1 + ((first + n) % 7),
    localMs: time.localMs,
    tradeType: 2 + ((first + n) % 2),
  }));
}
