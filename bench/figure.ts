// A measured value with its goal and its peer in, one figure of the benchmark report out: whether the goal was met, and the ratio.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number | null;
  /** Value over what `against` measured in the same run; null where there is no peer. */
  readonly ratio: number | null;
  readonly against: string | null;
  /** Null where there is no goal. */
  readonly met: boolean | null;
  /** What was measured: data, repetitions, and what else is needed to read the value. */
  readonly note: string;
}

export interface FigureOptions {
  /** `least`: the value must reach the goal; `most`: it must not pass it. */
  readonly goal?: { readonly kind: 'least' | 'most'; readonly value: number };
  /** In the unit of the value. */
  readonly peer?: { readonly name: string; readonly value: number };
  readonly note?: string;
}

export function figure(name: string, value: number, unit: string, options: FigureOptions = {}): Figure {
  const { goal, peer, note } = options;
  return {
    name,
    value: rounded(value),
    unit,
    goal: goal?.value ?? null,
    ratio: peer === undefined ? null : rounded(value / peer.value),
    against: peer?.name ?? null,
    met: goal === undefined ? null : goal.kind === 'least' ? value >= goal.value : value <= goal.value,
    note: note ?? '',
  };
}

/** Four significant digits: timings on a shared machine carry no more. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
