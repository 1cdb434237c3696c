// An account as the host shows it, and what a person has been told of it, in; its lines for a person out.

import { type SeenAccount, warningOf } from './broker-desk.ts';
import { counted } from './counted.ts';
import { guardianWord } from './guardian-word.ts';

type Position = SeenAccount['positions'][number];
type Order = SeenAccount['orders'][number];

/** What stands above already. */
export interface ToldOfAccount {
  /** What the guardian does there. */
  readonly isGuardianTold: boolean;
  /** Strategies whose positions and orders were told, by the host. */
  readonly strategies: ReadonlySet<string>;
}

const NOTHING_TOLD: ToldOfAccount = { isGuardianTold: false, strategies: new Set() };

/** Empty where all of it was told. */
export function accountText(
  seen: SeenAccount,
  { isGuardianTold, strategies }: ToldOfAccount = NOTHING_TOLD,
): readonly string[] {
  const { account, broker, orders, positions, guardian, killed } = seen;
  const warning = warningOf(seen);
  const latch = killed && `KILLED by ${killed.by}: ${killed.reason}; trading again: qt resume --killed`;
  const open = [
    ...positions.filter((each) => isNews(each, strategies.has(each.strategyId))).map(positionText),
    ...orders.filter(({ strategyId }) => !strategies.has(strategyId)).map(orderText),
  ];
  const isAllTold = strategies.size > 0 && open.length === 0;
  const count = broker.asOfUs === null && orders.length === 0 ? 'unknown orders' : counted(orders.length, 'order');
  const head = `account ${account}: ${count} open${isGuardianTold ? '' : `; ${guardianWord(guardian)}`}`;
  return [
    ...(warning === undefined ? [] : [`account ${account}: ${warning}`]),
    ...(isAllTold ? [] : [head]),
    ...(latch === undefined ? [] : [isAllTold ? `account ${account}: ${latch}` : `  ${latch}`]),
    ...open,
  ];
}

/** What was held and is flat again, by the broker too, is none; where it was told, only what the broker or the guardian adds. */
function isNews({ net, accountNet, closing }: Position, wasTold: boolean): boolean {
  if (closing !== undefined) return true;
  const isSame = accountNet === undefined || accountNet === net;
  return !isSame || (net !== 0 && !wasTold);
}

function positionText({ ticker, strategyId, net, accountNet, closing }: Position): string {
  const whole = accountNet === undefined ? '' : ` (the whole account ${accountNet})`;
  return `  ${strategyId} holds ${net} ${ticker}${whole}${closing === undefined ? '' : `, closing: ${closing}`}`;
}

function orderText(order: Order): string {
  const { clientOrderId, role, side, type, quantity, filledQuantity, price, stopPrice, ticker, status, by } = order;
  const at = `${stopPrice === undefined ? '' : ` stop ${stopPrice}`}${price === undefined ? '' : ` at ${price}`}`;
  const whose = by === 'guardian' ? ', of the guardian' : '';
  return `  ${clientOrderId} ${role} ${side} ${quantity} ${ticker} ${type}${at}: ${status}, ${filledQuantity} filled${whose}`;
}
