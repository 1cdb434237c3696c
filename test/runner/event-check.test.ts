// Events as a sequencer writes them, and each way in which a changed or lost one shows.
import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { BAR_WARMUP, I32_KIND, RECORD_I32 } from '../../src/core/market/event-record.ts';
import { EventCheck, type EventFault } from '../../src/runner/event-check.ts';

const START_US = 1_754_395_200_000_000;
const DAY_US = 86_400_000_000;

/** An epoch of one instrument, a bar of its warm-up, then a trade, a clock tick and a bar: seqs from 5, a second apart. */
function session(): EventBatch {
  const batch = new EventBatch(8);
  batch.pushPayload({ kind: 'epochStart', instruments: [{}] } as never, START_US);
  batch.pushBar(0, START_US - 60 * DAY_US, BAR_WARMUP, 1, 1, 1, 1, 1, 1, 60);
  batch.pushTrade(0, START_US + 2e6, 5400, 1, 1, 1, 3, 72);
  batch.pushClockTick(START_US + 3e6);
  batch.pushBar(0, START_US + 4e6, 0, 1, 1, 1, 1, 1, 1, 60);
  for (let index = 0; index < batch.length; index++) batch.stamp(index, 5 + index, START_US + index * 1e6);
  return batch;
}

function firstFault(batch: EventBatch, check = new EventCheck()): EventFault | undefined {
  for (let index = 0; index < batch.length; index++) {
    const fault = check.faultOf(batch, index);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The fault of a session in which one thing was changed. */
function faultAfter(change: (batch: EventBatch) => void): EventFault | undefined {
  const batch = session();
  change(batch);
  return firstFault(batch);
}

describe('recorded events', () => {
  it('are in order as the sequencer wrote them, over several batches', () => {
    const check = new EventCheck();
    expect(firstFault(session(), check)).toBeUndefined();
    const night = new EventBatch(1);
    night.stamp(night.pushPayload({ kind: 'epochStart', instruments: [{}] } as never, 0), 10, START_US + 30 * DAY_US);
    night.f64[3] = START_US + 30 * DAY_US;
    expect(firstFault(night, check)).toBeUndefined();
  });

  it('have lost some where seq does not ascend by one', () => {
    expect(faultAfter((batch) => batch.stamp(2, 9, START_US + 2e6))).toEqual({
      ...{ seq: 7, timeUs: START_US + 1e6, path: 'events[7].seq' },
      ...{ expected: 7, actual: 9 },
    });
    expect(faultAfter((batch) => batch.stamp(2, Number.NaN, START_US + 2e6))).toMatchObject({ actual: 'NaN' });
    expect(faultAfter((batch) => batch.stamp(0, 0.5, START_US))).toMatchObject({ path: 'events[0].seq', actual: 0.5 });
  });

  it.each([
    ['goes back', START_US - 1],
    ['is no whole number', START_US + 2e6 + 0.25],
    ['is none', Number.NaN],
    ['leaps over weeks without a new epoch', START_US + 30 * DAY_US],
  ])('are wrong where the received time %s', (_, timeUs) => {
    expect(faultAfter((batch) => batch.stamp(3, 8, timeUs))?.path).toBe('events[8].receivedTimeUs');
  });

  it.each([
    ['after', START_US + 30 * DAY_US],
    ['before', START_US - 30 * DAY_US],
    ['at no time near', Number.POSITIVE_INFINITY],
  ])('are wrong where the exchange had them weeks %s their receipt, warm-up aside', (_, timeUs) => {
    const fault = faultAfter((batch) => {
      batch.f64[2 * 8 + 3] = timeUs;
    });
    expect(fault?.path).toBe('events[7].exchangeTimeUs');
  });

  it.each([-1, 1, 7])('are wrong where no instrument of the epoch has the id %s', (id) => {
    const fault = faultAfter((batch) => {
      batch.i32[2 * RECORD_I32 + 1] = id;
    });
    expect(fault).toMatchObject({ path: 'events[7].instrumentId', actual: id });
  });

  it('are wrong where a market event comes before the epoch', () => {
    const batch = new EventBatch(1);
    batch.stamp(batch.pushTrade(0, START_US, 5400, 1, 1, 1, 3, 72), 0, START_US);
    expect(firstFault(batch)?.path).toBe('events[0].instrumentId');
  });

  it('are wrong where the kind is none, or a bar lasts no time', () => {
    const unknown = faultAfter((batch) => {
      batch.i32[2 * RECORD_I32 + I32_KIND] = 13;
    });
    expect(unknown).toMatchObject({ path: 'events[7].kind', actual: 13 });
    const bar = faultAfter((batch) => {
      batch.i32[4 * RECORD_I32 + 15] = -60;
    });
    expect(bar?.path).toBe('events[9].intervalSeconds');
  });
});
