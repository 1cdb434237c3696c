// What the group offers to strategies: makers of the specs of its features.

export { adx } from './adx.ts';
export { aroon } from './aroon.ts';
export { dpo } from './dpo.ts';
export { ichimoku } from './ichimoku.ts';
export { linearRegression } from './linear-regression.ts';
export { parabolicSar } from './parabolic-sar.ts';
export { supertrend } from './supertrend.ts';
export { vortex } from './vortex.ts';
