// The colours and words of the states of a day: of the palette of all figures, which colour-blind readers tell apart.

import { AMBER, BLUE, GREEN, GREY, VERMILLION } from '../plots/palette.ts';
import type { DayState } from './report-days.ts';

/** A missing day is an empty frame in the colour of what is wrong; a closed one is faint. */
export const STATE_COLOURS: Readonly<Record<DayState, string>> = {
  clean: GREEN,
  note: BLUE,
  warn: AMBER,
  refuse: VERMILLION,
  missing: VERMILLION,
  closed: GREY,
};

export const STATE_WORDS: Readonly<Record<DayState, string>> = {
  clean: 'clean',
  note: 'noted',
  warn: 'warned of',
  refuse: 'refused',
  missing: 'missing',
  closed: 'no trading',
};
