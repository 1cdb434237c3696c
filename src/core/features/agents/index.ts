// What the group offers to strategies: makers of the specs of its features, and the table of brokers behind two of them.

export {
  agentConcentrationBuy,
  agentConcentrationSell,
  agentTurnover,
  topBuyerChanged,
  topSellerChanged,
} from './agent-activity.ts';
export { agentPersistence, bankFlow, retailFlow, topAgentNet } from './agent-net-flow.ts';
export { type Broker, type BrokerGroup, b3Brokers } from './brokers.ts';
