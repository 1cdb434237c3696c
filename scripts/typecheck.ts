// Takes nothing; type-checks the repository and, with fewer globals, the pure core; exits 1 when either complains.
import { failedTypeChecks } from './checks.ts';

const failed = failedTypeChecks();
for (const name of failed) console.error(`failed: ${name}`);
process.exitCode = failed.length === 0 ? 0 : 1;
