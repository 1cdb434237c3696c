// Gives seeded arbitrary events of every kind, and a batch of them as the sequencer would hand it out.

import fc from 'fast-check';
import type { JournalledEvent } from '../../../src/adapters/journal/restore-fields.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, I32_KIND, Kind, RECORD_I32 } from '../../../src/core/market/event-record.ts';
import { START_US } from './plain-samples.ts';

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const whole = fc.maxSafeInteger();
const text = fc.string({ unit: 'binary', maxLength: 80 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const constants = <const T extends readonly unknown[]>(...values: T) => fc.constantFrom<T[number]>(...values);

const member = record({ file: text, weight: number, direction: maybe(number), magnitude: maybe(number) });
const prediction = record({
  direction: number,
  magnitude: number,
  confidence: number,
  probabilities: record({ down: number, flat: number, up: number }),
  members: fc.array(member, { maxLength: 4 }),
});
const instrument = record({
  symbol: text,
  requested: text,
  root: text,
  openUs: whole,
  closeUs: whole,
  phaseAtStart: constants('closed', 'auction', 'open', 'closingCall', 'halted'),
  daysToRoll: fc.nat(),
});

const orderRequest = record({
  clientOrderId: text,
  strategyId: text,
  instrumentId: fc.nat(),
  side: constants('buy', 'sell'),
  type: constants('market', 'limit', 'stopLimit'),
  role: constants('entry', 'stop', 'target', 'exit'),
  quantity: fc.nat(),
  price: maybe(number),
  stopPrice: maybe(number),
  bracketId: maybe(text),
});

/** One arbitrary for each kind of payload: a new kind does not compile without one. */
export const arbitraryPayload: { readonly [E in JournalledEvent as E['kind']]: fc.Arbitrary<Omit<E, 'kind'>> } = {
  connectionChange: record({
    service: constants('market', 'routing', 'host'),
    state: constants('connected', 'connecting', 'disconnected'),
    detail: maybe(text),
  }),
  gap: record({ lostRecords: maybe(whole), reason: text }),
  backfillComplete: record({ reason: text }),
  orderUpdate: record({
    clientOrderId: text,
    status: constants('working', 'filled', 'unknown'),
    filledQuantity: number,
    reason: maybe(text),
  }),
  fill: record({
    fillId: text,
    clientOrderId: text,
    strategyId: text,
    instrumentId: fc.nat(),
    side: constants('buy', 'sell'),
    quantity: number,
    price: number,
    costsE4: whole,
    exchangeTimeUs: whole,
    aggressor: fc.boolean(),
  }),
  positionReport: record({ instrumentId: fc.nat(), quantity: number }),
  commandResult: record({
    command: constants('submit', 'cancel'),
    clientOrderId: text,
    outcome: constants('accepted', 'refused', 'unknown'),
    reason: maybe(text),
  }),
  reconciliationReport: record({ agreed: fc.boolean(), differences: fc.array(text, { maxLength: 40 }) }),
  operatorCommand: record({ command: constants('pause', 'resume', 'flatten', 'halt', 'kill'), by: text, reason: text }),
  orderAdopted: record({ request: orderRequest, by: constants('guardian', 'reconciliation'), reason: text }),
  foreignOrder: record({
    venueOrderId: text,
    instrumentId: fc.nat(),
    side: constants('buy', 'sell'),
    quantity: fc.nat(),
    filledQuantity: fc.nat(),
    isOpen: fc.boolean(),
  }),
  epochStart: record({
    epoch: fc.nat(),
    sessionDay: text,
    instruments: fc.array(instrument, { maxLength: 3 }),
    provenance: constants('exchange', 'simulated', 'synthetic'),
    sideSource: constants('feed', 'quoteRule', 'tickRule', 'none'),
    warmup: fc.array(record({ candle: text, instrumentId: fc.nat(), bars: fc.nat() }), { maxLength: 3 }),
    warmupBars: fc.nat(),
    warmupDigest: text,
    capitalBrl: number,
  }),
  clockAnchor: record({ correctionUs: whole, reason: text }),
  predictionReady: record({ strategyId: text, requestSeq: whole, prediction }),
  predictionTimedOut: record({ strategyId: text, requestSeq: whole, reason: text }),
};

export type SampleEvent =
  | { readonly payload: JournalledEvent; readonly words: readonly number[] }
  | { readonly payload: undefined; readonly words: readonly number[] };

const anyWords = fc.array(fc.integer(), { minLength: RECORD_I32, maxLength: RECORD_I32 });
const packedKinds = Object.values(Kind).filter((kind) => kind < FIRST_PAYLOAD_KIND);
const packed = fc
  .tuple(fc.constantFrom(...packedKinds), anyWords)
  .map(
    ([kind, words]): SampleEvent => ({ payload: undefined, words: [(words[0]! & ~0xff) | kind, ...words.slice(1)] }),
  );
const carried = Object.entries(arbitraryPayload).map(([kind, content]) =>
  fc
    .tuple(content as fc.Arbitrary<object>, anyWords)
    .map(([fields, words]): SampleEvent => ({ payload: { kind, ...fields } as JournalledEvent, words })),
);

/** Events of every kind, packed ones with arbitrary bits in every word. */
export const arbitraryEvent: fc.Arbitrary<SampleEvent> = fc.oneof(packed, ...carried);

/** Puts sample events into a batch with ascending seq. */
export function batchOf(events: readonly SampleEvent[], firstSeq = 1): EventBatch {
  const batch = new EventBatch();
  for (const event of events) {
    let index: number;
    if (event.payload === undefined) {
      index = batch.push(0, 0, 0, 0, 0);
      for (let word = 0; word < RECORD_I32; word++) batch.i32[index * RECORD_I32 + word] = event.words[word]!;
    } else {
      index = batch.pushPayload(event.payload, START_US + batch.length);
      batch.i32[index * RECORD_I32 + I32_KIND]! |= event.words[0]! << 8;
    }
    batch.stamp(index, firstSeq + index, START_US + index);
  }
  return batch;
}
