// Takes who imports whom; gives each cycle once, as the list of its files.

/**
 * Finds cycles by depth-first search. Not every cycle of a tangle is listed, but a tangle has at least one, and none is
 * listed where there is none.
 */
export function importCycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    if (done.has(file)) return;
    const seenAt = path.indexOf(file);
    if (seenAt >= 0) {
      cycles.push(path.slice(seenAt));
      return;
    }
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
