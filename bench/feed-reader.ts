// Reads the raw records that a feed process sends: its pipe in; what is missing and how old each trade was when it came out.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_TIME_NS,
  SHORT_DATA,
  TRADE,
} from '../src/adapters/profit-dll/feed/feed-record.ts';
import type { FeedSourcePlan, FeedSourceReport } from './feed-source.ts';

export interface FeedReading {
  readonly trades: number;
  /** Trades of the burst that never came, and messages that came doubly or in a wrong order. */
  readonly missing: number;
  /** From the callback on the vendor's thread until this process has the record, in microseconds, sorted. */
  readonly latenciesUs: Float64Array;
  readonly source: FeedSourceReport;
  /** Of this process over the run. */
  readonly cpuShare: number;
}

const TWO_32 = 2 ** 32;

class RecordReader {
  readonly #latenciesUs: Float64Array;
  readonly #expected: number;
  #rest: Buffer = Buffer.alloc(0);
  #trades = 0;
  #disordered = 0;
  #lastNumber = 0;

  constructor(expected: number) {
    this.#expected = expected;
    this.#latenciesUs = new Float64Array(expected);
  }

  /** The clock of the records is the one of `process.hrtime` on Linux. */
  take(chunk: Buffer): void {
    const now = process.hrtime.bigint();
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - (bytes.length % FEED_RECORD_BYTES);
    const nowHigh = Number(now >> 32n);
    const nowLow = Number(now & 0xffffffffn);
    for (let at = 0; at < whole; at += FEED_RECORD_BYTES) {
      if (bytes[at] !== FeedKind.trade) continue;
      const low = bytes.readUInt32LE(at + HEAD_TIME_NS);
      const high = bytes.readInt32LE(at + HEAD_TIME_NS + 4);
      this.#add(bytes.readUInt32LE(at + SHORT_DATA + TRADE.number), ((nowHigh - high) * TWO_32 + nowLow - low) / 1000);
    }
    this.#rest = whole === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(whole));
  }

  #add(number: number, latencyUs: number): void {
    if (number <= this.#lastNumber) this.#disordered += 1;
    else this.#latenciesUs[this.#trades++] = latencyUs;
    this.#lastNumber = number;
  }

  reading(): Pick<FeedReading, 'trades' | 'missing' | 'latenciesUs'> {
    const latenciesUs = this.#latenciesUs.subarray(0, this.#trades).toSorted();
    return { trades: this.#trades, missing: this.#expected - this.#trades + this.#disordered, latenciesUs };
  }
}

function finished(stream: Readable): Promise<void> {
  return new Promise((resolve) => stream.once('end', () => resolve()));
}

/** Runs a feed process in `home` and reads all that it sends. @throws when it ends without its report. */
export async function readFeed(plan: FeedSourcePlan, home: string): Promise<FeedReading> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'feed-source.ts'), JSON.stringify(plan)], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  let source: FeedSourceReport | undefined;
  child.on('message', (message) => {
    source = message as FeedSourceReport;
  });
  const reader = new RecordReader(plan.rate * plan.seconds);
  const output = child.stdout!;
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  output.on('data', (chunk: Buffer) => reader.take(chunk));
  await Promise.all([finished(output), new Promise((resolve) => child.once('exit', resolve))]);
  const cpu = process.cpuUsage(cpuBefore);
  const cpuShare = (cpu.user + cpu.system) / 1000 / (performance.now() - startMs);
  if (source === undefined)
    throw new Error(`the feed process ended with ${child.exitCode ?? child.signalCode} and no report`);
  return { ...reader.reading(), source, cpuShare };
}
