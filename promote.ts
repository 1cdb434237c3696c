// promote.ts STRATEGY STAGE: the same as `qt promote`; gates, then a signed release for the trading PC.

import { main } from './src/cli/main.ts';

process.exitCode = await main(['promote', ...process.argv.slice(2)]);
