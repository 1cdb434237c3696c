// A home with a stored day in; a backtest that shows what it does and is killed in the middle, out. `node killed-run.ts HOME`
import { planOf, runDay } from './synthetic-run.ts';

const [home] = process.argv.slice(2);
let fills = 0;
await runDay(home!, await planOf(), {
  observer: {
    onEvent: () => undefined,
    onDecision: () => undefined,
    onCommand: () => {
      fills += 1;
      process.stdout.write(`seen ${fills}\n`, () => process.kill(process.pid, 'SIGKILL'));
    },
    onAlert: () => undefined,
  },
});
