// Nothing in; the measures of brokers of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import * as activity from './agent-activity.ts';
import * as net from './agent-net-flow.ts';

export const agentsDefaults: readonly FeatureSpec[] = [
  activity.agentTurnover(),
  activity.agentConcentrationBuy(),
  activity.agentConcentrationSell(),
  ...[1, 3, 5].map((agents) => net.topAgentNet({ agents })),
  activity.topBuyerChanged(),
  activity.topSellerChanged(),
  net.agentPersistence(),
  net.retailFlow(),
  net.bankFlow(),
];
