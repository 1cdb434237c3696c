// Fault scripts of orders: rejections, fills around a cancel, answers that are lost, late, doubled or odd, the broker away, other hands.

import {
  command,
  FAULT_TICKER,
  type FaultExpectation,
  type FaultScript,
  type FaultStep,
  pause,
  told,
} from './fault-script.ts';

/** At the touch 5120 to 5120.5: `resting` waits below it, `bought` is filled at 5120.5. */
const TOUCH = command(`touch ${FAULT_TICKER} 5120 5120.5`);
const RESTING: FaultStep = { kind: 'submit', order: 'a', side: 'buy', quantity: 5, price: 5119 };
const BOUGHT: FaultStep = { kind: 'submit', order: 'a', side: 'buy', quantity: 2 };
const CANCEL: FaultStep = { kind: 'cancel', order: 'a' };
const FILLED = { a: { status: 'filled', filled: 2 } } as const;

type OrderScript = Pick<FaultScript, 'name' | 'covers' | 'steps'> & {
  readonly simulation?: readonly string[];
  readonly limits?: NonNullable<FaultScript['limits']>;
  readonly expected: Omit<FaultExpectation, 'trades'>;
};

function orders({ simulation = [], steps, expected, ...rest }: OrderScript): FaultScript {
  return {
    ...rest,
    login: 'routing',
    simulation,
    steps: [told('routing connected'), TOUCH, ...steps],
    expected: { trades: 'none', ...expected },
  };
}

/** One order at market, with a fault commanded before it: it ends filled, once. */
function bought(name: string, covers: FaultScript['covers'], line: string, never: readonly string[] = []): FaultScript {
  return orders({
    name,
    covers,
    steps: [command(line), BOUGHT, told('a filled')],
    expected: { inOrder: ['fill a 2@5120.5', 'a filled'], never, orders: FILLED, position: 2 },
  });
}

/** One order at market that does not come to be. */
function refused(name: string, covers: FaultScript['covers'], ...lines: readonly string[]): FaultScript {
  return orders({
    name,
    covers,
    steps: [...lines.map(command), BOUGHT, told('a rejected')],
    expected: { inOrder: ['a rejected'], orders: { a: { status: 'rejected', filled: 0 } }, position: 0 },
  });
}

/** The library crashes while an order works at the venue, which outlives it, and to which `lines` happen before the next process. */
function downtime(name: string, lines: readonly string[], expected: OrderScript['expected']): FaultScript {
  const last = expected.inOrder.at(-1);
  return orders({
    name: `the library crashes while an order works: ${name}`,
    covers: 'crash',
    simulation: ['keep-orders orders.kept'],
    steps: [
      RESTING,
      told('a working'),
      ...lines.map((line) => command(`while-down ${line}`)),
      command('crash segv'),
      told('routing disconnected'),
      told('a unknown'),
      told('routing connected'),
      ...(last === undefined ? [] : [told(last)]),
    ],
    limits: { firstDelayMs: 50 },
    expected: { ...expected, restarts: 1 },
  });
}

/** A resting order and its cancel, with a fault commanded between them. */
function cancelled(
  name: string,
  covers: FaultScript['covers'],
  lines: readonly string[],
  expected: OrderScript['expected'],
): FaultScript {
  const last = expected.inOrder.at(-1) ?? '';
  return orders({
    name,
    covers,
    steps: [RESTING, told('a working'), ...lines.map(command), CANCEL, told(last)],
    expected,
  });
}

export const ORDER_FAULT_SCRIPTS: readonly FaultScript[] = [
  refused('the market rejects the order', 'rejects', 'reject-next 9 8'),
  refused('the broker rejects the order', 'rejects', 'reject-next 7 8'),
  refused('the risk system blocks the order', 'rejects', 'reject-next 24 8'),
  refused("the vendor's server does not create the order", 'rejects', 'reject-next 5 204'),
  refused('the lot of the contract is another', 'rejects', `lot ${FAULT_TICKER} 5`),
  refused('the contract turns out to be a continuous name', 'rejects', `aggregator ${FAULT_TICKER} 1`),
  orders({
    name: 'the sending call itself is refused',
    covers: 'rejects',
    steps: [command('fail-next SendOrder 3'), BOUGHT, told('submit a refused')],
    expected: { inOrder: ['submit a refused'], never: ['a working'], position: 0 },
  }),
  orders({
    name: 'the sending call fails inside: nobody knows',
    covers: 'order answers lost',
    steps: [command('fail-next SendOrder 1'), BOUGHT, told('submit a unknown')],
    expected: { inOrder: ['submit a unknown'], never: ['a rejected'], position: 0 },
  }),
  // that a cancel is on its way the engine knows by itself, from its own command: the host does not tell it again
  cancelled('the cancel is rejected and the order works on', 'rejects', ['cancel-reject'], {
    inOrder: ['a working', 'cancel a refused', 'a working'],
    orders: { a: { status: 'working', filled: 0 } },
    position: 0,
  }),
  cancelled('a fill comes after the cancel was told', 'fill around a cancel', ['fill-after-cancel'], {
    inOrder: ['a cancelled', 'fill a 5@5119'],
    orders: { a: { status: 'filled', filled: 5 } },
    position: 5,
  }),
  cancelled('a fill overtakes the cancel', 'fill around a cancel', ['fill-before-cancel'], {
    inOrder: ['fill a 5@5119', 'a filled'],
    orders: { a: { status: 'filled', filled: 5 } },
    position: 5,
  }),
  cancelled('part is filled, the rest is cancelled', 'partial fills', [`hand-trade ${FAULT_TICKER} 5119 2`], {
    inOrder: ['fill a 2@5119', 'a cancelled'],
    orders: { a: { status: 'cancelled', filled: 2 } },
    position: 2,
  }),
  cancelled(
    'part is filled, the rest is told by the status for both',
    'partial fills',
    ['partial-cancel 15', `hand-trade ${FAULT_TICKER} 5119 2`],
    { inOrder: ['fill a 2@5119', 'a cancelled'], orders: { a: { status: 'cancelled', filled: 2 } }, position: 2 },
  ),
  orders({
    name: 'fills come in several sizes',
    covers: 'partial fills',
    steps: [command('partial 1 3 2'), { ...BOUGHT, quantity: 10 }, told('a filled')],
    expected: {
      inOrder: ['fill a 1@5120.5', 'fill a 3@5120.5', 'fill a 2@5120.5', 'fill a 4@5120.5', 'a filled'],
      orders: { a: { status: 'filled', filled: 10 } },
      position: 10,
    },
  }),
  orders({
    name: 'a held fill waits until the market lets it go',
    covers: 'partial fills',
    steps: [command('partial 1 0'), BOUGHT, told('a partiallyFilled'), command('release'), told('a filled')],
    expected: {
      inOrder: ['fill a 1@5120.5', 'a partiallyFilled', 'fill a 1@5120.5', 'a filled'],
      orders: FILLED,
      position: 2,
    },
  }),
  bought('every result has local id 0', 'answers with local id 0', 'answer-local-id-0 -1', ['submit a unknown']),
  refused('a rejection has local id 0', 'answers with local id 0', 'answer-local-id-0 -1', 'reject-next 7 8'),
  bought('a status that no table has comes in between', 'unknown order status', 'unknown-status 3 199', ['a rejected']),
  bought('the status is the one for unknown', 'unknown order status', 'unknown-status 2 200', ['a rejected']),
  bought('every order callback comes twice', 'duplicate callbacks', 'duplicate-callbacks -1', ['contradiction']),
  bought('order callbacks come late', 'late callbacks', 'late-callbacks 100000 4', ['contradiction']),
  bought('order callbacks take a third of a second', 'late callbacks', 'order-delay 300000', ['a rejected']),
  bought('the first three order callbacks are lost', 'order answers lost', 'lose-callback 3', ['a rejected']),
  bought('all results are lost', 'order answers lost', 'lose-result -1', ['submit a unknown']),
  orders({
    name: 'the order vanishes in silence',
    covers: 'order answers lost',
    steps: [command('swallow-request'), BOUGHT, pause(300)],
    expected: { inOrder: ['submit a accepted'], never: ['a rejected', 'a filled', 'a working'], position: 0 },
  }),
  orders({
    name: 'a wrong routing password is met with silence',
    covers: 'order answers lost',
    steps: [command('routing-password another'), BOUGHT, pause(300)],
    expected: { inOrder: ['submit a accepted'], never: ['a rejected', 'a filled', 'a working'], position: 0 },
  }),
  orders({
    name: 'the sending call blocks beyond its deadline and was executed',
    covers: 'blocked call',
    steps: [command('block SendOrder 800'), BOUGHT, told('a filled')],
    limits: { callMs: 300 },
    expected: { inOrder: ['submit a unknown', 'fill a 2@5120.5', 'a filled'], orders: FILLED, position: 2 },
  }),
  orders({
    name: 'the order is filled while the broker is away',
    covers: 'broker away',
    steps: [
      RESTING,
      told('a working'),
      command('broker 3'),
      told('routing disconnected'),
      command('fill-order 5 5119'),
      pause(50),
      command('broker 4 5'),
      told('a filled'),
    ],
    expected: {
      inOrder: ['a working', 'routing disconnected', 'routing connected', 'fill a 5@5119', 'a filled'],
      orders: { a: { status: 'filled', filled: 5 } },
      position: 5,
    },
  }),
  orders({
    name: 'an order is sent while the broker is away',
    covers: 'broker away',
    steps: [
      command('broker 3'),
      told('routing disconnected'),
      BOUGHT,
      told('a rejected'),
      command('broker 4 5'),
      told('routing connected'),
    ],
    expected: {
      inOrder: ['routing disconnected', 'a rejected', 'routing connected'],
      orders: { a: { status: 'rejected', filled: 0 } },
      position: 0,
    },
  }),
  orders({
    name: 'the broker is away again and again while an order works',
    covers: 'broker away',
    steps: [
      RESTING,
      told('a working'),
      command('broker-away 30000'),
      told('routing connected'),
      command('broker-away 30000'),
      told('routing connected'),
      CANCEL,
      told('a cancelled'),
    ],
    expected: {
      inOrder: ['routing disconnected', 'routing connected', 'a cancelled'],
      orders: { a: { status: 'cancelled', filled: 0 } },
      position: 0,
    },
  }),
  orders({
    name: 'the position is another than the fills say',
    covers: 'position mismatch',
    steps: [BOUGHT, told('a filled'), command(`position ${FAULT_TICKER} -3`), told('position -3')],
    expected: { inOrder: ['fill a 2@5120.5', 'position -3'], orders: FILLED, position: -3 },
  }),
  orders({
    name: 'another person trades in the account',
    covers: 'other persons',
    steps: [command(`foreign-order sell 3 5120 ${FAULT_TICKER}`), told('foreign'), told('position -3')],
    expected: { inOrder: ['foreign', 'position -3'], never: ['contradiction'], position: -3 },
  }),
  orders({
    name: 'another person cancels our order',
    covers: 'other persons',
    steps: [RESTING, told('a working'), command('end-order 205'), told('a cancelled')],
    expected: { inOrder: ['a working', 'a cancelled'], orders: { a: { status: 'cancelled', filled: 0 } }, position: 0 },
  }),
  orders({
    name: 'a stale state comes after the end',
    covers: 'unknown order status',
    steps: [BOUGHT, told('a filled'), command('tell-again 0'), pause(50)],
    expected: { inOrder: ['a filled'], orders: FILLED, position: 2 },
  }),
  bought('the library is older than version 2 of the order', 'versions', 'versions SendOrder 1'),
  bought('the library is older than version 2 of the position', 'versions', 'versions Position 1'),
  downtime('nothing happens to it: it works on', [], {
    inOrder: ['a unknown', 'a working'],
    never: ['a rejected', 'a cancelled'],
    orders: { a: { status: 'working', filled: 0 } },
    position: 0,
  }),
  downtime('it fills meanwhile', ['fill-order 5 5119'], {
    inOrder: ['a unknown', 'fill a 5@5119', 'a filled', 'position 5'],
    orders: { a: { status: 'filled', filled: 5 } },
    position: 5,
  }),
  downtime('a part of it fills meanwhile', ['fill-order 2 5119'], {
    inOrder: ['a unknown', 'fill a 2@5119', 'a partiallyFilled', 'position 2'],
    orders: { a: { status: 'partiallyFilled', filled: 2 } },
    position: 2,
  }),
  downtime('another person cancels it meanwhile', ['end-order 205'], {
    inOrder: ['a unknown', 'a cancelled'],
    orders: { a: { status: 'cancelled', filled: 0 } },
    position: 0,
  }),
];
