import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  ConnectionFileError,
  parseConnectionFile,
  readConnectionFile,
} from '../../../src/kernel/front/connection-file.ts';
import { connectionFileText, ipcConnection, tcpConnection } from './connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'kernel-'));

it('reads what Jupyter writes, for tcp and ipc', async () => {
  for (const [name, facts] of [
    ['tcp.json', await tcpConnection('secret')],
    ['ipc.json', ipcConnection('')],
  ] as const) {
    const file = join(folder, name);
    writeFileSync(file, connectionFileText(facts));
    expect(readConnectionFile(file)).toEqual(facts);
  }
});

function problemOf(fields: Record<string, unknown>): string {
  const good = JSON.parse(connectionFileText(ipcConnection('secret')));
  try {
    parseConnectionFile('c.json', JSON.stringify({ ...good, ...fields }));
    return 'none';
  } catch (error) {
    if (!(error instanceof ConnectionFileError)) throw error;
    return error.message;
  }
}

it('names the file and the field that is wrong', () => {
  expect(problemOf({ transport: 'udp' })).toBe(
    "Connection file c.json, field transport: it must be tcp or ipc, not 'udp'",
  );
  expect(problemOf({ shell_port: undefined })).toBe('Connection file c.json, field shell_port: it is missing');
  for (const port of [0, 65_536, 1.5, '5555', null]) {
    expect(problemOf({ hb_port: port })).toBe(
      'Connection file c.json, field hb_port: it must be a whole number from 1 to 65535',
    );
  }
  expect(problemOf({ iopub_port: 1 })).toContain('two of the five ports are the same');
  expect(problemOf({ key: 5 })).toBe('Connection file c.json, field key: it must be text');
  expect(problemOf({ ip: '' })).toBe('Connection file c.json, field ip: it must not be empty');
  expect(problemOf({ signature_scheme: 'hmac-md5' })).toContain('signature_scheme');
  expect(problemOf({ signature_scheme: '', key: '' })).toBe('none');
});

it('names a file that is absent or no JSON object', () => {
  expect(() => readConnectionFile(join(folder, 'absent.json'))).toThrow(/absent\.json: it cannot be read/);
  expect(() => parseConnectionFile('c.json', '{"ip":')).toThrow('Connection file c.json: it is not valid JSON');
  expect(() => parseConnectionFile('c.json', '[]')).toThrow('Connection file c.json: it must hold one JSON object');
});
