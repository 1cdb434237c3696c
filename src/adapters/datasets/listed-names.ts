// Names in; the first of them with commas, and how many more there are, out.

/** `count` when there are more than were kept in `names`. */
export function listedNames(names: readonly string[], limit: number, count: number = names.length): string {
  const shown = names.slice(0, limit);
  return count > shown.length ? `${shown.join(', ')} and ${count - shown.length} more` : shown.join(', ');
}
