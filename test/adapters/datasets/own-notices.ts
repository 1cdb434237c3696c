// What an importer itself had to say about its file, without the findings of the quality gate.

import type { ImportResult } from '../../../src/adapters/datasets/importing/import-result.ts';
import { SEVERITIES } from '../../../src/core/quality/finding.ts';

const FINDING = new RegExp(`^(${SEVERITIES.join('|')}) [a-z-]+: `);

export function ownNotices({ notices }: ImportResult): readonly string[] {
  return notices.filter((notice) => !FINDING.test(notice));
}
