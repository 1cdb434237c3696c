// Child process of the order tests: runs one named scenario against the simulated ProfitDLL and prints what it saw as one JSON line.
import { OrderClient } from './order-client.ts';
import { CHANGE_SCENARIOS } from './order-scenarios-change.ts';
import { FAULT_SCENARIOS } from './order-scenarios-fault.ts';
import { LIFE_SCENARIOS } from './order-scenarios-life.ts';
import { READ_SCENARIOS } from './order-scenarios-read.ts';
import { SCRIPT_SCENARIOS } from './order-scenarios-script.ts';
import { VENUE_SCENARIOS } from './order-scenarios-venue.ts';
import { WRONG_SCENARIOS } from './order-scenarios-wrong.ts';

export type Scenario = (client: OrderClient) => Promise<unknown>;

const scenarios: Readonly<Record<string, Scenario>> = {
  ...LIFE_SCENARIOS,
  ...CHANGE_SCENARIOS,
  ...READ_SCENARIOS,
  ...FAULT_SCENARIOS,
  ...WRONG_SCENARIOS,
  ...SCRIPT_SCENARIOS,
  ...VENUE_SCENARIOS,
};

const [dll, name] = process.argv.slice(2);
const scenario = scenarios[name ?? ''];
if (dll === undefined || scenario === undefined) throw new Error(`no scenario ${name}`);
const client = new OrderClient(dll);
const seen = await scenario(client);
await new Promise<void>((done) => {
  const text = JSON.stringify(seen, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  process.stdout.write(`${text}\n`, () => done());
});
// The callbacks' threads are not waited for: the process ends as a client that crashed would.
process.exit(0);
