// What each strategy holds by our fills, and what others have of the same contract, in; how much of ours the others have closed out.

/** Signed contracts in; contracts without sign out, in the same order. What goes the other way closes the first one first. */
export function closedByOthers(held: readonly number[], others: number): readonly number[] {
  let left = others;
  return held.map((net) => {
    const closed = Math.sign(left) === -Math.sign(net) ? Math.min(Math.abs(left), Math.abs(net)) : 0;
    left += Math.sign(net) * closed;
    return closed;
  });
}
