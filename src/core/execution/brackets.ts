// Filled slices, answers and prices of one strategy in; what is held kept under stops and targets, or given up to an exit.

import { type Side, signOf } from '../market/side.ts';
import { type Bracket, mergeInto, newBracket, openQuantity, type Protection } from './bracket.ts';
import { cutClosed, isAimedAnew } from './bracket-cut.ts';
import { BracketLegs, type LegParts, STOP_RETRY_US } from './bracket-legs.ts';
import type { BracketSettings } from './bracket-settings.ts';
import { BracketStrays } from './bracket-strays.ts';
import { followPrice } from './bracket-trail.ts';
import { isOver } from './bracket-watch.ts';
import type { Exits } from './exits.ts';
import { noMarket } from './market-view.ts';
import type { ExecutionOutput } from './order-desk.ts';
import type { RestoredBracket } from './restored-orders.ts';

/**
 * The brackets of one strategy. Settling compares what is in force with what is protected and mends the difference: it does not matter
 * which answer came last, nor whether another process sent the legs.
 */
export class Brackets {
  readonly legs: BracketLegs;
  private list: Bracket[] = [];
  private readonly settings: BracketSettings;
  private readonly out: ExecutionOutput;
  private readonly strays: BracketStrays;
  private nowUs = 0;

  constructor(parts: LegParts) {
    this.settings = parts.settings;
    this.out = parts.out;
    this.legs = new BracketLegs(parts, noMarket);
    this.strays = new BracketStrays(this.legs);
  }

  at(nowUs: number): void {
    this.nowUs = nowUs;
    this.legs.nowUs = nowUs;
  }

  clear(): void {
    this.list = [];
    this.strays.clear();
  }

  get all(): readonly Bracket[] {
    return this.list;
  }

  get isEmpty(): boolean {
    return this.list.length === 0;
  }

  get isClosing(): boolean {
    return this.list.some(({ closing, isShelter }) => closing || isShelter);
  }

  /** Something is being closed, or a leg may work that stands for nothing yet. */
  get isSettling(): boolean {
    return this.isClosing || !this.strays.isEmpty;
  }

  /** Signed contracts that brackets protect. */
  get covered(): number {
    let covered = 0;
    for (const { side, remaining } of this.list) covered += signOf(side) * Math.max(0, remaining);
    return covered;
  }

  /** Gives up every bracket: its legs go, and what they leave is no longer covered once they have. */
  closeAll(): void {
    for (const bracket of this.list) if (!this.strays.has(bracket)) bracket.closing = true;
  }

  /** A slice of an entry has filled. */
  add(protection: Protection, quantity: number): Bracket {
    const isShared = this.settings.changeStop;
    const known = this.list.find(
      (one) => one.entryId === protection.entryId && !one.closing && (isShared || this.strays.has(one)),
    );
    const bracket = known ?? newBracket(protection);
    if (known === undefined) this.list.push(bracket);
    if (this.strays.delete(bracket)) {
      bracket.targetTicks = protection.targetTicks;
      bracket.trailTicks = protection.trailTicks;
    }
    bracket.remaining += quantity;
    return bracket;
  }

  /**
   * What an earlier process has left of an entry: all its legs that may still live, in one bracket. `isClosing`: an exit is on its way, for
   * which a stop may stand.
   */
  restore({ protection, remaining, stops, targets, taken }: RestoredBracket, isClosing: boolean): void {
    const bracket = newBracket(protection);
    bracket.remaining = remaining;
    bracket.stops.push(...stops);
    bracket.targets.push(...targets);
    bracket.legs.push(...stops, ...targets);
    bracket.acknowledged.push(...taken);
    bracket.stopTicks = this.legs.triggerOf(bracket);
    this.list.push(bracket);
    if (isClosing && remaining === 0 && stops.length > 0) this.strays.add(bracket);
  }

  /** The legs that ended while nobody looked are missing, not lost: they are placed again. */
  forgetEnded(): void {
    for (const bracket of this.list) {
      this.legs.sweep(bracket, 'stops');
      this.legs.sweep(bracket, 'targets');
    }
  }

  /** A leg that another part sent for us: it takes its place in the bracket of its entry. */
  adopt(role: 'stop' | 'target', orderId: string, protection: Protection): void {
    const which = role === 'stop' ? 'stops' : 'targets';
    const size = openQuantity(this.legs.order(orderId));
    const own = this.list.filter(({ entryId, closing }) => entryId === protection.entryId && !closing);
    const naked = own.find((one) => this.isShort(one, which)) ?? own[0];
    const bracket = naked ?? newBracket(protection);
    if (naked === undefined) {
      this.list.push(bracket);
      this.strays.add(bracket);
    }
    // one stop for several slices: they are one from here on
    for (const other of own) if (other !== bracket && size > bracket.remaining) mergeInto(bracket, other, this.list);
    bracket[which].push(orderId);
    bracket.legs.push(orderId);
    if (role === 'stop') bracket.stopTicks = this.legs.triggerOf(bracket);
  }

  /** Legs that another part sent stand for `uncovered` contracts of ours until an exit can be sent. */
  shelter(uncovered: number, exits: Exits): void {
    if (this.strays.isEmpty && !this.list.some(({ isShelter }) => isShelter)) return;
    const isClosing = !exits.isEmpty || this.list.some(({ closing, remaining }) => closing && remaining > 0);
    this.strays.shelter(uncovered, isClosing);
    for (const bracket of this.list) if (bracket.isShelter && !exits.isBlocked) bracket.closing = true;
    this.settle();
  }

  /** An exit that another part sent closes this much: it is no longer for a bracket to protect, the newest first. */
  release(exitSide: Side, quantity: number): void {
    let left = quantity;
    for (const bracket of [...this.list].reverse()) {
      if (bracket.side === exitSide) continue;
      const released = Math.min(left, Math.max(0, bracket.remaining));
      bracket.remaining -= released;
      left -= released;
    }
  }

  /** Takes a fill of a leg off what is protected. */
  onLegFill(orderId: string, quantity: number): void {
    const bracket = this.list.find(({ legs }) => legs.includes(orderId));
    if (bracket === undefined) return;
    bracket.remaining -= quantity;
    if (this.strays.has(bracket)) this.strays.settleFill(bracket, this.list);
  }

  /** The venue has answered a change; a refused one is not tried again. */
  onChangeResult(orderId: string, isDone: boolean): void {
    const bracket = this.list.find(({ legs }) => legs.includes(orderId));
    if (bracket === undefined || isDone) return;
    bracket.changeRefused = true;
    bracket.stopTicks = this.legs.triggerOf(bracket);
  }

  settle(): void {
    for (let i = this.list.length - 1; i >= 0; i--) {
      const bracket = this.list[i]!;
      if (!this.settleOne(bracket)) continue;
      this.list.splice(i, 1);
      this.strays.delete(bracket);
    }
  }

  /** The price has moved, or time has passed: true when something is to be settled. Nothing is allocated while all is well. */
  watch(): boolean {
    const { isOpen, lastTicks } = this.legs.market;
    let isDue = false;
    for (let i = 0; i < this.list.length; i++) {
      const bracket = this.list[i]!;
      if (bracket.closing) continue;
      if (this.nowUs >= bracket.deadlineUs || this.nowUs >= bracket.overlapUntilUs) isDue = true;
      if (!isOpen || lastTicks === undefined || bracket.remaining <= 0) continue;
      if (isOver(bracket, this.legs, this.settings, lastTicks, this.out)) bracket.closing = true;
      else followPrice(bracket, this.legs, this.settings, lastTicks, this.out);
      if (bracket.closing) isDue = true;
    }
    return isDue;
  }

  /** True when every leg is gone and nothing is left to protect. */
  private settleOne(bracket: Bracket): boolean {
    if (bracket.remaining <= 0 && !this.strays.has(bracket)) bracket.closing = true;
    if (!bracket.closing && bracket.remaining > 0) this.sweepLegs(bracket);
    if (!bracket.closing && bracket.remaining > 0) this.cover(bracket);
    if (!bracket.closing && bracket.remaining > 0) this.aim(bracket);
    return bracket.closing && this.legs.withdraw(bracket, 'bracket closing');
  }

  /** A leg that ended unfilled without our asking. Without a stop there is no position, but where the phase takes none. */
  private sweepLegs(bracket: Bracket): void {
    const stop = this.legs.sweep(bracket, 'stops');
    const target = this.legs.sweep(bracket, 'targets');
    if (stop !== undefined || target !== undefined) cutClosed(bracket, this.list, this.legs);
    if (stop !== undefined && this.legs.open(bracket.stops) >= bracket.remaining) {
      bracket.stopTicks = this.legs.triggerOf(bracket);
      bracket.overlapUntilUs = Infinity;
      bracket.nextTrailUs = this.nowUs + 10 * STOP_RETRY_US;
    } else if (stop !== undefined && !this.legs.market.isOpen) {
      bracket.retryUs = this.nowUs + STOP_RETRY_US;
      this.tellWaiting(bracket, `stop ${stop}`);
    } else if (stop !== undefined) {
      this.out.alert('critical', 'stopLost', `stop ${stop}`);
      bracket.closing = true;
    }
    if (target === undefined || bracket.targetLost || this.legs.open(bracket.targets) >= bracket.remaining) return;
    if (isAimedAnew(bracket)) return;
    // the stop still protects; the target is not worth a second try that may be refused as well
    bracket.targetLost = true;
    this.out.alert('warning', 'targetLost', `target ${target}`);
  }

  /** The stops in force are made to fit, and must be taken in time. */
  private cover(bracket: Bracket): void {
    const { legs, settings, nowUs } = this;
    const missing = bracket.remaining - legs.open(bracket.stops);
    if (missing > 0) this.placeMissing(bracket, missing);
    else if (missing < 0) this.shrink(bracket);
    if (bracket.closing) return;
    const isTaken = legs.takenStops(bracket) >= bracket.remaining;
    if (isTaken) bracket.deadlineUs = Infinity;
    else if (bracket.deadlineUs === Infinity || !legs.market.isOpen) {
      if (!legs.market.isOpen && nowUs >= bracket.deadlineUs) this.tellWaiting(bracket, 'no stop is taken yet');
      bracket.deadlineUs = nowUs + settings.stopDeadlineUs;
      this.out.wake(bracket.deadlineUs);
    } else if (nowUs >= bracket.deadlineUs) {
      const text = `no stop of entry ${bracket.entryId} was taken within ${settings.stopDeadlineUs / 1e6} s`;
      this.out.alert('critical', 'stopLate', `${text}: closing at market`);
      bracket.closing = true;
    }
    this.endOverlap(bracket);
  }

  private placeMissing(bracket: Bracket, missing: number): void {
    const { legs, settings, nowUs } = this;
    if (legs.isCrossed(bracket)) {
      this.out.alert('warning', 'triggerCrossed', `the stop of entry ${bracket.entryId} is crossed: closing at market`);
      bracket.closing = true;
      return;
    }
    if (nowUs < bracket.retryUs) return;
    if (settings.changeStop && !bracket.changeRefused && bracket.stops.length > 0) {
      const stop = legs.restingStop(bracket);
      // one whose answer is on its way is grown when it is here
      if (stop !== undefined) legs.changeStop(bracket, stop);
      return;
    }
    legs.placeStop(bracket, missing);
  }

  /** Too much is cancelled where whole orders are, and made smaller where the broker does that; else it stays. */
  private shrink(bracket: Bracket): void {
    const { legs, settings } = this;
    if (bracket.stops.length > 1) return legs.trim(bracket, 'stops');
    const stop = legs.restingStop(bracket);
    if (settings.changeStop && !bracket.changeRefused && stop !== undefined) legs.changeStop(bracket, stop);
  }

  /** A new stop that is not taken in time goes, the one before it stays. */
  private endOverlap(bracket: Bracket): void {
    const [newest] = bracket.stops.slice(-1);
    if (bracket.stops.length < 2 || newest === undefined) bracket.overlapUntilUs = Infinity;
    else if (this.nowUs >= bracket.overlapUntilUs && !bracket.acknowledged.includes(newest)) {
      this.legs.drop(bracket, newest, 'not taken in time');
      bracket.stopTicks = this.legs.triggerOf(bracket);
      bracket.overlapUntilUs = Infinity;
    }
  }

  private aim(bracket: Bracket): void {
    if (!this.settings.bothExitsWorking || bracket.targetLost) return;
    if (bracket.targets.length > 1) this.legs.trim(bracket, 'targets');
    const missing = bracket.remaining - this.legs.open(bracket.targets);
    if (missing > 0) this.legs.placeTarget(bracket, missing);
  }

  /** Fewer contracts under legs than it protects; a stop counts when the venue has taken it. */
  private isShort(bracket: Bracket, which: 'stops' | 'targets'): boolean {
    const under = which === 'stops' ? this.legs.takenStops(bracket) : this.legs.open(bracket.targets);
    return under < bracket.remaining;
  }

  private tellWaiting(bracket: Bracket, text: string): void {
    if (!bracket.toldWaiting) this.out.alert('critical', 'stopWaits', `${text}; tried again until the phase takes one`);
    bracket.toldWaiting = true;
  }
}
