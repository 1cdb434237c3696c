// The home in; per account what its trader asked the guardian for, and whether it is killed and told of it, as a file that outlives host and trader.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../../../adapters/durable-file.ts';
import { hostFolder } from '../../../adapters/host-link/endpoint.ts';
import { type GuardWish, guardWishSchema } from '../stream-messages.ts';

const latchSchema = z.strictObject({
  by: z.string(),
  reason: z.string(),
  /** Microseconds UTC. */
  atUs: z.number(),
  /** Whose orders and positions are closed. */
  scope: z.enum(['ours', 'account']),
  /** Whether the host closes what is open. */
  closes: z.boolean(),
});
export type KillLatch = z.infer<typeof latchSchema>;

const accountSchema = z.strictObject({
  wish: guardWishSchema.optional(),
  latch: latchSchema.optional(),
  untold: latchSchema.optional(),
});
const fileSchema = z.strictObject({ version: z.literal(1), accounts: z.record(z.string(), accountSchema) });

export interface KeptGuard {
  readonly wish: GuardWish | undefined;
  readonly latch: KillLatch | undefined;
  /** A kill, perhaps released since, that no trader has taken yet. */
  readonly untold?: KillLatch | undefined;
}

export function guardFile(home: string): string {
  return join(hostFolder(home), 'guard.json');
}

export class GuardFile {
  private readonly path: string;
  private readonly kept = new Map<string, KeptGuard>();
  /** Why the file says nothing: every account is latched then, since one of them may have been killed. */
  readonly fault: string | undefined;

  constructor(home: string) {
    this.path = guardFile(home);
    this.fault = this.read();
  }

  of(account: string): KeptGuard {
    const { fault } = this;
    const latch: KillLatch | undefined =
      fault === undefined ? undefined : { by: 'the host', reason: fault, atUs: 0, scope: 'ours', closes: false };
    return this.kept.get(account) ?? { wish: undefined, latch };
  }

  /** Durable when it returns. Throws where the disk does not take it. */
  keep(account: string, guard: KeptGuard): void {
    if (JSON.stringify(this.kept.get(account)) === JSON.stringify(guard)) return;
    this.kept.set(account, guard);
    const content = { version: 1, accounts: Object.fromEntries(this.kept) };
    replaceDurably(this.path, `${JSON.stringify(content, undefined, 2)}\n`);
  }

  private read(): string | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      const { accounts } = fileSchema.parse(JSON.parse(readFileSync(this.path, 'utf8')));
      for (const [account, { wish, latch, untold }] of Object.entries(accounts)) {
        this.kept.set(account, { wish, latch, untold });
      }
      return undefined;
    } catch (error) {
      return `${this.path} cannot be read, so nobody knows what was killed: ${error instanceof Error ? error.message : ''}`;
    }
  }
}
