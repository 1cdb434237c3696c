// Takes two plain values; gives the path and the two values of the first place where they differ, as deep as it can be named.

export interface Difference {
  /** Such as `inputs.features.emaSlope_20` or `commands[3].request.price`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Looks in the order of the expected fields, then at fields that only the actual value has. A field that is undefined and one
 * that is absent are the same, and so are 0 and -0: no decision can tell them apart.
 */
export function deepDifference(expected: unknown, actual: unknown, path: string): Difference | undefined {
  if (expected === actual || (Number.isNaN(expected) && Number.isNaN(actual))) return undefined;
  if (Array.isArray(expected) && Array.isArray(actual)) return ofArrays(expected, actual, path);
  if (isFields(expected) && isFields(actual)) return ofFields(expected, actual, path);
  return { path, expected, actual };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofArrays(expected: readonly unknown[], actual: readonly unknown[], path: string): Difference | undefined {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    const found = deepDifference(expected[index], actual[index], `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofFields(expected: Fields, actual: Fields, path: string): Difference | undefined {
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const found = deepDifference(expected[key], actual[key], path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
