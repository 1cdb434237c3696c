// What a running session can be asked over its own socket, and what it answers: the schema of each, checked where it comes in.

import { z } from 'zod';
import type { LiveGate, LiveMode } from './live-options.ts';

const reason = z.string().min(1).max(500);

export const operateArgs = z.strictObject({
  command: z.enum(['pause', 'resume', 'flatten', 'halt', 'kill']),
  /** Who asks, for the journal. */
  by: z.string().min(1).max(64),
  reason,
  /** With `resume` of a session that is not armed: the account that a person has typed, whose pin was compared. */
  account: z.string().min(1).max(128).optional(),
});
export type OperateArgs = z.infer<typeof operateArgs>;

export const stopArgs = z.strictObject({ mode: z.enum(['flatten', 'keep']), by: z.string().min(1).max(64), reason });
export type StopArgs = z.infer<typeof stopArgs>;

export const rollBackArgs = z.strictObject({ by: z.string().min(1).max(64), reason });
export type RollBackArgs = z.infer<typeof rollBackArgs>;

/** From a client: `status` has no args. Answered by `answer` or `failure` with the same id. */
export const controlRequestSchema = z.discriminatedUnion('what', [
  z.strictObject({ kind: z.literal('request'), id: z.int().min(0), what: z.literal('status'), args: z.null() }),
  z.strictObject({ kind: z.literal('request'), id: z.int().min(0), what: z.literal('operate'), args: operateArgs }),
  z.strictObject({ kind: z.literal('request'), id: z.int().min(0), what: z.literal('stop'), args: stopArgs }),
  z.strictObject({ kind: z.literal('request'), id: z.int().min(0), what: z.literal('rollback'), args: rollBackArgs }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;

export const controlAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.int(), value: z.json() }),
  z.strictObject({ kind: z.literal('failure'), id: z.int(), reason: z.string(), fix: z.string().optional() }),
]);

/** The answer to `operate` and `stop`. */
export interface ControlTaken {
  readonly taken: true;
  /** Why it does not act yet; null where it does. */
  readonly waits: string | null;
}

/** The answer to `rollback`: the channel has moved; the session follows when it holds nothing. */
export interface ControlRolledBack {
  /** What it undoes, a sentence. */
  readonly said: string;
}

/** A release that the channel of the session names, and that does not run yet. */
export interface WaitingRelease {
  readonly release: string;
  readonly action: 'promote' | 'rollback';
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
  readonly state: 'waiting' | 'proving' | 'ready' | 'refused';
  /** What it waits for, or why it is refused. */
  readonly why: string;
}

/** An order that is not ended, for people. */
export interface WorkingOrder {
  readonly clientOrderId: string;
  readonly contract: string;
  readonly side: 'buy' | 'sell';
  readonly role: string;
  readonly type: string;
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly price: number | null;
  readonly stopPrice: number | null;
  readonly status: string;
}

export interface HeldPosition {
  readonly contract: string;
  /** Signed. */
  readonly quantity: number;
  readonly averagePrice: number | null;
  /** At the last price, without costs; null where there is none. Absent where a session of an older version answers, as `market` is. */
  readonly openResultBrl?: number | null;
  /** The last price of the market, and when it was traded by the exchange's clock; null before the first. */
  readonly market?: { readonly price: number; readonly timeUtc: string | null; readonly ageMs: number | null } | null;
  /** Price of a target that rests nowhere: the session watches it; null where it is not known. Absent where targets rest at the broker. */
  readonly watchedTarget?: number | null;
}

export interface ControlStatus {
  readonly pid: number;
  readonly run: string;
  readonly mode: LiveMode;
  readonly strategy: string;
  readonly release: string | null;
  /** STRATEGY@STAGE that it follows; null where it was started with a release of its own. Absent where a session of an older version answers. */
  readonly channel?: string | null;
  /** Null where none waits. Absent as `channel` is. */
  readonly nextRelease?: WaitingRelease | null;
  readonly account: string | null;
  readonly sessionDay: string;
  readonly isProtectOnly: boolean;
  readonly armed: boolean;
  /** Since when and by whom; null while it is not armed, and where no account is traded. */
  readonly arming: { readonly timeUtc: string; readonly by: string } | null;
  /** Of the engine: active, reducing (exits only), halted; `starting` before the first epoch, `waiting` between two sessions. */
  readonly state: 'waiting' | 'starting' | 'active' | 'reducing' | 'halted';
  readonly why: string;
  /** Why there are no decisions now; empty where there are. */
  readonly muted: readonly string[];
  readonly capitalBrl: number;
  /** Realised plus open, net of costs; null while no price is known. */
  readonly sessionResultBrl: number | null;
  /** Realised, net of all costs so far; null where it is not known. Absent where a session of an older version answers. */
  readonly realisedResultBrl?: number | null;
  readonly positions: readonly HeldPosition[];
  readonly orders: readonly WorkingOrder[];
  readonly lastDecision: { readonly timeUtc: string; readonly outcome: string; readonly why: string } | null;
  /** Oldest first; critical ones are kept longer than others. */
  readonly lastAlerts: readonly {
    readonly timeUtc: string;
    readonly severity: string;
    readonly code: string;
    readonly text: string;
  }[];
  readonly gates: readonly LiveGate[];
  /** Age of the newest event that the engine took, milliseconds; null before the first. */
  readonly lastEventAgeMs: number | null;
  /** Longest waits since the last question, milliseconds: events for the engine, predictions, durable commits. */
  readonly slowest: { readonly queueMs: number; readonly predictionMs: number; readonly commitMs: number };
  readonly counts: {
    readonly events: number;
    readonly decisions: number;
    readonly commands: number;
    readonly fills: number;
  };
  /** Why the journal cannot be written any more; null while it can. */
  readonly journalBroken: string | null;
}
