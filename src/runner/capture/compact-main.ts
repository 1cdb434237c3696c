// A process of its own that makes one recorded day a part of the datasets: home, contract and day as arguments, the report as JSON out.

import { openStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { captureRoot, dayFolder } from './capture-folder.ts';
import { compactDay } from './compact-day.ts';

const [home, contract, day] = process.argv.slice(2);
try {
  const folder = dayFolder(captureRoot(home!), contract!, day!);
  const report = await compactDay({ contract: contract!, day: day!, folder }, { store: openStore(home!) });
  process.stdout.write(JSON.stringify({ report }));
} catch (error) {
  const message = error instanceof UserError ? `${error.message}. ${error.fix}` : String(error);
  process.stdout.write(JSON.stringify({ failed: message }));
}
