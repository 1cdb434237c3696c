// An examination in; the text of a report without secrets, accounts and names out, fit to be sent to a stranger.

import { arch, platform, release } from 'node:os';
import { redact } from '../../adapters/secrets/redact.ts';
import type { DoctorSettings } from './check.ts';
import type { Examination } from './run-doctor.ts';

/** A shorter text is found in every second word. */
const HIDDEN_LENGTH_MIN = 3;

/** @param programVersion of this program */
export function reportText(
  settings: DoctorSettings,
  { results, hidden, printed }: Examination,
  programVersion: string,
): string {
  const { dllPath, asset, login, feed, watchMs, testOrder } = settings;
  const report = {
    program: programVersion,
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    settings: { dllPath, asset, mode: login.mode, feed, watchMs, testOrder: testOrder !== undefined },
    results,
    printed,
  };
  const values = [...hidden, ...accountTexts(settings)];
  return `${withoutSecrets(JSON.stringify(report, undefined, 2), settings, values)}\n`;
}

function accountTexts({ testOrder }: DoctorSettings): readonly string[] {
  const { accountId = '', subAccountId = '' } = testOrder?.account ?? {};
  return [accountId, subAccountId];
}

/** Takes out by value: whatever field of whatever text they got into. */
export function withoutSecrets(text: string, { login, testOrder }: DoctorSettings, others: readonly string[]): string {
  const secrets = [login.activationKey, login.user, login.password, testOrder?.password ?? ''];
  let result = redact(text);
  for (const value of [...secrets, ...others].toSorted((a, b) => b.length - a.length)) {
    if (value.length < HIDDEN_LENGTH_MIN) continue;
    for (const form of [value, JSON.stringify(value).slice(1, -1)]) {
      result = result.replaceAll(form, secrets.includes(value) ? '[secret]' : '[hidden]');
    }
  }
  return result;
}
