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

const traps = new Map<string, PropertyDescriptor>(
  FORBIDDEN.map((name) => [name, { value: trap(name), configurable: true, writable: true, enumerable: false }]),
);

/** Synchronous: nothing else of the process runs meanwhile, so nobody else meets the traps. */
export function guarded<T>(decide: () => T): T {
  const former = new Map<string, PropertyDescriptor>();
  const random = Math.random;
  for (const [name, descriptor] of traps) {
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    if (own === undefined) continue;
    former.set(name, own);
    Object.defineProperty(globalThis, name, descriptor);
  }
  Math.random = () => refusal('Math.random');
  try {
    return decide();
  } finally {
    Math.random = random;
    for (const [name, descriptor] of former) Object.defineProperty(globalThis, name, descriptor);
  }
}
