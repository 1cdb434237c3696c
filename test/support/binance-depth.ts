// A captured Binance stream in; its depth messages and snapshots as level changes with numbers, and its best prices, out.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../src/core/market/event-record.ts';

export interface DepthChanges {
  readonly length: number;
  readonly flags: Uint8Array;
  readonly ticks: Float64Array;
  readonly quantities: Float64Array;
  readonly sequences: Float64Array;
  /** The number that the message before must have; of a snapshot its own. */
  readonly previous: Float64Array;
}

/** The best prices from an update of the book on. */
export interface BestPrices {
  readonly sequence: number;
  readonly bidTicks: number;
  readonly bidQuantity: number;
  readonly askTicks: number;
  readonly askQuantity: number;
}

export interface DepthStream {
  readonly changes: DepthChanges;
  readonly messages: number;
  readonly snapshots: number;
  /** Ascending by sequence. */
  readonly best: readonly BestPrices[];
}

interface DepthMessage {
  readonly flag: number;
  readonly sequence: number;
  readonly previous: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

type Level = readonly [price: string, quantity: string];

interface StreamData {
  readonly e?: string;
  readonly U: number;
  readonly u: number;
  readonly pu?: number;
  readonly b: unknown;
  readonly a: unknown;
  readonly B: string;
  readonly A: string;
}

interface StreamLine {
  readonly stream?: string;
  readonly data: StreamData;
  readonly lastUpdateId: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** `ticksPerUnit` is 10 for the futures, 100 for spot. */
export function readBinanceDepth(path: string, ticksPerUnit: number): DepthStream {
  const lines = gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split('\n');
  const messages: DepthMessage[] = [];
  const best: BestPrices[] = [];
  for (const line of lines) {
    // a trade says nothing of the book
    if (line.includes('@trade"')) continue;
    const parsed = JSON.parse(line.slice(line.indexOf(' ') + 1)) as StreamLine;
    if (parsed.stream === undefined) messages.push(snapshotOf(parsed));
    else if (parsed.stream.endsWith('@bookTicker')) best.push(bestOf(parsed.data, ticksPerUnit));
    else messages.push(differenceOf(parsed.data));
  }
  const snapshots = messages.filter(({ flag }) => flag === BOOK_CLEAR).length;
  return { changes: columnsOf(messages, ticksPerUnit), messages: messages.length - snapshots, snapshots, best };
}

function snapshotOf({ lastUpdateId, bids, asks }: StreamLine): DepthMessage {
  return { flag: BOOK_CLEAR, sequence: lastUpdateId, previous: lastUpdateId, bids, asks };
}

function differenceOf({ U, u, pu, b, a }: StreamData): DepthMessage {
  return { flag: 0, sequence: u, previous: pu ?? U - 1, bids: b as Level[], asks: a as Level[] };
}

function bestOf({ u, b, B, a, A }: StreamData, ticksPerUnit: number): BestPrices {
  return {
    sequence: u,
    bidTicks: Math.round(Number(b) * ticksPerUnit),
    bidQuantity: Number(B),
    askTicks: Math.round(Number(a) * ticksPerUnit),
    askQuantity: Number(A),
  };
}

function columnsOf(messages: readonly DepthMessage[], ticksPerUnit: number): DepthChanges {
  const length = messages.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0);
  const changes = {
    length,
    flags: new Uint8Array(length),
    ticks: new Float64Array(length),
    quantities: new Float64Array(length),
    sequences: new Float64Array(length),
    previous: new Float64Array(length),
  };
  let at = 0;
  for (const { flag, sequence, previous, bids, asks } of messages) {
    const first = at;
    const last = first + bids.length + asks.length - 1;
    for (const [side, levels] of [[0, bids] as const, [BOOK_ASK, asks] as const]) {
      for (const [price, quantity] of levels) {
        changes.flags[at] = side | (at === first ? flag : 0) | (at === last ? 0 : BOOK_MORE);
        changes.ticks[at] = Math.round(Number(price) * ticksPerUnit);
        changes.quantities[at] = Number(quantity);
        changes.sequences[at] = sequence;
        changes.previous[at] = previous;
        at += 1;
      }
    }
  }
  return changes;
}
