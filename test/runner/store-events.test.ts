// A day of events into the store: every kind of it, or nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { localToUtcUs } from '../../src/core/market/civil-time.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { type EventsOrigin, storeEvents } from '../../src/runner/store-events.ts';

const home = mkdtempSync(join(tmpdir(), 'quantumtrader-store-events-'));
const store = openStore(home);

afterEach(() => rmSync(join(home, 'datasets'), { recursive: true, force: true }));

function origin(sha: string): EventsOrigin {
  const source = { file: 'made', sha256: sha.repeat(64), format: 'test' };
  return {
    instrument: 'WDOJ27',
    day: '2027-03-01',
    source,
    provenance: 'synthetic',
    sideSource: 'feed',
    parameters: {},
  };
}

/** One quote, and one trade where a price is given. */
function events(bid: number, price?: number): EventBatch {
  const batch = new EventBatch(2);
  const timeUs = localToUtcUs(2027, 3, 1, 10, 0, 0, 0);
  batch.pushQuote(0, timeUs, 7, bid, bid + 0.5, 5, 5);
  if (price !== undefined) batch.pushTrade(0, timeUs + 1, price, 1, 1, 10, 0, 0);
  return batch;
}

describe('storing a day of events', () => {
  it('writes each kind once, and the same again changes nothing', async () => {
    const first = await storeEvents(store, events(5500, 5500.5), origin('a'));
    expect(first.map(({ part, change }) => `${part.kind} ${change}`)).toEqual(['trades written', 'quotes written']);
    const again = await storeEvents(store, events(5500, 5500.5), origin('a'));
    expect(again.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
    expect((await store.readDayEvents('WDOJ27', '2027-03-01', 0)).length).toBe(2);
  });

  it('leaves no kind behind when another of them is refused', async () => {
    await storeEvents(store, events(5500), origin('a'));
    await expect(storeEvents(store, events(5501, 5501.5), origin('b'))).rejects.toThrow(/2027-03-01/);
    expect(
      store
        .kinds('WDOJ27')
        .flatMap((kind) => store.parts('WDOJ27', kind))
        .map(({ kind }) => kind),
    ).toEqual(['quotes']);
  });
});
