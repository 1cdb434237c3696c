// Runs decide() while clock, randomness, timers and network throw: a strategy that reaches for them would not replay.

import { UserError } from '../adapters/user-error.ts';

const FORBIDDEN = [
  'Date',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'process',
  'crypto',
] as const;

function refusal(name: string): never {
  throw new UserError({
    code: 'strategy-impure',
    message: `decide() used ${name}, which a replay cannot repeat`,
    fix: 'Use the time, features and prediction that decide() is given',
  });
}

function trap(name: string): unknown {
  return new Proxy(function trapped() {}, {
    apply: () => refusal(name),
    construct: () => refusal(name),
    get: () => refusal(name),
  });
}

type Forbidden = Record<(typeof FORBIDDEN)[number], unknown>;

const globals = globalThis as unknown as Forbidden;
const traps = Object.fromEntries(FORBIDDEN.map((name) => [name, trap(name)])) as Forbidden;

// Some of them are accessors, which are slow to define anew at each decision: their values as plain properties are the same to
// everyone, and are exchanged by assignment.
for (const name of FORBIDDEN) {
  Object.defineProperty(globalThis, name, {
    value: globals[name],
    configurable: true,
    writable: true,
    enumerable: false,
  });
}

/** Synchronous: nothing else of the process runs meanwhile, so nobody else meets the traps. */
export function guarded<T>(decide: () => T): T {
  const random = Math.random;
  const former = take(globals);
  put(traps);
  Math.random = refuseRandom;
  try {
    return decide();
  } finally {
    Math.random = random;
    put(former);
  }
}

// One by one by their names: by a name that varies, each exchange takes fifty times as long.

function take(from: Forbidden): Forbidden {
  return {
    Date: from.Date,
    fetch: from.fetch,
    performance: from.performance,
    setTimeout: from.setTimeout,
    setInterval: from.setInterval,
    setImmediate: from.setImmediate,
    queueMicrotask: from.queueMicrotask,
    process: from.process,
    crypto: from.crypto,
  };
}

function put(values: Forbidden): void {
  globals.Date = values.Date;
  globals.fetch = values.fetch;
  globals.performance = values.performance;
  globals.setTimeout = values.setTimeout;
  globals.setInterval = values.setInterval;
  globals.setImmediate = values.setImmediate;
  globals.queueMicrotask = values.queueMicrotask;
  globals.process = values.process;
  globals.crypto = values.crypto;
}

function refuseRandom(): number {
  return refusal('Math.random');
}
