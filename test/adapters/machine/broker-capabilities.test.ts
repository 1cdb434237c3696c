// What a broker allows, written and read again; a file that was changed, is damaged or is about another account is told as such.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  brokerFile,
  readBrokerCapabilities,
  writeBrokerCapabilities,
} from '../../../src/adapters/machine/broker-capabilities.ts';

const found = {
  schemaVersion: 1,
  account: '32003:10001-7',
  at: '2027-02-01T12:00:00.000Z',
  dllSha256: 'a'.repeat(64),
  changeStop: true,
  bothExitsWorking: false,
  routingLoginMs: 812,
} as const;

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qt-broker-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('what a broker allows', () => {
  it('is unknown until somebody has looked', () => {
    expect(readBrokerCapabilities(home, found.account)).toBeUndefined();
  });

  it('is read as it was written, by account', () => {
    const file = writeBrokerCapabilities(home, found);
    expect(file).toBe(brokerFile(home, found.account));
    expect(file).not.toContain(':1');
    expect(readBrokerCapabilities(home, found.account)).toEqual(found);
    expect(readBrokerCapabilities(home, '32003:10001-8')).toBeUndefined();
  });

  it('is not believed where the file is damaged, has more in it, or is about another account', () => {
    const file = writeBrokerCapabilities(home, found);
    const wrong = expect.objectContaining({
      code: 'broker-file-wrong',
      fix: expect.stringContaining('qt doctor orders'),
    });
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -5));
    expect(() => readBrokerCapabilities(home, found.account)).toThrow(wrong);
    writeFileSync(file, JSON.stringify({ ...found, more: 1 }));
    expect(() => readBrokerCapabilities(home, found.account)).toThrow(wrong);
    writeFileSync(file, JSON.stringify({ ...found, account: '1:1' }));
    expect(() => readBrokerCapabilities(home, found.account)).toThrow(wrong);
  });
});
