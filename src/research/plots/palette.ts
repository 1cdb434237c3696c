// The colours of all figures: the set of Okabe and Ito (2008), told apart by colour-blind readers, on light and dark paper.

import type { RegimeKind } from '../../core/regime/regime.ts';

export const BLUE = '#1f83c4';
export const VERMILLION = '#d55e00';
export const GREEN = '#009e73';
export const AMBER = '#e69f00';
export const PURPLE = '#cc79a7';
export const GREY = '#8a9099';

/** Rising candles, winning days and trades; the sign of the number always says the same. */
export const GAIN = BLUE;
export const LOSS = VERMILLION;

export const REGIME_COLOURS: Readonly<Record<RegimeKind, string>> = {
  trend_up: BLUE,
  trend_down: VERMILLION,
  range: AMBER,
  undefined: GREY,
};

export const REGIME_NAMES: Readonly<Record<RegimeKind, string>> = {
  trend_up: 'trend up',
  trend_down: 'trend down',
  range: 'range',
  undefined: 'undefined',
};
