// What operators ask of the guardian in, checked; what it has done, or how an account stands, out.

import { z } from 'zod';
import type { Guardian } from './guardian.ts';

const account = z.string().min(1).max(128);
const reason = z.string().min(1).max(500);

/** `scope: account` closes what is held by whomever, and needs the text of `confirmationOf` typed by a person. */
const killArgs = z.strictObject({
  account,
  reason,
  scope: z.enum(['ours', 'account']).default('ours'),
  typed: z.string().max(200).optional(),
});
const flattenArgs = z.strictObject({ account, reason });
const releaseArgs = z.strictObject({ account, typed: z.string().max(200) });
const ordersArgs = z.strictObject({ account: account.optional() });

/** What a person types to close a whole account, or to let a killed one trade again. */
export function confirmationOf(what: 'kill' | 'release', name: string): string {
  return `${what} ${name}`;
}

/** Which of them a reader may ask as well. */
export const READ_REQUESTS: ReadonlySet<string> = new Set(['orders']);

export type GuardRequest = (args: unknown, by: string) => object;

/** Each throws an Error whose message says why not. `ownerOf`: the trader of an account. */
export function guardRequests(
  guardian: Guardian,
  accounts: readonly string[],
  ownerOf: (account: string) => string | undefined,
): Readonly<Record<string, GuardRequest>> {
  return {
    kill: (args, by) => {
      const asked = killArgs.parse(args);
      if (asked.scope === 'account') confirmed('kill', asked.account, asked.typed);
      const durable = guardian.kill(asked.account, asked.scope, by, asked.reason);
      return { killed: true, durable };
    },
    flatten: (args, by) => {
      const asked = flattenArgs.parse(args);
      guardian.flatten(asked.account, by, asked.reason);
      return { flattening: true };
    },
    release: (args, by) => {
      const asked = releaseArgs.parse(args);
      confirmed('release', asked.account, asked.typed);
      guardian.release(asked.account, by);
      return { released: true };
    },
    orders: (args) => {
      const { account: one } = ordersArgs.parse(args);
      const asked = one === undefined ? accounts : [one];
      return { accounts: asked.map((name) => ({ ...guardian.ordersOf(name), trader: ownerOf(name) ?? null })) };
    },
  };
}

function confirmed(what: 'kill' | 'release', name: string, typed: string | undefined): void {
  const wanted = confirmationOf(what, name);
  if (typed !== wanted) throw new Error(`type "${wanted}" to confirm it`);
}
