// What client and host say to each other beside events: the schema of every message, checked where it comes in.

import { z } from 'zod';
import type { OrderCommand } from '../../core/execution/order-command.ts';

const name = z.string().regex(/^[A-Z0-9$@.]{1,32}$/, 'is no name of an instrument');
const account = z.string().regex(/^[\w.:/-]{1,128}$/, 'is no name of an account');
const timeUs = z.int().min(0);
const reason = z.string().max(500);

const STREAM_INSTRUMENTS_MAX = 32;
/** Between two signs of life of a trader. */
export const HEARTBEAT_MS = 500;
/** Orders that a trader can name when it begins: those of a day. */
export const CARRIED_ORDERS_MAX = 100_000;

export const guardWishSchema = z.strictObject({
  /** A fill of an entry without a stop of the trader after this long gets one from the guardian. */
  stopDeadlineMs: z.int().min(50).max(10_000),
  /** Without a sign of life for this long the trader is taken to be gone. */
  silentMs: z.int().min(1000).max(60_000),
  /** Whether orders may be taken back that could be another's. */
  accountUse: z.enum(['exclusive', 'shared']),
  /** From then on nothing may be held before the close: without its trader the guardian is out at market. Microseconds UTC. */
  flatByUs: z.int().min(0).optional(),
});
export type GuardWish = z.infer<typeof guardWishSchema>;

const price = z.number().optional();
const request = z.strictObject({
  clientOrderId: z.string().min(1).max(64),
  strategyId: z.string().min(1).max(64),
  instrumentId: z.int().min(0),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stopLimit']),
  role: z.enum(['entry', 'stop', 'target', 'exit']),
  quantity: z.int().positive(),
  price,
  stopPrice: price,
  bracketId: z.string().max(64).optional(),
});
const bracket = z.strictObject({ stopPrice: z.number(), stopLimitPrice: z.number(), targetPrice: z.number() });
const command = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('submit'), seq: z.int().min(0), request, bracket: bracket.optional() }),
  z.strictObject({
    kind: z.literal('change'),
    seq: z.int().min(0),
    clientOrderId: z.string().min(1).max(64),
    quantity: z.int().positive(),
    price,
    stopPrice: price,
  }),
  z.strictObject({
    kind: z.literal('cancel'),
    seq: z.int().min(0),
    clientOrderId: z.string().min(1).max(64),
    reason: z.string().max(500),
  }),
]);

/** From a client to the host. */
export const clientMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    firstSeq: z.int().min(0),
    afterUs: timeUs,
    instruments: z
      .array(z.strictObject({ ticker: name, exchange: z.string().regex(/^[A-Z]$/) }))
      .min(1)
      .max(STREAM_INSTRUMENTS_MAX),
    trades: z.boolean(),
    quotes: z.boolean(),
    book: z.enum(['none', 'depth', 'offers']),
    /** `dayStart`: each epoch is told the trades of the day so far first. */
    since: z.enum(['now', 'dayStart']),
    /** Whose orders; a trader names one, nobody else does. */
    account: account.optional(),
    /** Of a trader: what the guardian does for it when it is silent. */
    guard: guardWishSchema.optional(),
  }),
  /** A trader's engine is awake; said each HEARTBEAT_MS by whoever has a guard. `seq`: of the last event that it has taken. */
  z.strictObject({ kind: z.literal('alive'), seq: z.int().min(0).optional() }),
  /** After the epoch that the client has sent. */
  z.strictObject({
    kind: z.literal('begin'),
    /** `later`: orders first; the day so far is told in the next epoch, which is asked for as soon as the day is whole. */
    day: z.literal('later').optional(),
    /** Orders that the trader believes to have sent: of those that never came here it is told so. */
    carriedOrderIds: z.array(z.string().min(1).max(64)).max(CARRIED_ORDERS_MAX).optional(),
  }),
  z.strictObject({ kind: z.literal('wake'), timeUs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('command'), command }),
  /** A question or an order to the host itself; answered with the same id. */
  z.strictObject({ kind: z.literal('request'), id: z.int().min(0), what: z.string().max(64), args: z.json() }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type BeginMessage = Extract<ClientMessage, { kind: 'begin' }>;
export type OpenMessage = Extract<ClientMessage, { kind: 'open' }>;

/** From the host to a client. */
export const hostMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened') }),
  /**
   * A new epoch can begin now, with the day so far: at the start, and again after each gap once history has filled it. `whole`
   * false: trades are missing, and the day will be followed by a gap; this is said again when they have come.
   */
  z.strictObject({ kind: z.literal('ready'), whole: z.boolean(), reason }),
  /** No further event comes in this stream. */
  z.strictObject({ kind: z.literal('ended'), reason }),
  z.strictObject({ kind: z.literal('refused'), reason }),
  z.strictObject({ kind: z.literal('answer'), id: z.int(), value: z.json() }),
  z.strictObject({ kind: z.literal('failure'), id: z.int(), reason }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

type CommandMessage = Extract<ClientMessage, { kind: 'command' }>['command'];

/** The command with every field that JSON left out in its place. */
export function commandOf(message: CommandMessage): OrderCommand {
  if (message.kind === 'cancel') return message;
  if (message.kind === 'change') return { ...message, price: message.price, stopPrice: message.stopPrice };
  const { price: at, stopPrice, bracketId } = message.request;
  return { ...message, request: { ...message.request, price: at, stopPrice, bracketId }, bracket: message.bracket };
}
