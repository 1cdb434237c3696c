// Takes nothing; gives what each gate looks at: which branches of an explanation its value comes from, and in words what is done with them.

export interface GateReading {
  /** Names of branches. */
  readonly reads: readonly string[];
  readonly says: string;
}

const reading = (says: string, ...reads: readonly string[]): GateReading => ({ says, reads });

const OF_TRIALS = 'the daily results of the validation beside those of every trial on its days';

export const GATE_READINGS: Readonly<Record<string, GateReading>> = {
  modelPackage: reading(
    'the model loaded as trading loads it: its largest deviation from the golden vectors',
    'model',
    'features',
  ),
  dayPositions: reading('the seconds before the close at which it is flat', 'limits'),
  riskLimits: reading('the limits held against those of machine.json', 'limits'),
  trainingData: reading('the data that the model names, found in the store by their hashes', 'model'),
  notebook: reading(
    'the cells of the notebook held against those that ran when the model was exported',
    'notebooks',
    'model',
  ),
  notebookRerun: reading(
    'the notebook run again, and the model that came of it compared byte by byte',
    'notebooks',
    'model',
  ),
  cleanCommit: reading('the state of git when it was built', 'code'),
  types: reading('the sources through the compiler', 'code', 'tools'),
  strategyTests: reading('the tests of the strategy, run', 'code'),
  paperSessions: reading('signed certificates of its sessions on paper', 'channels'),
  demoSessions: reading("signed certificates of its sessions on the broker's simulator", 'channels'),
  performance: reading('the bundle run in a process of its own over the last validated days', 'code', 'validation'),
  reproducible: reading('the validation run twice', 'validation', 'code'),
  notebookDigest: reading("the validation beside the backtest of the model's author", 'validation', 'notebooks'),
  datasets: reading('each file that the validation read, hashed again', 'validation'),
  leakCheck: reading('each feature computed with another future after it', 'features'),
  warmupCheck: reading('each feature computed from a longer history', 'features'),
  provenance: reading('the weakest provenance of model and validation', 'validation', 'model'),
  ledger: reading('the whole chain of the ledger of trials', 'ledger', 'validation'),
  deflatedSharpe: reading(OF_TRIALS, 'validation', 'ledger'),
  overfitting: reading(OF_TRIALS, 'validation', 'ledger'),
  doubledCosts: reading('the net result with the costs taken off twice', 'validation'),
  oneDay: reading('the best day as a share of the profit of all', 'validation'),
  validationTrades: reading('the number of trades of the validation', 'validation'),
  outOfSample: reading('the days of the validation beside those that the model was made of', 'validation', 'model'),
  stressLatency: reading('the validation run again with slower orders and answers', 'validation'),
  stressGap: reading('the validation run again with sessions that open higher, and lower', 'validation'),
  stressWorstDays: reading('the worst days of the validation together', 'validation'),
};
