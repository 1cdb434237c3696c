// Tells vitest which files are tests and how many may run at once; nightly tests join when QT_NIGHTLY is 1.
import { defineConfig } from 'vitest/config';

const nightly = process.env.QT_NIGHTLY === '1';
/** What these test has no state outside of its objects: they share their processes, whose start takes longer than most of them. */
const PURE = [
  ...['test/core', 'test/simulation'],
  ...['calibration', 'importance', 'labels', 'overfitting', 'plots', 'splits', 'statistics'].map(
    (part) => `test/research/${part}`,
  ),
];

function testsIn(folders: readonly string[]): string[] {
  const ends = nightly ? ['test', 'nightly'] : ['test'];
  return folders.flatMap((folder) => ends.map((end) => `${folder}/**/*.${end}.ts`));
}

// The default would silently drop folders named dist or cypress.
const exclude = ['**/node_modules/**'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: nightly ? 600_000 : 30_000,
    hookTimeout: nightly ? 600_000 : 30_000,
    projects: [
      { extends: true, test: { name: 'alone', include: testsIn(['test']), exclude: [...exclude, ...testsIn(PURE)] } },
      { extends: true, test: { name: 'pure', include: testsIn(PURE), exclude, isolate: false } },
    ],
  },
});
