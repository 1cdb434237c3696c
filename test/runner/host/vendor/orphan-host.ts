// A host that starts a vendor process, with a library loaded into it, prints its id and folder, and waits to be killed.
import { join } from 'node:path';
import { OPEN_MS } from './trade-records.ts';
import { SECRETS, vendorStage, WDO, writeTape } from './vendor-stage.ts';

const stage = await vendorStage([['tape FOLDER/one.tape']], {
  environment: { LD_PRELOAD: process.argv[2] ?? '' },
  prepare: (folder) => writeTape(join(folder, 'one.tape'), [{ number: 1, localMs: OPEN_MS, price: 5000, quantity: 1 }]),
});
stage.service.want(WDO, 'ticker');
stage.service.start(SECRETS);
await stage.until('the connection', () => stage.service.status().market.state === 'connected');
process.stdout.write(JSON.stringify({ pid: stage.pids[0], folder: stage.folder }));
