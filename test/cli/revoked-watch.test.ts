// A session whose release was signed with a key that is revoked meanwhile says so once, and nothing is stopped.

import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RevokedWatch } from '../../src/cli/revoked-watch.ts';
import { revocationsFile } from '../../src/promotion/release/revocations.ts';
import { revokeKey } from '../../src/promotion/release/trust.ts';
import { TempHome } from '../promotion/support/sample-release.ts';

const EVERY_MS = 5;
let temp: TempHome;
let stranger: TempHome;
let watch: RevokedWatch;
let told: string[];
beforeEach(() => {
  temp = new TempHome();
  stranger = new TempHome();
  told = [];
  const tell = (severity: string, code: string, text: string): void => {
    told.push(`${severity} ${code} ${text}`);
  };
  const { dir } = temp.build();
  watch = new RevokedWatch({ home: temp.home, runs: () => 'one', dirOf: () => dir, tell, everyMs: EVERY_MS });
});
afterEach(() => {
  watch.close();
  temp.remove();
  stranger.remove();
});

const revoke = (fingerprint: string) =>
  revokeKey({ home: temp.home, fingerprint, at: '2027-03-01T12:00:00Z', by: 'ana', reason: 'stolen' });

describe('RevokedWatch', () => {
  it('tells of the key that signed this release, once', async () => {
    revoke(stranger.key.fingerprint);
    await wait(EVERY_MS * 6);
    expect(told).toEqual([]);
    revoke(temp.key.fingerprint);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toContain(`critical releaseKeyRevoked The key ${temp.key.fingerprint.slice(0, 12)}`);
    expect(told[0]).toContain('stolen');
    await wait(EVERY_MS * 6);
    expect(told).toHaveLength(1);
  });

  it('tells of a list that cannot be read, and goes on when it can', async () => {
    writeFileSync(revocationsFile(temp.home), '{');
    await vi.waitFor(() => expect(told).toHaveLength(1));
    rmSync(revocationsFile(temp.home));
    revoke(temp.key.fingerprint);
    await vi.waitFor(() => expect(told).toHaveLength(2));
  });

  it('is silent once it is closed', async () => {
    watch.close();
    revoke(temp.key.fingerprint);
    await wait(EVERY_MS * 6);
    expect(told).toEqual([]);
  });
});
