// Samples of the price and quantity columns of a Profit export to the way its numbers are written, or undefined where that is not clear.

import { decimalStyleOf, isUnclearNumber } from '../text/decimal-style.ts';
import { DECIMAL_COMMA, DECIMAL_POINT, type DecimalStyle } from '../text/field-scan.ts';

/**
 * A comma or two points in a number tell; so does a number such as `5454.5`, which no grouping of thousands gives. Where every
 * mark is a point before three digits, contracts tell, which are whole, or else the tick of the instrument.
 */
export function profitNumberStyle(
  prices: readonly string[],
  contracts: readonly string[],
  others: readonly string[],
  tick: number | undefined,
): DecimalStyle | undefined {
  const all = [...prices, ...contracts, ...others].map((text) => text.trim());
  const style = decimalStyleOf(all);
  if (style !== undefined) return style;
  // Profit itself writes the comma: a number with a mark may still come
  if (!all.some(isUnclearNumber) || contracts.some((text) => isUnclearNumber(text.trim()))) return DECIMAL_COMMA;
  return tick === undefined ? undefined : styleOnGrid(prices, tick);
}

/** The reading under which more prices are multiples of the tick; adjusted prices are so by chance only. */
function styleOnGrid(prices: readonly string[], tick: number): DecimalStyle | undefined {
  let grouped = 0;
  let decimal = 0;
  for (const price of prices) {
    if (Number(price.replace('.', '')) % tick === 0) grouped++;
    if (Number(price) % tick === 0) decimal++;
  }
  if (grouped === decimal) return undefined;
  return grouped > decimal ? DECIMAL_COMMA : DECIMAL_POINT;
}
