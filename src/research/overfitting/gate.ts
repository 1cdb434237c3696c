// Takes the figure of a gate and its limit; gives whether it passed, in numbers and in a sentence.

export type GateName = 'trades' | 'deflatedSharpe' | 'overfitting' | 'doubledCosts' | 'oneDay';

export interface Gate {
  readonly name: GateName;
  /** Undefined where the evidence for it is missing: then it has not passed. */
  readonly value: number | undefined;
  readonly limit: number;
  readonly passed: boolean;
  /** One sentence for a person. */
  readonly says: string;
}

/** A gate that cannot be judged. */
export function unjudged(name: GateName, limit: number, says: string): Gate {
  return { name, value: undefined, limit, passed: false, says };
}
