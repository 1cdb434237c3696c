// The messages between host and vendor process over the link, checked when they come; records travel beside them as they are.

import { z } from 'zod';
import type { VendorStatus } from './vendor-port.ts';

/** What the vendor process needs to know before it loads the library. No secrets. */
export const processSettings = z.strictObject({
  dllPath: z.string().min(1),
  /** `auto`: the native feed where it can be loaded, else the direct one. */
  feed: z.enum(['auto', 'native', 'direct']),
  ringRecords: z
    .int()
    .min(1024)
    .max(1 << 24),
  depthLevels: z.int().min(1).max(1000),
  /** Vendor's version bytes that a machine fixes, by record name. */
  versionBytes: z.record(z.string(), z.int().min(0).max(255)),
});
export type VendorProcessSettings = z.infer<typeof processSettings>;

/** Written to the standard input of the vendor process, one line: where to connect and the key that is good for one connection. */
export const invitationSchema = z.strictObject({
  endpoint: z.unknown(),
  keyId: z.string(),
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Invitation = z.infer<typeof invitationSchema>;

const callId = z.int().min(1);

export const toVendor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), settings: processSettings }),
  z.strictObject({
    kind: z.literal('initialise'),
    id: callId,
    mode: z.enum(['market', 'routing']),
    activationKey: z.string(),
    user: z.string(),
    password: z.string(),
    routingPassword: z.string().optional(),
    deadlineMs: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal('call'),
    id: callId,
    method: z.string(),
    args: z.array(z.unknown()),
    deadlineMs: z.int().min(1),
    /** On the monotonic clock of the machine: what sends or changes orders must not be made later. */
    notAfterMs: z.number(),
  }),
  z.strictObject({ kind: z.literal('stop') }),
]);
export type ToVendor = z.infer<typeof toVendor>;

const callError = z.strictObject({
  kind: z.enum(['vendor', 'deadline', 'lost', 'absent', 'expired', 'failed']),
  code: z.string().optional(),
  message: z.string(),
  fix: z.string().optional(),
});

const feedCounters = z.strictObject({
  messages: z.number(),
  records: z.number(),
  overflowed: z.number(),
  untranslated: z.number(),
  highWater: z.number(),
  capacity: z.number(),
  longestCallbackNs: z.number(),
  callbacksOver1Ms: z.number(),
  used: z.number(),
  reservedOverflowed: z.number(),
  pagesFreed: z.number(),
  assets: z.number(),
});

const heartbeat = z.strictObject({
  kind: z.literal('heartbeat'),
  /** Clock of the records, for anchoring: nanoseconds as text. */
  nowNs: z.string(),
  counters: feedCounters,
  /** What the library says of itself; `unknown` on builds that cannot tell. */
  health: z.enum(['responsive', 'frozen', 'unknown']),
  /** How long the last question after it has had no answer. */
  healthPendingMs: z.number(),
  /** The longest time since the last heartbeat in which this process did not come round. */
  stallMs: z.number(),
  /** Calls that were sent to the library and have not come back. */
  callsPending: z.number(),
});
export type VendorHeartbeat = z.infer<typeof heartbeat>;

const opened = z.strictObject({
  kind: z.literal('opened'),
  pid: z.int(),
  feed: z.enum(['native', 'direct']),
  /** Why it is not the native feed. */
  feedNote: z.string().optional(),
  facts: z.unknown(),
});
export type VendorOpened = z.infer<typeof opened>;

const layout = z.object({ records: z.int().min(1), versionBytes: z.record(z.string(), z.int().min(0)) });

/** The build, and what was checked of its records, among the facts that the process tells of its library. */
export function libraryOf(message: VendorOpened | undefined): Pick<VendorStatus, 'libraryVersion' | 'layout'> {
  return {
    libraryVersion: z.object({ fileVersion: z.string() }).safeParse(message?.facts).data?.fileVersion,
    layout: z.object({ layout }).safeParse(message?.facts).data?.layout,
  };
}

export const fromVendor = z.discriminatedUnion('kind', [
  opened,
  z.strictObject({ kind: z.literal('openFailed'), message: z.string(), fix: z.string().optional() }),
  z.strictObject({ kind: z.literal('answer'), id: callId, ok: z.literal(true), late: z.boolean(), value: z.unknown() }),
  z.strictObject({ kind: z.literal('refusal'), id: callId, ok: z.literal(false), late: z.boolean(), error: callError }),
  heartbeat,
  z.strictObject({ kind: z.literal('finalised'), result: z.number().optional() }),
]);
export type FromVendor = z.infer<typeof fromVendor>;
