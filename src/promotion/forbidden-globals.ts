// The globals that would let a strategy reach clock, randomness, timers or the outside world, and where a bundle uses one.

const FORBIDDEN: readonly string[] = [
  ...['Date', 'Math.random', 'performance', 'Temporal', 'crypto', 'Intl'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'],
  ...[
    'process',
    'console',
    'Buffer',
    'fetch',
    'WebSocket',
    'XMLHttpRequest',
    'EventSource',
    'navigator',
    'localStorage',
  ],
  ...[
    'globalThis',
    'global',
    'window',
    'self',
    'Function',
    'WeakRef',
    'FinalizationRegistry',
    'Atomics',
    'SharedArrayBuffer',
  ],
];

const MARK = '__quantumtrader_forbidden_';

/**
 * For esbuild's `define`, which replaces a name only where it means the global: a local variable or a property of that name
 * is left alone.
 */
export const forbiddenGlobalMarks: Readonly<Record<string, string>> = Object.fromEntries(
  FORBIDDEN.map((name) => [name, `${MARK}${name.replace('.', '_')}`]),
);

export interface ForbiddenGlobal {
  readonly name: string;
  /** Text of the comment with which esbuild opens each module. */
  readonly module: string;
}

/** The first forbidden global of a bundle built with the marks; undefined when it has none. */
export function forbiddenGlobalIn(bundle: string): ForbiddenGlobal | undefined {
  let module = '';
  for (const line of bundle.split('\n')) {
    if (line.startsWith('// ')) module = line.slice('// '.length);
    const name = FORBIDDEN.find((each) => new RegExp(`${forbiddenGlobalMarks[each]}\\b`).test(line));
    if (name !== undefined) return { name, module };
  }
  return undefined;
}
