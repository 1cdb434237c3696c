// What the largest brokers, and those of a group, bought less what they sold: makers of the specs.

import { NumberTable } from '../../candles/number-table.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { agentId, WINDOW } from './agent-activity.ts';
import { MOST_AGENTS } from './agent-window.ts';
import { type Broker, type BrokerGroup, b3Brokers, brokersChecksum } from './brokers.ts';
import { agentCandles, lagged } from './lagged.ts';
import { largestAgents, MOST_RANKS } from './largest-agents.ts';

/** Brokers whose flow agentPersistence follows. */
const FOLLOWED = 5;
/** Contracts, squared: below it is rounding. */
const FLAT = 1e-6;

/**
 * `topAgentNet_k`: contracts bought less contracts sold by the k brokers that traded most (bought and sold together; of equal ones the
 * lower codes) / all contracts, over the n candles before the last closed one (lag 1), −1..1; with fewer brokers, all of them. reset.
 * Not ready: as agentTurnover. Fresh between candles.
 */
export function topAgentNet({ agents = 1, candles = WINDOW }: { agents?: number; candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('topAgentNet', 'agents', agents);
  if (k > MOST_RANKS) throw new RangeError(`topAgentNet: agents must be at most ${MOST_RANKS}, not ${k}`);
  const n = agentCandles('topAgentNet', candles);
  return lagged(
    {
      id: agentId(`topAgentNet_${k}`, n),
      meaning: `net volume of the ${k} largest brokers over ${n} candles`,
      formula: `Σ(bought − sold) of the ${k} brokers with the most contracts / Σ contracts over candles t − ${n} to t − 1`,
      source:
        'own definition: order imbalance as in Chordia, Roll and Subrahmanyam 2002, of the largest brokers that B3 publishes',
      unit: '−1..1',
      range: [-1, 1],
      parameters: { agents: k },
    },
    n,
    (shared) => {
      const largest = largestAgents(shared, n);
      return (held, window) => {
        const { places } = largest;
        const count = Math.min(k, largest.count);
        let net = 0;
        for (let rank = 0; rank < count; rank++) net += window.bought[places[rank]!]! - window.sold[places[rank]!]!;
        held.set(net / window.volume);
      };
    },
  );
}

/**
 * `agentPersistence_n`: autocorrelation at one candle of the net flow x (contracts bought − sold per candle) of the 5 brokers that traded
 * most in the window: Σ(x_i − m)(x_{i−1} − m) / Σ(x_i − m)², m the mean, over the n candles before the last closed one (lag 1), −1..1;
 * above 0 where they go on buying, or selling. reset. Not ready: as agentTurnover, and where the flow is the same in all candles. Fresh
 * between candles.
 */
export function agentPersistence({ candles = WINDOW }: { candles?: number } = {}): FeatureSpec {
  const n = agentCandles('agentPersistence', candles, 3);
  return lagged(
    {
      id: `agentPersistence_${n}`,
      meaning: `autocorrelation of the net flow of the ${FOLLOWED} largest brokers over ${n} candles`,
      formula: `Σ(x − m)(x[1] − m) / Σ(x − m)², x = Σ(bought − sold) of the ${FOLLOWED} largest brokers, over candles t − ${n} to t − 1`,
      source: 'own definition: autocorrelation as in Box and Jenkins 1970',
      unit: '−1..1',
      range: [-1, 1],
    },
    n,
    (shared) => {
      const largest = largestAgents(shared, n);
      const isFollowed = new Uint8Array(MOST_AGENTS);
      const nets = new Float64Array(n);
      return (held, window) => {
        const count = Math.min(FOLLOWED, largest.count);
        for (let rank = 0; rank < count; rank++) isFollowed[largest.places[rank]!] = 1;
        window.writeNets(isFollowed, nets);
        isFollowed.fill(0);
        let sum = 0;
        for (let i = 0; i < n; i++) sum += nets[i]!;
        const mean = sum / n;
        let squares = 0;
        let products = 0;
        let before = 0;
        for (let i = 0; i < n; i++) {
          const x = nets[i]! - mean;
          squares += x * x;
          products += x * before;
          before = x;
        }
        if (squares > FLAT) held.set(products / squares);
      };
    },
  );
}

interface GroupOptions {
  readonly candles?: number;
  /** In place of the table of B3's brokers. */
  readonly brokers?: readonly Broker[];
}

function groupFlow(
  name: string,
  group: BrokerGroup,
  { candles = WINDOW, brokers = b3Brokers }: GroupOptions,
): FeatureSpec {
  const n = agentCandles(name, candles);
  const checksum = brokersChecksum(brokers);
  const own = [...(n === WINDOW ? [] : [`n=${n}`]), ...(brokers === b3Brokers ? [] : [`brokers=${checksum}`])];
  return lagged(
    {
      id: own.length === 0 ? name : `${name}(${own.join(',')})`,
      meaning: `net volume of ${group} brokers over ${n} candles`,
      formula: `Σ(bought − sold) of the ${group} brokers / Σ contracts over candles t − ${n} to t − 1`,
      source:
        'own definition: net volume of a kind of client as in Kaniel, Saar and Titman 2008, groups from a table of brokers',
      unit: '−1..1',
      range: [-1, 1],
      parameters: { brokers: checksum },
    },
    n,
    () => {
      const members = new NumberTable();
      for (const broker of brokers) if (broker.group === group) members.set(broker.code, 1);
      return (held, window) => {
        let net = 0;
        let seen = 0;
        for (let place = 0; place < window.agents; place++) {
          if (window.present[place] === 0 || members.get(window.codes[place]!) !== 1) continue;
          seen += 1;
          net += window.bought[place]! - window.sold[place]!;
        }
        if (seen > 0) held.set(net / window.volume);
      };
    },
  );
}

/**
 * `retailFlow`: contracts bought less contracts sold by brokers of the group `retail` / all contracts, over the n candles before the last
 * closed one (lag 1), −1..1. The groups come from `brokers` (default: `b3Brokers`, an assumption to be edited); another list gives another
 * id and schema. reset. Not ready: as agentTurnover, and where no broker of the group traded in the window. Fresh between candles.
 */
export function retailFlow(options: GroupOptions = {}): FeatureSpec {
  return groupFlow('retailFlow', 'retail', options);
}

/** `bankFlow`: the same of the group `bank`. */
export function bankFlow(options: GroupOptions = {}): FeatureSpec {
  return groupFlow('bankFlow', 'bank', options);
}
