// What the group offers to strategies: makers of the specs of its features.

export { adx } from './adx.ts';
