// Takes how far a session has come; gives how busy it is then, 1 on average: most at the open, least after noon, more at the close.

/** Contribution of the quiet middle, of the open and of the close, and how fast the last two fade, in shares of the session. */
const QUIET = 0.55;
const OPENING = 1.2;
const OPENING_FADE = 0.12;
const CLOSING = 0.5;
const CLOSING_FADE = 0.06;
const MEAN =
  QUIET +
  OPENING * OPENING_FADE * (1 - Math.exp(-1 / OPENING_FADE)) +
  CLOSING * CLOSING_FADE * (1 - Math.exp(-1 / CLOSING_FADE));

/** `share` of the session that has passed, 0 to 1. */
export function intradayActivity(share: number): number {
  const shape = QUIET + OPENING * Math.exp(-share / OPENING_FADE) + CLOSING * Math.exp((share - 1) / CLOSING_FADE);
  return shape / MEAN;
}
