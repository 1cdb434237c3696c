// A value in; the MIME bundle that shows it out.
import { inspect } from 'node:util';
import type { MimeBundle } from './session-events.ts';

/**
 * Objects that show themselves carry a function under it which gives a MIME bundle, or a promise of one; nothing where it has called
 * `display` for what there is to show.
 */
export const JUPYTER_DISPLAY = Symbol.for('Jupyter.display');

const LOOK = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100, compact: 3 } as const;

/** At once, unless the value's own display takes time. @throws what the value's own display throws. */
export function bundleOf(value: unknown): MimeBundle | undefined | Promise<MimeBundle | undefined> {
  const own = ownDisplay(value);
  if (own === undefined) return { 'text/plain': inspect(value, LOOK) };
  const bundle = own();
  return bundle instanceof Promise ? bundle.then((late: unknown) => checked(late, value)) : checked(bundle, value);
}

function checked(bundle: unknown, value: unknown): MimeBundle | undefined {
  if (bundle === undefined) return undefined;
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) {
    const given = inspect(bundle, { depth: 0 });
    throw new TypeError(`[Symbol.for('Jupyter.display')]() gives an object of MIME types, not ${given}`);
  }
  if ('text/plain' in bundle) return bundle as MimeBundle;
  return { 'text/plain': inspect(value, { ...LOOK, depth: 0, customInspect: false }), ...bundle };
}

function ownDisplay(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const display = (value as Readonly<Record<symbol, unknown>>)[JUPYTER_DISPLAY];
  return typeof display === 'function' ? () => display.call(value) as unknown : undefined;
}
