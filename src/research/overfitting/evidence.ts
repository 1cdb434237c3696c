// What is known about a strategy when it is judged: results of all trials, which one was chosen, its trades and its costs.

/** Whatever is left out fails the gates that need it. Money in one unit throughout, BRL for example. */
export interface Evidence {
  /** Net results by day of every trial of the search over the same days, the chosen one with them. */
  readonly trials?: readonly ArrayLike<number>[] | undefined;
  /** Place of the chosen one among `trials`. */
  readonly chosen?: number | undefined;
  /** Further trials whose daily results over these days are not known: each counts as an independent one. 0 where absent. */
  readonly uncompared?: number | undefined;
  /** Closed round trips of the chosen one. */
  readonly trades?: number | undefined;
  /** All its costs, positive: taken off once more for doubled costs, where no run with doubled costs was made. */
  readonly costs?: number | undefined;
  /** Its net result in a run with doubled costs. */
  readonly netAtDoubledCosts?: number | undefined;
}
