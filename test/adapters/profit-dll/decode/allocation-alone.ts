// Prints the bytes that decoding a chunk of one kind of messages leaves behind, measured in a process that has run nothing else.
import { FeedDecoder } from '../../../../src/adapters/profit-dll/decode/feed-decoder.ts';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { bytesOfPasses } from '../../../../src/research/feature-checks/measured-cost.ts';
import { RawRecords } from './raw-records.ts';

const RECEIVED_US = 1_754_395_200_000_000;
const LOCAL_MS = RECEIVED_US / 1000 - 10_800_000;
const MESSAGES = 4000;

const side = (k: number, from: number, step: number) =>
  Array.from({ length: 10 }, (_, at) => ({ price: from + at * step, quantity: 1 + ((k * at) % 7) }));

const writers: Readonly<Record<string, (raw: RawRecords, k: number) => void>> = {
  trades: (raw, k) =>
    void raw.trade(1, { localMs: LOCAL_MS + k, price: 5450 + (k % 9) / 2, quantity: 1 + (k % 5), number: k + 1 }),
  repetitions: (raw, k) => void raw.trade(1, { localMs: LOCAL_MS, price: 5450, quantity: 1, number: 1 + (k % 7) }),
  quotes: (raw, k) => void raw.tinyBook(1, k % 2, 5450 + (k % 3) / 2, 1 + (k % 50)),
  levels: (raw, k) => void raw.depth(1, side(k, 5449 + (k % 2) / 2, -0.5), side(k, 5450 + (k % 3) / 2, 0.5)),
  offers: (raw, k) => {
    if (k === 0)
      raw.page(
        1,
        0,
        3,
        Array.from({ length: 30 }, (_, at) => ({ price: 5440 + at / 2, quantity: 5, id: at + 1 })),
      );
    raw.offer(1, { action: 1, side: 0, position: k % 30, quantity: k % 60 < 30 ? 2 : -2 });
    raw.offer(1, { action: 0, side: 0, position: 0, price: 5455.5, quantity: 4, id: 99, agent: 3 });
    raw.offer(1, { action: 2, side: 0, position: 0 });
  },
};

function measure(name: string): number {
  const book = name === 'offers' ? 'offers' : 'depth';
  const last = new Float64Array(1);
  const decoder = new FeedDecoder({
    clock: (timeNs) => {
      const us = Math.floor(timeNs / 1000);
      if (us > last[0]!) last[0] = us;
      return last[0]!;
    },
    instrumentOf: () => ({ instrumentId: 1, grid: { symbol: 'WDOU25', tick: 0.5, ticksPerUnit: 2 }, book }),
    sink: { fact: () => {} },
  });
  const live = new EventBatch(MESSAGES * 64);
  const raw = new RawRecords().at(RECEIVED_US).asset(1, 'WDOU25');
  decoder.decode(raw.take(), live);
  for (let k = 0; k < MESSAGES; k++) writers[name]!(raw, k);
  const chunk = raw.take();
  const numbers = new DataView(chunk.buffer);
  let number = 1;
  const bytes = bytesOfPasses(() => {
    // new numbers, so that no trade is a repetition
    if (name === 'trades') for (let at = 0; at < chunk.length; at += 64) numbers.setUint32(at + 48, number++, true);
    live.clear();
    decoder.decode(chunk, live);
  });
  if (decoder.counters.damaged + decoder.counters.booksLost > 0) throw new Error('the messages could not be decoded');
  return bytes;
}

process.stdout.write(`${measure(process.argv[2]!)}\n`);
