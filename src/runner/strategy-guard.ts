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

const globals = globalThis as unknown as Record<string, unknown>;
const traps: readonly unknown[] = FORBIDDEN.map(trap);

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
  const former: unknown[] = [];
  const random = Math.random;
  for (let k = 0; k < FORBIDDEN.length; k++) {
    const name = FORBIDDEN[k]!;
    former.push(globals[name]);
    globals[name] = traps[k];
  }
  Math.random = refuseRandom;
  try {
    return decide();
  } finally {
    Math.random = random;
    for (let k = 0; k < FORBIDDEN.length; k++) globals[FORBIDDEN[k]!] = former[k];
  }
}

function refuseRandom(): number {
  return refusal('Math.random');
}
