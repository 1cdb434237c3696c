// A mistyped id and the known ones in; the few known ids most like it out, for error messages.

/** Up to `count` of `known` in order of edit distance to `id` (case ignored), none further than half its length. */
export function nearestIds(id: string, known: Iterable<string>, count = 3): readonly string[] {
  const wanted = id.toLowerCase();
  const furthest = Math.max(2, Math.floor(wanted.length / 2));
  return [...known]
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= furthest)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Least number of inserted, removed or changed letters that turns `a` into `b` (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
