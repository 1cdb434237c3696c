// The two sides of an order, and the sign that each gives to a quantity.

export type Side = 'buy' | 'sell';

export function signOf(side: Side): 1 | -1 {
  return side === 'buy' ? 1 : -1;
}

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

/** The side that trades a signed quantity; it must not be zero. */
export function sideOf(signedQuantity: number): Side {
  return signedQuantity > 0 ? 'buy' : 'sell';
}
