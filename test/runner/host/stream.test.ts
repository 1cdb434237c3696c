// Random sequences of market, own events, ticks and joins into a stream; each trade is expected once, in a sequence an engine may read.
import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { F64_C, Kind } from '../../../src/core/market/event-record.ts';
import { builtInTerms } from '../../../src/core/market/instrument-terms.ts';
import { EventCheck } from '../../../src/runner/event-check.ts';
import { DayJoin, frozenRows } from '../../../src/runner/host/day-join.ts';
import { HostInstruments } from '../../../src/runner/host/host-instruments.ts';
import { HostStream, TICK_US, WAKES_MAX } from '../../../src/runner/host/stream.ts';
import { TradeColumns } from '../../../src/runner/host/vendor/trade-columns.ts';
import { Random } from '../../../src/simulation/random.ts';
import { epochBatch } from '../../support/host-stream.ts';

const START_US = Date.UTC(2025, 7, 5, 14) * 1000;
const LAG_MS = 3 * 3_600_000;

function instruments() {
  const known = new HostInstruments();
  const terms = builtInTerms('WDOU25')!;
  // ids of the host and of the stream differ
  known.add('OTHER', 'F', terms);
  return [known.add('WDOU25', 'F', terms)!, known.add('WDOV25', 'F', terms)!];
}

function stream(): HostStream {
  const wants = { trades: true, quotes: true, book: true };
  return new HostStream({ firstSeq: 1, afterUs: 0, instruments: instruments(), wants });
}

function liveTrade(hostId: number, number: number, timeUs: number): EventBatch {
  const batch = new EventBatch(1);
  const index = batch.pushTrade(hostId, timeUs, 5500, 1, 1, number, 0, 0);
  batch.stamp(index, 0, timeUs);
  return batch;
}

class Tape {
  readonly rows = new TradeColumns();

  add(number: number, timeUs: number): void {
    const at = this.rows.length;
    this.rows.insertAt(at);
    this.rows.number[at] = number;
    this.rows.localMs[at] = Math.floor(timeUs / 1000) - LAG_MS;
    this.rows.price[at] = 5500;
    this.rows.quantity[at] = 1;
  }
}

describe('a stream', () => {
  it('tells each trade once, without hole or double, wherever a join falls between live trades', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed, 'join');
      const one = stream();
      const check = new EventCheck();
      const tapes = [new Tape(), new Tape()];
      const numbers = [0, 0];
      let nowUs = START_US;
      let told: number[][] = [[], []];
      let secondUs = Infinity;
      const faults: unknown[] = [];
      const drain = (): void => {
        for (let index = 0; index < one.out.length; index++) {
          const fault = check.faultOf(one.out, index);
          if (fault !== undefined) faults.push(fault);
          const kind = one.out.kindAt(index);
          const timeUs = one.out.receivedTimeUsAt(index);
          if (kind === Kind.epochStart) told = [[], []];
          else if (kind === Kind.trade)
            told[one.out.instrumentAt(index)]!.push(one.out.f64[one.out.f64At(index) + F64_C]!);
          // a second has its tick before anything that is received in it
          if (kind === Kind.clockTick && timeUs % TICK_US === 0) secondUs = timeUs;
          else if (timeUs >= secondUs + TICK_US && one.phase !== 'joining') faults.push({ timeUs, secondUs });
        }
        one.out.clear();
      };
      const epoch = (): void => {
        one.echo(epochBatch(1, 2), 0, nowUs);
        const lanes = tapes.map(({ rows }, instrumentId) => ({
          instrumentId,
          grid: builtInTerms('WDOU25')!,
          rows: frozenRows(rows),
        }));
        const moment = new EventBatch(1);
        moment.pushPayload({ kind: 'backfillComplete' }, nowUs);
        one.begin(new DayJoin(lanes, nowUs), moment);
      };
      const joins = new Set([random.integer(200), random.integer(200)]);
      for (let step = 0; step < 200; step++) {
        nowUs += random.integer(400_000);
        if (joins.has(step)) {
          // a join that is still under way is left, as after a second gap
          while (one.pump()) drain();
          epoch();
        }
        const which = random.integer(2);
        numbers[which]! += 1;
        one.market(liveTrade(which + 1, numbers[which]!, nowUs), 0);
        tapes[which]!.add(numbers[which]!, nowUs);
        if (random.chance(0.2)) one.payload({ kind: 'backfillComplete' }, nowUs);
        if (random.chance(0.2)) one.wake(nowUs + random.integer(3_000_000) - 1_000_000);
        if (random.chance(0.3)) one.pump();
        if (random.chance(0.3)) one.tickTo(nowUs);
        if (random.chance(0.5)) drain();
      }
      while (one.pump()) drain();
      drain();
      expect(one.phase).toBe('live');
      expect(told).toEqual(numbers.map((last) => Array.from({ length: last }, (_, n) => n + 1)));
      expect(faults).toEqual([]);
    }
  });

  it('tells nothing before an epoch, and no market between an epoch and its beginning', () => {
    const one = stream();
    one.market(liveTrade(1, 1, START_US), 0);
    one.payload({ kind: 'backfillComplete' }, START_US);
    one.tickTo(START_US + 10 * TICK_US);
    expect(one.out.length).toBe(0);
    one.echo(epochBatch(1, 2), 0, START_US);
    one.market(liveTrade(1, 2, START_US), 0);
    one.payload({ kind: 'backfillComplete' }, START_US);
    expect([one.out.kindAt(0), one.out.kindAt(1), one.out.length]).toEqual([Kind.epochStart, Kind.backfillComplete, 2]);
  });

  it('tells phases and price limits of its instruments to those who want no trades', () => {
    const wants = { trades: false, quotes: false, book: false };
    const one = new HostStream({ firstSeq: 1, afterUs: 0, instruments: instruments(), wants });
    one.echo(epochBatch(1, 2), 0, START_US);
    one.begin(undefined, new EventBatch(1));
    one.pump();
    const batch = new EventBatch(4);
    batch.pushPriceLimits(2, START_US, 5200, 5800);
    batch.pushPhase(1, START_US, 2);
    batch.pushPriceLimits(0, START_US, 5200, 5800);
    for (let index = 0; index < batch.length; index++) one.market(batch, index);
    one.market(liveTrade(1, 1, START_US), 0);
    const told = [1, 2].map((index) => [one.out.kindAt(index), one.out.instrumentAt(index)]);
    expect([told, one.out.length]).toEqual([
      [
        [Kind.priceLimits, 1],
        [Kind.phaseChange, 0],
      ],
      3,
    ]);
    expect([...one.out.f64.subarray(12, 14)]).toEqual([5200, 5800]);
  });

  it('has a limit of wakes, and one that has passed comes at once', () => {
    const one = stream();
    one.echo(epochBatch(1, 2), 0, START_US);
    expect(one.wake(START_US - 5_000_000)).toBe(true);
    one.tickTo(START_US + 10);
    expect(one.out.kindAt(1)).toBe(Kind.clockTick);
    let taken = 0;
    while (one.wake(START_US + 1_000_000 + taken)) taken += 1;
    expect(taken).toBe(WAKES_MAX);
    one.tickTo(START_US + 2_000_000);
    expect(one.wake(START_US + 3_000_000)).toBe(true);
  });

  it('says what was lost as its last event', () => {
    const one = stream();
    one.echo(epochBatch(1, 2), 0, START_US);
    one.end({ kind: 'gap' }, START_US + 5);
    one.payload({ kind: 'backfillComplete' }, START_US + 6);
    one.market(liveTrade(1, 1, START_US + 6), 0);
    expect(one.out.kindAt(one.out.length - 1)).toBe(Kind.gap);
    expect(one.nextSeq).toBe(3);
  });
});
