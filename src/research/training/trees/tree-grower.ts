// Gradients of rows as whole numbers in shared memory in; a tree, grown leaf by leaf where the gain is greatest, out.

import { blocksOfTask } from './blocks-of-task.ts';
import type { GrownLeaf, GrownNode, GrownTree, Split } from './grown-tree.ts';
import { HistogramSlots } from './histogram-slots.ts';
import { leafScore, leafValue } from './leaf-value.ts';
import { partLeaf } from './part-leaf.ts';
import { BEST_BYTES, blocksOf, NODE_BYTES } from './shared-layout.ts';
import { SPLIT_ARGUMENTS } from './split-task.ts';
import { COMMANDS } from './thread-tasks.ts';
import type { ThreadTeam } from './thread-team.ts';
import type { TreeSettings } from './tree-options.ts';

/** Doubles times their scale are the whole numbers that are summed. */
export interface PairScales {
  readonly gradient: number;
  readonly hessian: number;
  readonly countBits: number;
}

export interface GrowthPlan {
  /** Address of the output's pairs. */
  readonly pairs: number;
  readonly scales: PairScales;
  /** Entries of the first list of rows that the tree is grown on. */
  readonly count: number;
  /** Says for two nodes, in shared memory, which features a split may use. */
  readonly chooseFeatures: () => void;
  /** Whether each node has features of its own: then a histogram says nothing about those of its children. */
  readonly isChosenByNode: boolean;
  /** Called between splits; resolves to false when the growing must end. */
  readonly goOn: () => Promise<boolean> | true;
}

/** A split must gain more than what rounding can feign. */
const ROUNDING = 1e-10;
/** Threads are not woken for less: additions to histograms. */
const WORTH_THREADS = 400_000;

export class TreeGrower {
  readonly #team: ThreadTeam;
  readonly #settings: TreeSettings;
  readonly #bests: DataView;
  readonly #nodes: DataView;
  readonly #isBounded: boolean;
  readonly #blocksOfTask: number;

  constructor(team: ThreadTeam, settings: TreeSettings) {
    const { layout, shape, edges, directions } = team.views;
    this.#team = team;
    this.#settings = settings;
    this.#bests = new DataView(edges.buffer, layout.bests, 2 * BEST_BYTES * shape.features);
    this.#nodes = new DataView(edges.buffer, layout.nodes, 2 * NODE_BYTES);
    this.#isBounded = settings.monotone.some((each) => each !== 0);
    this.#blocksOfTask = blocksOfTask(blocksOf(shape.features), shape.threads);
    directions.set(settings.monotone);
  }

  /** Undefined where it was ended. The rows of each leaf stand in the lists afterwards. */
  async grow(plan: GrowthPlan): Promise<GrownTree | undefined> {
    this.#writeSettings(plan.scales);
    const slots = new HistogramSlots(this.#team.views.shape.slots);
    const nodes: GrownNode[] = [];
    const leaves: GrownLeaf[] = [this.#root(plan)];
    if (this.#canSplit(leaves[0]!, 1)) this.#search(plan, leaves, slots, leaves[0]!, undefined, -1);
    while (leaves.length < this.#settings.leaves) {
      if (!(await plan.goOn())) return undefined;
      const next = mostGain(leaves);
      if (next === undefined) break;
      this.#split(plan, next, nodes, leaves, slots);
    }
    return { nodes, leaves };
  }

  #root({ pairs, scales, count }: GrowthPlan): GrownLeaf {
    const { kernel, layout } = this.#team.views;
    kernel.sumPairs(layout.rows[0], count, pairs, layout.nodes);
    const gradient = Number(this.#nodes.getBigInt64(0, true));
    const second = this.#nodes.getBigInt64(8, true);
    const bits = BigInt(scales.countBits);
    const hessian = Number(second >> bits);
    const drawn = Number(second & ((1n << bits) - 1n));
    const bounds = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
    const value = leafValue(gradient / scales.gradient, hessian / scales.hessian, { ...this.#settings, ...bounds });
    const sums = { gradient, hessian, drawn, value, ...bounds };
    const place = { leaf: 0, depth: 0, list: 0 as const, begin: 0, count, above: undefined, isLeft: false };
    return { ...sums, ...place, slot: -1, split: undefined };
  }

  #canSplit(leaf: GrownLeaf, leaves: number): boolean {
    const { maxDepth, minRowsPerLeaf, leaves: most } = this.#settings;
    return leaves < most && (maxDepth === 0 || leaf.depth < maxDepth) && leaf.drawn >= 2 * minRowsPerLeaf;
  }

  #split(plan: GrowthPlan, leaf: GrownLeaf, nodes: GrownNode[], leaves: GrownLeaf[], slots: HistogramSlots): void {
    const split = leaf.split!;
    const node: GrownNode = {
      ...{ feature: split.feature, lastBin: split.lastBin, missingLeft: split.missingLeft, gain: split.gain },
      ...{ cover: leaf.hessian / plan.scales.hessian, rows: leaf.drawn, left: ~leaf.leaf, right: ~leaves.length },
    };
    if (leaf.above !== undefined) leaf.above[leaf.isLeft ? 'left' : 'right'] = nodes.length;
    nodes.push(node);
    const leftCount = partLeaf(this.#team, leaf, split);
    const [left, right] = this.#children(plan, leaf, split, node, leftCount, leaves.length);
    leaves[leaf.leaf] = left;
    leaves.push(right);
    const [small, large] = left.count <= right.count ? [left, right] : [right, left];
    this.#search(plan, leaves, slots, small, large, leaf.slot);
  }

  #children(
    { scales }: GrowthPlan,
    leaf: GrownLeaf,
    split: Split,
    above: GrownNode,
    leftCount: number,
    rightLeaf: number,
  ): readonly [GrownLeaf, GrownLeaf] {
    const inner = { lower: leaf.lower, upper: leaf.upper };
    const limits = { ...this.#settings, ...inner };
    const rightSums = {
      gradient: leaf.gradient - split.gradient,
      hessian: leaf.hessian - split.hessian,
      drawn: leaf.drawn - split.drawn,
    };
    const leftValue = leafValue(split.gradient / scales.gradient, split.hessian / scales.hessian, limits);
    const rightValue = leafValue(rightSums.gradient / scales.gradient, rightSums.hessian / scales.hessian, limits);
    const direction = this.#settings.monotone[split.feature]!;
    const middle = (leftValue + rightValue) / 2;
    const lowSide = direction === 0 ? inner : { ...inner, upper: middle };
    const highSide = direction === 0 ? inner : { ...inner, lower: middle };
    const common = { depth: leaf.depth + 1, list: leaf.list === 0 ? 1 : 0, above, slot: -1, split: undefined } as const;
    const left: GrownLeaf = {
      ...{ ...common, leaf: leaf.leaf, begin: leaf.begin, count: leftCount, isLeft: true, value: leftValue },
      ...{ gradient: split.gradient, hessian: split.hessian, drawn: split.drawn },
      ...(direction > 0 ? lowSide : highSide),
    };
    const right: GrownLeaf = {
      ...{ ...common, leaf: rightLeaf, begin: leaf.begin + leftCount, count: leaf.count - leftCount, isLeft: false },
      ...{ ...rightSums, value: rightValue },
      ...(direction > 0 ? highSide : lowSide),
    };
    return [left, right];
  }

  /** Histograms and best splits of a leaf and, from `parentSlot`, of its larger sibling. */
  #search(
    plan: GrowthPlan,
    leaves: readonly GrownLeaf[],
    slots: HistogramSlots,
    small: GrownLeaf,
    large: GrownLeaf | undefined,
    parentSlot: number,
  ): void {
    const scansSmall = this.#canSplit(small, leaves.length);
    const scansLarge = large !== undefined && this.#canSplit(large, leaves.length);
    if (!scansSmall && !scansLarge) {
      slots.give(parentSlot);
      return;
    }
    if (large !== undefined && scansLarge) large.slot = parentSlot >= 0 ? parentSlot : slots.take(leaves);
    else slots.give(parentSlot);
    const keep = large?.slot ?? -1;
    const others = leaves.filter((leaf) => leaf !== large);
    small.slot = slots.take(others);
    plan.chooseFeatures();
    this.#writeNode(0, small, plan.scales);
    if (large !== undefined) this.#writeNode(1, large, plan.scales);
    const mode = !scansLarge ? 0 : parentSlot >= 0 ? 1 : 2;
    this.#sumAndScan(plan, small, large, mode, scansSmall, scansLarge, keep);
    if (scansSmall) small.split = this.#bestOf(0, small, plan.scales);
    if (large !== undefined && scansLarge) large.split = this.#bestOf(1, large, plan.scales);
    for (const leaf of [small, large]) {
      if (leaf === undefined || (leaf.split !== undefined && !plan.isChosenByNode)) continue;
      slots.give(leaf.slot);
      leaf.slot = -1;
    }
  }

  #sumAndScan(
    plan: GrowthPlan,
    small: GrownLeaf,
    large: GrownLeaf | undefined,
    mode: 0 | 1 | 2,
    scansSmall: boolean,
    scansLarge: boolean,
    largeSlot: number,
  ): void {
    const { layout, shape, arguments: argument } = this.#team.views;
    const blocks = blocksOf(shape.features);
    const summed = small.count + (mode === 2 ? large!.count : 0);
    const isShared = shape.threads > 1 && (summed + 512) * shape.features > WORTH_THREADS;
    const size = isShared ? this.#blocksOfTask : blocks;
    const at = SPLIT_ARGUMENTS;
    argument[at.smallRows] = layout.rows[small.list] + 4 * small.begin;
    argument[at.smallCount] = small.count;
    argument[at.smallHistogram] = layout.histograms + small.slot * layout.histogramBytes;
    argument[at.largeRows] = large === undefined ? 0 : layout.rows[large.list] + 4 * large.begin;
    argument[at.largeCount] = large?.count ?? 0;
    argument[at.largeHistogram] = layout.histograms + Math.max(0, largeSlot) * layout.histogramBytes;
    argument[at.large] = mode;
    argument[at.scansSmall] = Number(scansSmall);
    argument[at.scansLarge] = Number(scansLarge);
    argument[at.isBounded] = Number(this.#isBounded);
    argument[at.blocksOfTask] = size;
    argument[at.pairs] = plan.pairs;
    this.#team.run(COMMANDS.split, Math.ceil(blocks / size));
  }

  #writeSettings({ gradient, hessian, countBits }: PairScales): void {
    const { edges, layout } = this.#team.views;
    const { l1, l2, minChildWeight, minRowsPerLeaf } = this.#settings;
    const view = new DataView(edges.buffer, layout.settings, 64);
    // without l2 a leaf without hessian would have no value
    const leastHessian = l2 > 0 ? minChildWeight : Math.max(minChildWeight, 1 / hessian);
    [l1, l2, leastHessian, 1 / gradient, 1 / hessian].forEach((value, at) => {
      view.setFloat64(8 * at, value, true);
    });
    view.setBigInt64(40, BigInt(minRowsPerLeaf), true);
    view.setBigInt64(48, BigInt(countBits), true);
  }

  #writeNode(node: 0 | 1, leaf: GrownLeaf, scales: PairScales): void {
    const at = node * NODE_BYTES;
    const second = (BigInt(leaf.hessian) << BigInt(scales.countBits)) | BigInt(leaf.drawn);
    const own = this.#scoreOf(leaf, scales);
    this.#nodes.setBigInt64(at, BigInt(leaf.gradient), true);
    this.#nodes.setBigInt64(at + 8, second, true);
    this.#nodes.setFloat64(at + 16, own * (1 + ROUNDING) + this.#settings.minGain, true);
    this.#nodes.setFloat64(at + 24, leaf.lower, true);
    this.#nodes.setFloat64(at + 32, leaf.upper, true);
  }

  #scoreOf(leaf: GrownLeaf, { gradient, hessian }: PairScales): number {
    return leafScore(leaf.gradient / gradient, leaf.hessian / hessian, { ...this.#settings, ...leaf });
  }

  /** Of splits that gain the same the first feature's, and there the first bin's. */
  #bestOf(node: 0 | 1, leaf: GrownLeaf, scales: PairScales): Split | undefined {
    const { shape, used } = this.#team.views;
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let feature = 0; feature < shape.features; feature++) {
      const at = (node * shape.features + feature) * BEST_BYTES;
      if (used[node * shape.features + feature] === 0 || this.#bests.getInt32(at + 32, true) < 0) continue;
      const score = this.#bests.getFloat64(at, true);
      if (score > most) [best, most] = [feature, score];
    }
    if (best < 0) return undefined;
    const at = (node * shape.features + best) * BEST_BYTES;
    const drawn = this.#bests.getFloat64(at + 24, true);
    const sawMissing = this.#bests.getInt32(at + 40, true) === 1;
    return {
      gain: most - this.#scoreOf(leaf, scales),
      feature: best,
      lastBin: this.#bests.getInt32(at + 32, true),
      // where none was missing, a value that is missing later goes where most rows went
      missingLeft: sawMissing ? this.#bests.getInt32(at + 36, true) === 1 : 2 * drawn >= leaf.drawn,
      gradient: this.#bests.getFloat64(at + 8, true),
      hessian: this.#bests.getFloat64(at + 16, true),
      drawn,
    };
  }
}

function mostGain(leaves: readonly GrownLeaf[]): GrownLeaf | undefined {
  let best: GrownLeaf | undefined;
  for (const leaf of leaves) {
    if (leaf.split !== undefined && (best === undefined || leaf.split.gain > best.split!.gain)) best = leaf;
  }
  return best;
}
