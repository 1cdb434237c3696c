// A trader of a simulator's account in; whether its broker changes stops, and takes stop and target of one position together, out.

import type { BracketPlan } from '../../../core/account/order.ts';
import type { ProbeTrader, WantedOrder } from './probe-trader.ts';

export interface Probed {
  /** Undefined: it could not be found out. */
  readonly found: boolean | undefined;
  /** One sentence. */
  readonly detail: string;
}

/** How far from the market orders rest that are not meant to trade. */
const FAR_TICKS = 60;
const LIMIT_TICKS = 20;
const ANSWER_MS = 15_000;
/** A broker that checks margins may take back what it had accepted. */
const SETTLE_MS = 2000;
const ENDED: ReadonlySet<string> = new Set(['filled', 'cancelled', 'rejected', 'expired']);
const NO_PRICE = 'the market has no price';
const DONE = 'the examination is over';

const unknown = (detail: string): Probed => ({ found: undefined, detail });

/** A stop far above the market gets another trigger. @param stopOf the trigger of the order as host and venue have it now */
export async function probeChangeStop(
  trader: ProbeTrader,
  tick: number,
  stopOf: (clientOrderId: string) => Promise<number | undefined>,
): Promise<Probed> {
  const { quote } = trader;
  if (quote === undefined) return unknown(NO_PRICE);
  const stopPrice = quote.ask + FAR_TICKS * tick;
  const price = stopPrice + LIMIT_TICKS * tick;
  const wanted: WantedOrder = {
    ...{ side: 'buy', type: 'stopLimit', role: 'entry', quantity: 1, price, stopPrice, bracketId: undefined },
  };
  const id = trader.submit(wanted, planAround(stopPrice, tick));
  await trader.within(ANSWER_MS, () => trader.statusOf(id) === 'working' || hasEnded(trader, id));
  if (trader.statusOf(id) !== 'working') {
    if (!hasEnded(trader, id)) await cancelled(trader, id);
    return unknown(
      `the stop order did not begin to work: ${trader.reasonOf(id) ?? trader.statusOf(id) ?? 'no answer'}`,
    );
  }
  const changed = stopPrice + tick;
  const before = trader.statusesOf(id).length;
  trader.change(id, 1, price + tick, changed);
  const isSettled = (): boolean =>
    trader.resultOf(id, 'change') === 'refused' || trader.statusesOf(id).slice(before).at(-1) === 'working';
  await trader.within(ANSWER_MS, isSettled);
  const nowAt = await stopOf(id);
  const why = trader.reasonOf(id);
  if (!(await cancelled(trader, id))) return unknown('the stop order could not be cancelled afterwards');
  if (nowAt === changed) return { found: true, detail: 'the trigger of a working stop was changed' };
  return { found: false, detail: `a working stop kept its trigger: ${why ?? 'the change was not answered'}` };
}

/** One contract is bought, gets stop and target, and is sold again. */
export async function probeBothExits(trader: ProbeTrader, tick: number): Promise<Probed> {
  const { quote } = trader;
  if (quote === undefined) return unknown(NO_PRICE);
  const market: WantedOrder = {
    ...{ side: 'buy', type: 'market', role: 'entry', quantity: 1 },
    ...{ price: undefined, stopPrice: undefined, bracketId: undefined },
  };
  const plan = planAround(quote.bid, tick);
  const entry = trader.submit(market, plan);
  await trader.within(ANSWER_MS, () => trader.filledOf(entry) === 1 || hasEnded(trader, entry));
  if (trader.filledOf(entry) !== 1) {
    return unknown(`the contract was not bought: ${trader.reasonOf(entry) ?? trader.statusOf(entry) ?? 'no answer'}`);
  }
  const exit = { side: 'sell', quantity: 1, bracketId: entry } as const;
  const { stopPrice, stopLimitPrice, targetPrice } = plan;
  const stop = trader.submit({ ...exit, type: 'stopLimit', role: 'stop', price: stopLimitPrice, stopPrice }, undefined);
  const isStopKept = await works(trader, stop);
  const target = trader.submit(
    { ...exit, type: 'limit', role: 'target', price: targetPrice, stopPrice: undefined },
    undefined,
  );
  await works(trader, target);
  await trader.within(SETTLE_MS, () => hasEnded(trader, stop) || hasEnded(trader, target));
  const [stopIs, targetIs] = [trader.statusOf(stop), trader.statusOf(target)];
  const why = trader.reasonOf(target) ?? trader.reasonOf(stop);
  for (const id of [stop, target]) if (!hasEnded(trader, id)) await cancelled(trader, id);
  const sold = trader.submit({ ...market, side: 'sell', role: 'exit', bracketId: entry }, undefined);
  await trader.within(ANSWER_MS, () => trader.filledOf(sold) === 1);
  if (!isStopKept) return unknown(`the stop did not begin to work: ${why ?? stopIs ?? 'no answer'}`);
  if (stopIs === 'working' && targetIs === 'working') {
    return { found: true, detail: 'stop and target of one contract worked together' };
  }
  return {
    found: false,
    detail: `the stop was ${stopIs}, the target ${targetIs ?? 'not answered'}: ${why ?? 'no reason was given'}`,
  };
}

/** Exits of a position that was bought about there. */
function planAround(price: number, tick: number): BracketPlan {
  const stopPrice = price - FAR_TICKS * tick;
  return { stopPrice, stopLimitPrice: stopPrice - LIMIT_TICKS * tick, targetPrice: price + FAR_TICKS * tick };
}

async function works(trader: ProbeTrader, id: string): Promise<boolean> {
  await trader.within(ANSWER_MS, () => trader.statusOf(id) === 'working' || hasEnded(trader, id));
  return trader.statusOf(id) === 'working';
}

async function cancelled(trader: ProbeTrader, id: string): Promise<boolean> {
  trader.cancel(id, DONE);
  return trader.within(ANSWER_MS, () => hasEnded(trader, id));
}

function hasEnded(trader: ProbeTrader, id: string): boolean {
  return ENDED.has(trader.statusOf(id) ?? '');
}
