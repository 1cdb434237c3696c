// How many rows, features, outputs and threads in; where each part of the shared memory begins, in bytes, out.

/** What the memory must hold. */
export interface TreeShape {
  /** Rows to train on, then rows to validate by: numbered one after the other. */
  readonly trainRows: number;
  readonly rows: number;
  readonly features: number;
  readonly outputs: number;
  readonly leaves: number;
  readonly threads: number;
  /** Histograms kept at a time. */
  readonly slots: number;
}

/** Bytes of one feature's histogram: 256 bins of two 64-bit numbers. */
export const FEATURE_BYTES = 4096;
export const MISSING_BIN = 255;
/** Features side by side in one kernel call. */
export const BLOCK = 8;
/** Features whose bins lie side by side, so that those of one row are one line of the cache. */
const GROUP = 64;
/** Blocks of such a line. */
export const LINE_BLOCKS: number = GROUP / BLOCK;
/** Rows of one task. */
export const ROW_BLOCK = 16_384;
/** Rows whose bins and pairs stay in the cache while the features are gone through. */
export const CHUNK = 1024;
/** Bytes of a node for the split search, of its answer for a feature, and of a node of `walk`. */
export const NODE_BYTES = 64;
export const BEST_BYTES = 64;
export const WALK_BYTES = 32;

const PAGE = 65_536;

export interface SharedLayout {
  readonly control: number;
  readonly arguments: number;
  readonly settings: number;
  readonly nodes: number;
  readonly binCounts: number;
  readonly directions: number;
  readonly used: number;
  readonly edges: number;
  readonly bests: number;
  readonly lefts: number;
  readonly partials: number;
  readonly values: number;
  readonly leafRows: number;
  readonly walkNodes: number;
  readonly sample: number;
  readonly label: number;
  readonly weight: number;
  readonly scores: number;
  readonly order: number;
  readonly bins: number;
  /** Columns that are being binned lie where pairs and rows come later. */
  readonly columns: number;
  readonly columnPlaces: number;
  readonly pairs: number;
  readonly rows: readonly [number, number];
  /** Rows on their way from one list to the other. */
  readonly parted: number;
  readonly scratch: number;
  readonly histograms: number;
  readonly histogramBytes: number;
  readonly pages: number;
}

export function blocksOf(features: number): number {
  return Math.ceil(features / BLOCK);
}

export function rowBlocks(rows: number): number {
  return Math.ceil(rows / ROW_BLOCK);
}

/** Bytes of all features' histograms of one leaf. */
export function histogramBytes(features: number): number {
  return blocksOf(features) * BLOCK * FEATURE_BYTES;
}

/** Bytes from a row's bins to the next row's, of the group that the feature is in. */
export function binStride(features: number, feature: number): number {
  const before = feature - (feature % GROUP);
  return Math.min(GROUP, (blocksOf(features) - before / BLOCK) * BLOCK);
}

/** Address of a feature's bin of row 0. */
export function binAddress(layout: SharedLayout, shape: TreeShape, feature: number): number {
  const inGroup = feature % GROUP;
  return layout.bins + (feature - inGroup) * shape.rows + inGroup;
}

export const SAMPLE_ROWS = 131_072;

export function sharedLayout(shape: TreeShape): SharedLayout {
  const { trainRows, rows, features, outputs, leaves, threads, slots } = shape;
  let end = PAGE;
  const take = (bytes: number): number => {
    const at = end;
    // whole lines of the cache, so that threads do not share one
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const blocks = rowBlocks(rows);
  const fixed = {
    control: take(64),
    arguments: take(256),
    settings: take(64),
    nodes: take(2 * NODE_BYTES),
    binCounts: take(4 * features),
    directions: take(4 * features),
    used: take(2 * features),
    edges: take(1024 * features),
    bests: take(2 * BEST_BYTES * features),
    lefts: take(8 * (blocks + 1)),
    partials: take(8 * blocks * (2 * outputs + 1)),
    values: take(8 * leaves),
    leafRows: take(16 * leaves),
    walkNodes: take(WALK_BYTES * leaves),
    sample: take(4 * Math.min(trainRows, SAMPLE_ROWS)),
    label: take(8 * rows),
    weight: take(8 * rows),
    scores: take(8 * rows * outputs),
    order: take(4 * rows),
    bins: take(blocksOf(features) * BLOCK * rows),
  };
  const columns = end;
  const pairs = take(16 * trainRows * outputs);
  const lists: [number, number] = [take(4 * trainRows), take(4 * trainRows)];
  const parted = take(4 * trainRows);
  // as many columns at a time as there is room for anyway, but at least one for each thread
  const columnBytes = Math.ceil((4 * rows) / 64) * 64;
  const columnPlaces = Math.max(threads, Math.floor((end - columns) / columnBytes));
  end = Math.max(end, columns + columnPlaces * columnBytes);
  const scratch = take(threads * CHUNK * 16);
  const bytes = histogramBytes(features);
  const histograms = take(slots * bytes);
  return {
    ...fixed,
    ...{ columns, columnPlaces, pairs, rows: lists, parted, scratch, histograms, histogramBytes: bytes },
    pages: Math.ceil(end / PAGE),
  };
}
