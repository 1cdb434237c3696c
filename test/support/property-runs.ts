// How many cases a property is tried on: so many in every run, ten times as many at night.

const NIGHTLY_FACTOR = 10;

export function propertyRuns(count: number): number {
  return process.env.QT_NIGHTLY === '1' ? count * NIGHTLY_FACTOR : count;
}
