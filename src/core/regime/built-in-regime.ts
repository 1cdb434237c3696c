// The spec of a detector of this package in; the same, known from then on as one whose parameters say all that it depends on, out.

import type { RegimeDetectorSpec } from './regime-detector.ts';

/** By the object: a copy with another `create` is one's own. */
const known = new WeakSet<RegimeDetectorSpec>();

/** For the makers of this package alone. */
export function builtInRegime(spec: RegimeDetectorSpec): RegimeDetectorSpec {
  known.add(Object.freeze(spec));
  return spec;
}

/** False for any other: its `create` may depend on what its parameters do not name. */
export function isBuiltInRegime(spec: RegimeDetectorSpec): boolean {
  return known.has(spec);
}
