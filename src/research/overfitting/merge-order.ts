// Takes distances of all pairs; gives the order in which the nearest groups are joined until one is left.

/** Two groups become one, known by the lower of their first members. */
export interface Merge {
  readonly kept: number;
  readonly gone: number;
  /** Mean distance of their members. */
  readonly distance: number;
}

/**
 * Average linkage (UPGMA; R. Sokal and C. Michener 1958) by chains of nearest neighbours (F. Murtagh 1983): n²-time. `distances`: square
 * matrix row by row, which is left as it is. Merges ascend by distance, none
 * before those of its parts, and the same distances give the same tree.
 */
export function mergeOrder(size: number, distances: Float64Array): readonly Merge[] {
  const between = distances.slice();
  const members = new Float64Array(size).fill(1);
  const merges: Merge[] = [];
  // of the last merge of each group: rounding must not put a whole before its parts
  const heights = new Float64Array(size);
  const chain: number[] = [];
  while (merges.length < size - 1) {
    if (chain.length === 0) chain.push(members.findIndex((count) => count > 0));
    const last = chain.at(-1)!;
    const before = chain.at(-2);
    const near = nearest(last, before, size, between, members);
    if (near !== before) {
      chain.push(near);
      continue;
    }
    chain.length -= 2;
    const [kept, gone] = last < near ? [last, near] : [near, last];
    const distance = Math.max(between[kept * size + gone]!, heights[kept]!, heights[gone]!);
    heights[kept] = distance;
    merges.push({ kept, gone, distance });
    join(kept, gone, size, between, members);
  }
  // equal ones stay in the order in which they were made, parts first
  return merges.sort((a, b) => a.distance - b.distance);
}

/** The one before it in the chain wins among equals, so that the chain ends. */
function nearest(
  from: number,
  before: number | undefined,
  size: number,
  between: Float64Array,
  members: Float64Array,
): number {
  let best = before;
  let least = before === undefined ? Number.POSITIVE_INFINITY : between[from * size + before]!;
  for (let other = 0; other < size; other += 1) {
    if (other === from || members[other] === 0) continue;
    const distance = between[from * size + other]!;
    if (distance < least || best === undefined) {
      least = distance;
      best = other;
    }
  }
  return best!;
}

function join(kept: number, gone: number, size: number, between: Float64Array, members: Float64Array): void {
  const [a, b] = [members[kept]!, members[gone]!];
  for (let other = 0; other < size; other += 1) {
    if (members[other] === 0 || other === kept || other === gone) continue;
    const mean = (a * between[kept * size + other]! + b * between[gone * size + other]!) / (a + b);
    between[kept * size + other] = mean;
    between[other * size + kept] = mean;
  }
  members[kept] = a + b;
  members[gone] = 0;
}
