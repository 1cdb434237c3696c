// A JSON value in, its text out; integers beyond JSON's range become numbers or text instead of errors.

/** As JSON.stringify, but a bigint becomes a number where that is exact and text where it is not. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Only now, since a replacer makes large figures several times slower.
    return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? jsonOfBigint(part) : part));
  }
}

function jsonOfBigint(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
