// What the group offers to notebooks: training of hidden Markov regimes, and detectors looked at over recorded days.

export type { RegimeDay } from './regime-day.ts';
export { type RegimeDays, type RegimeDaysRequest, regimeDays } from './regime-days.ts';
export { regimePage } from './regime-page.ts';
export { type RegimeStatistics, regimeStatistics } from './regime-statistics.ts';
export { RegimeStudy, regimeStudy } from './regime-study.ts';
export { defaultHmmTraining, type HmmProgress, type HmmTraining, type TrainedHmm, trainHmm } from './train-hmm.ts';
