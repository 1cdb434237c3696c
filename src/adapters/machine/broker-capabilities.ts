// What an examination found a broker to allow, as a file of its own beside the machine's settings: written by the doctor, read by live runs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../durable-file.ts';
import { UserError } from '../user-error.ts';

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  account: z.string().min(1),
  /** When it was found out, UTC in ISO 8601. */
  at: z.iso.datetime(),
  /** The library it was found out with, where its file says so. */
  dllVersion: z.string().optional(),
  dllSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** A working stop can be given other prices. */
  changeStop: z.boolean(),
  /** Stop and target of one position are accepted together. */
  bothExitsWorking: z.boolean(),
  /** From the start of the login until orders could be routed; absent where it had logged in before. */
  routingLoginMs: z.int().min(0).optional(),
});
export type BrokerCapabilities = Readonly<z.infer<typeof schema>>;

const AGAIN = 'Examine the broker again: qt doctor orders';

/** @param account as the host names it */
export function brokerFile(home: string, account: string): string {
  return join(home, 'broker', `${account.replaceAll(/[^\w.-]/g, '_')}.json`);
}

/** Undefined where nobody has looked. UserError `broker-file-wrong`. */
export function readBrokerCapabilities(home: string, account: string): BrokerCapabilities | undefined {
  const file = brokerFile(home, account);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw wrong(file, `it cannot be read: ${(cause as Error).message}`, cause);
  }
  const found = schema.safeParse(jsonOf(text));
  if (!found.success) throw wrong(file, 'it is not what the examination writes', found.error);
  if (found.data.account !== account) throw wrong(file, `it is about the account ${found.data.account}`, undefined);
  return found.data;
}

export function writeBrokerCapabilities(home: string, found: BrokerCapabilities): string {
  const file = brokerFile(home, found.account);
  replaceDurably(file, `${JSON.stringify(schema.parse(found), undefined, 2)}\n`);
  return file;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrong(file: string, why: string, cause: unknown): UserError {
  return new UserError({ code: 'broker-file-wrong', message: `${file}: ${why}`, file, fix: AGAIN, cause });
}
