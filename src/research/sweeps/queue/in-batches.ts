// Items and what is to be done with each in; the outcomes in their order, some under way at once, never all, out.

/** Files that go over the line at once. */
const AT_ONCE = 8;

export async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const outcomes: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    outcomes.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return outcomes;
}
