// Fault scripts of market data: outages with lost trades, duplicates, edits, unusable trades, bursts, stalls, odd histories.

import { command, FAULT_TAPE_TRADES, FAULT_TICKER, type FaultScript, pause, told, trades } from './fault-script.ts';

const ALL = trades(FAULT_TAPE_TRADES);
// the gap stands before everything that is known of the outage: what comes after it may depend on what was lost
const AN_OUTAGE = ['gap', 'market disconnected', 'market connected', 'backfillComplete'];
const LOST_AND_FILLED = { trades: 'filled', inOrder: AN_OUTAGE } as const;
const UNHARMED = { trades: 'whole', inOrder: [], never: ['gap', 'market disconnected'] } as const;

type MarketScript = Omit<FaultScript, 'login' | 'simulation' | 'steps'> &
  Partial<Pick<FaultScript, 'simulation' | 'steps'>>;

/** At 2,000 events a second, a second long, and to its end. */
function market(script: MarketScript): FaultScript {
  const { simulation = [], steps = [], ...rest } = script;
  return { ...rest, login: 'market', simulation: ['rate 2000', ...simulation], steps: [...steps, ALL] };
}

export const MARKET_FAULT_SCRIPTS: readonly FaultScript[] = [
  market({
    name: 'market data are away for a tenth of a second',
    covers: 'reconnect with lost trades',
    simulation: ['after-events 500 disconnect market 100'],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'market data are away twice',
    covers: 'reconnect with lost trades',
    simulation: ['after-events 400 disconnect market 50', 'after-events 1400 disconnect market 50'],
    expected: { trades: 'filled', inOrder: ['gap', 'market connected', 'gap', 'market connected', 'backfillComplete'] },
  }),
  market({
    name: 'market data go away again while the gap is filled',
    covers: 'reconnect with lost trades',
    simulation: [
      'after-events 390 set history-plateau-ms 200',
      'after-events 400 disconnect market 50',
      'after-events 700 disconnect market 50',
    ],
    expected: { trades: 'filled', inOrder: ['gap', 'gap', 'backfillComplete'] },
  }),
  market({
    name: 'the last fifty trades come again after the reconnection',
    covers: 'duplicate callbacks',
    simulation: ['set reconnect-duplicates 50', 'after-events 500 disconnect market 50'],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'trades come twice in a flow that goes on',
    covers: 'duplicate callbacks',
    simulation: ['after-events 300 fault duplicate 100', `after-events 900 repeat ${FAULT_TICKER} F 20`],
    expected: UNHARMED,
  }),
  market({
    name: 'trades come later than those after them',
    covers: 'late callbacks',
    simulation: ['after-events 300 late 5 20', 'after-events 900 late 50 2'],
    expected: UNHARMED,
  }),
  market({
    name: 'the exchange corrects a trade',
    covers: 'edits of trades',
    simulation: [`after-events 500 edit ${FAULT_TICKER} F 2`, `after-events 1500 edit ${FAULT_TICKER} F -1`],
    expected: { trades: 'whole', inOrder: ['tradeCorrection', 'tradeCorrection'], never: ['gap'] },
  }),
  market({
    name: 'three trades cannot be translated',
    covers: 'reconnect with lost trades',
    simulation: ['after-events 500 fault translate-fails 3'],
    expected: { trades: 'filled', inOrder: ['gap', 'backfillComplete'] },
  }),
  market({
    name: 'the first packet of a subscription is of years ago',
    covers: 'unusable trades',
    simulation: ['fault old-date 1'],
    // what comes with an old date is no trade of the day; the same trade is in the history of the day's beginning
    expected: { trades: 'whole', inOrder: [] },
  }),
  market({
    name: 'two trades have no price',
    covers: 'unusable trades',
    simulation: ['after-events 500 fault sentinel-price 2'],
    // most such are nothing; here a trade was behind each, and it is told as soon as history has been asked
    expected: { trades: 'filled', inOrder: ['gap', 'backfillComplete'] },
  }),
  market({
    name: 'two trades have no date',
    covers: 'unusable trades',
    simulation: ['after-events 500 fault sentinel-date 2'],
    // most such are nothing; here a trade was behind each, and it is told as soon as history has been asked
    expected: { trades: 'filled', inOrder: ['gap', 'backfillComplete'] },
  }),
  market({
    name: 'fifty thousand events in one second',
    covers: 'burst',
    simulation: ['after-events 500 burst 50000 1 PETR4 B', 'set freeze-limit-ms 3000'],
    also: 'PETR4',
    expected: { trades: 'whole', inOrder: [], never: ['gap'] },
  }),
  market({
    name: 'the connector thread stands still for most of a second',
    covers: 'frozen thread',
    simulation: ['after-events 500 freeze 800'],
    expected: UNHARMED,
  }),
  market({
    name: 'the connector thread never goes on',
    covers: 'frozen thread',
    simulation: [],
    steps: [trades(500), command('deadlock'), told('gap'), told('market connected')],
    limits: { frozenMs: 1_500, firstDelayMs: 50 },
    expected: { trades: 'filled', inOrder: AN_OUTAGE, restarts: 1 },
  }),
  market({
    name: 'accessors take a fifth of a millisecond',
    covers: 'slow accessor',
    simulation: ['after-events 500 slow-accessor 200'],
    expected: UNHARMED,
  }),
  market({
    name: 'the clock of the exchange jumps by five seconds and back',
    covers: 'clock skew',
    simulation: ['after-events 500 skew 5000', 'after-events 1000 skew -5000'],
    expected: UNHARMED,
  }),
  market({
    name: 'performance warnings are no outage',
    covers: 'disconnect of a state',
    simulation: ['after-events 500 state 2 5', 'after-events 700 state 2 6', 'after-events 900 state 2 4'],
    expected: UNHARMED,
  }),
  market({
    name: 'market data say not logged in for a while',
    covers: 'disconnect of a state',
    simulation: ['after-events 500 state 2 3', 'after-events 600 regain market'],
    expected: { trades: 'filled', inOrder: ['market connecting', 'market connected', 'backfillComplete'] },
  }),
  market({
    name: 'states oscillate through all steps of a reconnection',
    covers: 'disconnect of a state',
    simulation: [
      'after-events 500 lose market',
      'after-events 520 state 2 1',
      'after-events 540 state 2 2',
      'after-events 560 regain market',
    ],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'the login blinks and comes back',
    covers: 'disconnect of a state',
    simulation: ['after-events 500 state 0 1', 'after-events 700 state 0 0'],
    expected: UNHARMED,
  }),
  market({
    name: 'the activation blinks while data flow',
    covers: 'disconnect of a state',
    simulation: ['after-events 500 state 3 1', 'after-events 700 state 3 0'],
    expected: UNHARMED,
  }),
  market({
    name: 'the login is lost for good',
    covers: 'disconnect of a state',
    steps: [trades(500), command('lose market'), command('state 0 1'), told('gap'), told('market connected')],
    limits: { loginLostMs: 500, firstDelayMs: 50 },
    expected: { trades: 'filled', inOrder: AN_OUTAGE, restarts: 1 },
  }),
  market({
    name: 'market data do not come back by themselves',
    covers: 'disconnect of a state',
    steps: [trades(500), command('lose market'), told('gap'), told('market connected')],
    limits: { marketLostMs: 500, firstDelayMs: 50 },
    expected: { trades: 'filled', inOrder: AN_OUTAGE, restarts: 1 },
  }),
  market({
    name: 'history sits at 99 for a second',
    covers: 'history misbehaves',
    // not from the beginning on: the history of the day's beginning has been had by then
    simulation: ['after-events 490 set history-plateau-ms 1000', 'after-events 500 disconnect market 50'],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'the first history of a session has only its tail',
    covers: 'history misbehaves',
    simulation: ['set history-first-truncated 100', 'after-events 500 disconnect market 50'],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'the last trades of a history come after progress 100',
    covers: 'history misbehaves',
    simulation: ['set history-late-trades 20', 'after-events 500 disconnect market 50'],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'the request for history blocks for half a second',
    covers: 'blocked call',
    simulation: ['after-events 490 block GetHistoryTrades 500', 'after-events 500 disconnect market 50'],
    expected: LOST_AND_FILLED,
  }),
  market({
    name: 'the library crashes in mid-flow',
    covers: 'crash',
    steps: [trades(500), command('crash segv'), told('gap'), told('market connected')],
    limits: { firstDelayMs: 50 },
    expected: { trades: 'filled', inOrder: AN_OUTAGE, restarts: 1 },
  }),
  market({
    name: 'the library aborts in a burst',
    covers: 'crash',
    also: 'PETR4',
    steps: [
      trades(500),
      command('burst 50000 0.2 PETR4 B'),
      pause(50),
      command('crash abort'),
      told('gap'),
      told('market connected'),
    ],
    limits: { firstDelayMs: 50 },
    expected: { trades: 'filled', inOrder: AN_OUTAGE, restarts: 1 },
  }),
  market({
    name: 'the library ends the process without a word',
    covers: 'crash',
    steps: [trades(500), command('crash exit now'), told('gap'), told('market connected')],
    limits: { firstDelayMs: 50 },
    expected: { trades: 'filled', inOrder: AN_OUTAGE, restarts: 1 },
  }),
];
