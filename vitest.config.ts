// Tells vitest which files are tests and how many may run at once; nightly tests join when QT_NIGHTLY is 1.
import { defineConfig } from 'vitest/config';

const nightly = process.env.QT_NIGHTLY === '1';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', ...(nightly ? ['test/**/*.nightly.ts'] : [])],
    // The default would silently drop folders named dist or cypress.
    exclude: ['**/node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: nightly ? 600_000 : 30_000,
    hookTimeout: nightly ? 600_000 : 30_000,
  },
});
