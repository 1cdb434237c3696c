// The order log of the simulated venue in; its lines as values out. Nothing here knows of a host or a runner.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const side = z.enum(['buy', 'sell']);
const flag = z.union([z.literal(0), z.literal(1)]);

const orderLine = z.strictObject({
  /** Of the machine's monotonic clock, microseconds. */
  us: z.int(),
  cause: z.enum([
    ...(['send', 'swallow', 'accept', 'reject', 'trigger', 'fill', 'cancel', 'cancel-reject', 'change'] as const),
    ...(['change-reject', 'ask-cancel', 'ask-change', 'end', 'fresh', 'kept'] as const),
  ]),
  /** The broker's own number of the order, which outlives processes. */
  id: z.string(),
  local: z.string(),
  broker: z.int(),
  account: z.string(),
  sub: z.string(),
  ticker: z.string(),
  side,
  type: z.enum(['market', 'limit', 'stopLimit']),
  price: z.number(),
  stop: z.number(),
  quantity: z.int(),
  traded: z.int(),
  leaves: z.int(),
  average: z.number(),
  status: z.int(),
  live: flag,
  triggered: flag,
  foreign: flag,
  /** Price and contracts of a fill, else 0. */
  at: z.number(),
  size: z.int(),
  /** Of the account in this contract, behind what the line tells. */
  position: z.int(),
});

const positionLine = z.strictObject({
  us: z.int(),
  cause: z.literal('position'),
  broker: z.int(),
  account: z.string(),
  ticker: z.string(),
  position: z.int(),
});

/** `start` and `end` of a vendor process, `alive` each 100 ms, `routing` with the vendor's state of it. */
const wordLine = z.strictObject({
  us: z.int(),
  cause: z.enum(['start', 'end', 'alive', 'routing']),
  value: z.int(),
});

const lineSchema = z.union([orderLine, positionLine, wordLine]);

export type OrderLine = z.infer<typeof orderLine>;
export type BrokerLine = z.infer<typeof lineSchema>;

/** Lines of the log. Throws at one that is damaged in the middle; the last one of a process may be cut off. */
export function parseBrokerLog(text: string): readonly BrokerLine[] {
  const lines: BrokerLine[] = [];
  const texts = text.split('\n');
  for (const [index, line] of texts.entries()) {
    if (line === '') continue;
    // what a killed process left half written stands before the start of the next one
    const cut = line.lastIndexOf('{"us"');
    const whole = cut > 0 ? line.slice(cut) : line;
    const parsed = lineSchema.safeParse(tryJson(whole));
    if (parsed.success) lines.push(parsed.data);
    else if (index < texts.length - 1) throw new Error(`line ${index + 1} of the order log: ${whole}`);
  }
  return lines;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function readBrokerLog(path: string): readonly BrokerLine[] {
  return existsSync(path) ? parseBrokerLog(readFileSync(path, 'utf8')) : [];
}
