// Addresses of rows, bins and gradients in shared memory in; histograms, split candidates, parted rows and scores there out.
//
// Compiled by `node scripts/pinned.cjs scripts/build-trees.ts` to kernel.wasm, which is committed; a test compiles it anew and compares.
// AssemblyScript. Everything that is summed here is a whole number, so that the order of summing cannot matter: a pair of 64-bit lanes
// for each row, (gradient, hessian << countBits | 1), and for each bin their sums.

const MISSING_BIN: u32 = 255;

/** Adds each row's pair to one bin of each of 8 neighbouring features. `bins` is the address of their 8 bytes in row 0. */
export function histogram8(rows: usize, count: i32, bins: usize, stride: i32, pairs: usize, histogram: usize): void {
  const end = rows + ((<usize>count) << 2);
  while (rows < end) {
    const eight = load<u64>(bins + <usize>load<u32>(rows) * <usize>stride);
    const low = <u32>eight;
    const high = <u32>(eight >> 32);
    const pair = v128.load(pairs);
    let at = histogram + <usize>((low << 4) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at), pair));
    at = histogram + <usize>((low >> 4) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 4096), pair), 4096);
    at = histogram + <usize>((low >> 12) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 8192), pair), 8192);
    at = histogram + <usize>((low >> 20) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 12288), pair), 12288);
    at = histogram + <usize>((high << 4) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 16384), pair), 16384);
    at = histogram + <usize>((high >> 4) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 20480), pair), 20480);
    at = histogram + <usize>((high >> 12) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 24576), pair), 24576);
    at = histogram + <usize>((high >> 20) & 0xff0);
    v128.store(at, i64x2.add(v128.load(at, 28672), pair), 28672);
    rows += 4;
    pairs += 16;
  }
}

/** The same for one feature. */
export function histogram1(rows: usize, count: i32, bins: usize, stride: i32, pairs: usize, histogram: usize): void {
  const end = rows + ((<usize>count) << 2);
  while (rows < end) {
    const bin = load<u8>(bins + <usize>load<u32>(rows) * <usize>stride);
    const at = histogram + ((<usize>bin) << 4);
    v128.store(at, i64x2.add(v128.load(at), v128.load(pairs)));
    rows += 4;
    pairs += 16;
  }
}

/** Copies the pairs of these rows side by side. */
export function gather(rows: usize, count: i32, pairs: usize, out: usize): void {
  const end = rows + ((<usize>count) << 2);
  while (rows < end) {
    v128.store(out, v128.load(pairs + ((<usize>load<u32>(rows)) << 4)));
    rows += 4;
    out += 16;
  }
}

/** The sum of the pairs of these rows. */
export function sumPairs(rows: usize, count: i32, pairs: usize, out: usize): void {
  const end = rows + ((<usize>count) << 2);
  let sum = i64x2.splat(0);
  while (rows < end) {
    sum = i64x2.add(sum, v128.load(pairs + ((<usize>load<u32>(rows)) << 4)));
    rows += 4;
  }
  v128.store(out, sum);
}

/** Reads one byte of each row: misses of the cache overlap here, where nothing waits for them. */
export function touch(rows: usize, count: i32, bins: usize, stride: i32): u32 {
  const end = rows + ((<usize>count) << 2);
  let sum: u32 = 0;
  while (rows < end) {
    sum += load<u8>(bins + <usize>load<u32>(rows) * <usize>stride);
    rows += 4;
  }
  return sum;
}

export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}

/** `from` minus `part`, in its place. */
export function subtract(from: usize, part: usize, bytes: usize): void {
  const end = from + bytes;
  while (from < end) {
    v128.store(from, i64x2.sub(v128.load(from), v128.load(part)));
    from += 16;
    part += 16;
  }
}

/** Pairs of doubles (gradient, hessian) to pairs of whole numbers, in place. */
export function quantise(pairs: usize, count: i32, gradientScale: f64, hessianScale: f64, countBits: i32): void {
  const end = pairs + ((<usize>count) << 4);
  while (pairs < end) {
    const gradient = <i64>nearest<f64>(load<f64>(pairs) * gradientScale);
    const hessian = <i64>nearest<f64>(load<f64>(pairs, 8) * hessianScale);
    store<i64>(pairs, gradient);
    store<i64>(pairs, (hessian << (<i64>countBits)) | 1, 8);
    pairs += 16;
  }
}

/**
 * The place of each value among `edges` (256, ascending, the rest infinite): the first that is not below it; 255 where it is missing.
 */
export function binColumn(column: usize, count: i32, edges: usize, out: usize, stride: i32): void {
  for (let row: i32 = 0; row < count; row++) {
    const x = load<f32>(column);
    let at = edges;
    at += (<usize>(<i32>(load<f32>(at, 508) < x))) << 9;
    at += (<usize>(<i32>(load<f32>(at, 252) < x))) << 8;
    at += (<usize>(<i32>(load<f32>(at, 124) < x))) << 7;
    at += (<usize>(<i32>(load<f32>(at, 60) < x))) << 6;
    at += (<usize>(<i32>(load<f32>(at, 28) < x))) << 5;
    at += (<usize>(<i32>(load<f32>(at, 12) < x))) << 4;
    at += (<usize>(<i32>(load<f32>(at, 4) < x))) << 3;
    at += (<usize>(<i32>(load<f32>(at) < x))) << 2;
    store<u8>(out, abs<f32>(x) <= <f32>Infinity ? <u8>((at - edges) >> 2) : 255);
    column += 4;
    out += <usize>stride;
  }
}

/**
 * Writes the rows that go left to `out` in their order, and the others from its end on backwards; gives how many go left. `bins` is the
 * address of the feature's byte in row 0.
 */
export function partRows(
  rows: usize,
  count: i32,
  bins: usize,
  stride: i32,
  last: u32,
  missingLeft: u32,
  out: usize,
): i32 {
  const end = rows + ((<usize>count) << 2);
  let left = out;
  let right = out + ((<usize>count) << 2) - 4;
  while (rows < end) {
    const row = load<u32>(rows);
    const bin = <u32>load<u8>(bins + <usize>row * <usize>stride);
    const goesLeft = <usize>(bin === MISSING_BIN ? missingLeft : <u32>(bin <= last));
    // both are written: where the row does not go, the next one overwrites it
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right -= (1 - goesLeft) << 2;
    rows += 4;
  }
  return <i32>((left - out) >> 2);
}

/** Copies `left` rows from the front, and the rest from the end on backwards. */
export function placeRows(parted: usize, count: i32, left: i32, toLeft: usize, toRight: usize): void {
  memory.copy(toLeft, parted, (<usize>left) << 2);
  let from = parted + ((<usize>count) << 2);
  const end = parted + ((<usize>left) << 2);
  while (from > end) {
    from -= 4;
    store<u32>(toRight, load<u32>(from));
    toRight += 4;
  }
}

export function addToRows(rows: usize, count: i32, scores: usize, value: f64): void {
  const end = rows + ((<usize>count) << 2);
  while (rows < end) {
    const at = scores + ((<usize>load<u32>(rows)) << 3);
    store<f64>(at, load<f64>(at) + value);
    rows += 4;
  }
}

/**
 * Adds to each row's score the value of the leaf that its bins lead to. A node takes 32 bytes: address of its feature's byte in row 0,
 * stride, last bin to the left, whether missing goes left, left and right node (below 0 a leaf, ~leaf).
 */
export function walk(rows: usize, count: i32, nodes: usize, values: usize, scores: usize): void {
  const end = rows + ((<usize>count) << 2);
  while (rows < end) {
    const row = <usize>load<u32>(rows);
    let node: i32 = 0;
    while (node >= 0) {
      const at = nodes + ((<usize>node) << 5);
      const bin = <u32>load<u8>(<usize>load<u32>(at) + row * <usize>load<u32>(at, 4));
      const goesLeft = bin === MISSING_BIN ? load<u32>(at, 12) : <u32>(bin <= load<u32>(at, 8));
      node = goesLeft ? load<i32>(at, 16) : load<i32>(at, 20);
    }
    const score = scores + (row << 3);
    store<f64>(score, load<f64>(score) + load<f64>(values + ((<usize>~node) << 3)));
    rows += 4;
  }
}

// What scan() reads of the settings: l1, l2, least hessian of a leaf, 1 / gradient scale, 1 / hessian scale (doubles), least count,
// bits of the count (both 64-bit).
// And of the node: sums (two 64-bit), what a split must score (double), least and greatest value of a leaf (doubles).
// What it writes, 64 bytes: score (double), sums on the left: gradient, hessian, count
// (doubles, whole), last bin to the left (32-bit), whether missing goes left, whether any was missing
// (32-bit). The bin is -1 where no split is better than what was asked for.

/** The best split of one feature. `direction` is 1, -1 or 0: what the value may do where the feature grows. */
export function scan(
  histogram: usize,
  bins: i32,
  settings: usize,
  node: usize,
  direction: i32,
  isBounded: i32,
  out: usize,
): void {
  store<f64>(out, load<f64>(node, 16));
  store<i32>(out, -1, 32);
  const missing = v128.load(histogram + MISSING_BIN * 16);
  const countBits = load<i64>(settings, 48);
  const hasMissing = (i64x2.extract_lane(missing, 1) & ((1 << countBits) - 1)) !== 0;
  store<i32>(out, <i32>hasMissing, 40);
  if (direction === 0 && isBounded === 0) {
    scanSide(histogram, settings, node, i64x2.splat(0), hasMissing ? bins : bins - 1, 0, out);
    if (hasMissing) scanSide(histogram, settings, node, missing, bins - 1, 1, out);
  } else {
    scanBounded(histogram, settings, node, direction, i64x2.splat(0), hasMissing ? bins : bins - 1, 0, out);
    if (hasMissing) scanBounded(histogram, settings, node, direction, missing, bins - 1, 1, out);
  }
}

/** Left and right in two lanes: the score of a split is the sum of `soft(G, l1)^2 / (H + l2)` of both. */
function scanSide(
  histogram: usize,
  settings: usize,
  node: usize,
  start: v128,
  end: i32,
  missingLeft: i32,
  out: usize,
): void {
  const l1 = f64x2.splat(load<f64>(settings));
  const l2 = f64x2.splat(load<f64>(settings, 8));
  const leastHessian = load<f64>(settings, 16);
  const gradientUnit = f64x2.splat(load<f64>(settings, 24));
  const hessianUnit = f64x2.splat(load<f64>(settings, 32));
  const leastCount = load<i64>(settings, 40);
  const countBits = load<i64>(settings, 48);
  const mask: i64 = (1 << countBits) - 1;
  const total = v128.load(node);
  const zero = f64x2.splat(0);
  let best = load<f64>(out);
  let left = start;
  for (let bin: i32 = 0; bin < end; bin++) {
    const own = v128.load(histogram + ((<usize>bin) << 4));
    // an empty bin changes nothing
    if (i64x2.extract_lane(own, 1) === 0) continue;
    left = i64x2.add(left, own);
    const right = i64x2.sub(total, left);
    const leftSecond = i64x2.extract_lane(left, 1);
    const rightSecond = i64x2.extract_lane(right, 1);
    if ((leftSecond & mask) < leastCount) continue;
    if ((rightSecond & mask) < leastCount) break;
    const hessian = f64x2.mul(
      f64x2.replace_lane(f64x2.splat(<f64>(leftSecond >> countBits)), 1, <f64>(rightSecond >> countBits)),
      hessianUnit,
    );
    if (f64x2.extract_lane(hessian, 0) < leastHessian) continue;
    if (f64x2.extract_lane(hessian, 1) < leastHessian) break;
    const gradient = f64x2.mul(
      f64x2.replace_lane(f64x2.splat(<f64>i64x2.extract_lane(left, 0)), 1, <f64>i64x2.extract_lane(right, 0)),
      gradientUnit,
    );
    const soft = f64x2.max(f64x2.sub(f64x2.abs(gradient), l1), zero);
    const terms = f64x2.div(f64x2.mul(soft, soft), f64x2.add(hessian, l2));
    const score = f64x2.extract_lane(terms, 0) + f64x2.extract_lane(terms, 1);
    if (score > best) {
      best = score;
      writeSplit(out, score, left, countBits, bin, missingLeft);
    }
  }
}

/** The same where values are bounded or must be in order: the score is that of the values the leaves would get. */
function scanBounded(
  histogram: usize,
  settings: usize,
  node: usize,
  direction: i32,
  start: v128,
  end: i32,
  missingLeft: i32,
  out: usize,
): void {
  const leastHessian = load<f64>(settings, 16);
  const leastCount = load<i64>(settings, 40);
  const countBits = load<i64>(settings, 48);
  const mask: i64 = (1 << countBits) - 1;
  const total = v128.load(node);
  let best = load<f64>(out);
  let left = start;
  for (let bin: i32 = 0; bin < end; bin++) {
    const own = v128.load(histogram + ((<usize>bin) << 4));
    if (i64x2.extract_lane(own, 1) === 0) continue;
    left = i64x2.add(left, own);
    const right = i64x2.sub(total, left);
    if ((i64x2.extract_lane(left, 1) & mask) < leastCount) continue;
    if ((i64x2.extract_lane(right, 1) & mask) < leastCount) break;
    const leftHessian = hessianOf(left, settings);
    const rightHessian = hessianOf(right, settings);
    if (leftHessian < leastHessian) continue;
    if (rightHessian < leastHessian) break;
    const leftValue = boundedValue(gradientOf(left, settings), leftHessian, settings, node);
    const rightValue = boundedValue(gradientOf(right, settings), rightHessian, settings, node);
    if (<f64>direction * (rightValue - leftValue) < 0) continue;
    const score =
      scoreOf(leftValue, gradientOf(left, settings), leftHessian, settings) +
      scoreOf(rightValue, gradientOf(right, settings), rightHessian, settings);
    if (score > best) {
      best = score;
      writeSplit(out, score, left, countBits, bin, missingLeft);
    }
  }
}

function gradientOf(sums: v128, settings: usize): f64 {
  return <f64>i64x2.extract_lane(sums, 0) * load<f64>(settings, 24);
}

function hessianOf(sums: v128, settings: usize): f64 {
  return <f64>(i64x2.extract_lane(sums, 1) >> load<i64>(settings, 48)) * load<f64>(settings, 32);
}

function boundedValue(gradient: f64, hessian: f64, settings: usize, node: usize): f64 {
  const soft = max<f64>(abs<f64>(gradient) - load<f64>(settings), 0);
  const value = -copysign<f64>(soft, gradient) / (hessian + load<f64>(settings, 8));
  return min<f64>(max<f64>(value, load<f64>(node, 24)), load<f64>(node, 32));
}

function scoreOf(value: f64, gradient: f64, hessian: f64, settings: usize): f64 {
  return -(
    2 * gradient * value +
    (hessian + load<f64>(settings, 8)) * value * value +
    2 * load<f64>(settings) * abs<f64>(value)
  );
}

function writeSplit(out: usize, score: f64, left: v128, countBits: i64, bin: i32, missingLeft: i32): void {
  const second = i64x2.extract_lane(left, 1);
  store<f64>(out, score);
  store<f64>(out, <f64>i64x2.extract_lane(left, 0), 8);
  store<f64>(out, <f64>(second >> countBits), 16);
  store<f64>(out, <f64>(second & ((1 << countBits) - 1)), 24);
  store<i32>(out, bin, 32);
  store<i32>(out, missingLeft, 36);
}
