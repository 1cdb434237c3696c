// How much each input counts, by one measure: the columns that `importanceFigure` takes, the largest first.

export interface Importances {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** Standard deviation over repetitions, where there are some. */
  readonly errors?: Float64Array | undefined;
}

/** Sorted by value, equal ones by their order. */
export function sortedImportances(
  names: readonly string[],
  values: ArrayLike<number>,
  errors?: ArrayLike<number>,
): Importances {
  const order = [...names.keys()].sort((a, b) => values[b]! - values[a]! || a - b);
  return {
    names: order.map((at) => names[at]!),
    values: Float64Array.from(order, (at) => values[at]!),
    ...(errors === undefined ? {} : { errors: Float64Array.from(order, (at) => errors[at]!) }),
  };
}
