// Through a program named ssh: a receiver runs on the other end, is started again after a break, and ssh's own words reach the person.

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretSource } from '../../../src/adapters/secrets/secret-source.ts';
import { deliver } from '../../../src/promotion/delivery/deliver.ts';
import { deliveryTarget } from '../../../src/promotion/delivery/delivery-target.ts';
import { openCarrier } from '../../../src/promotion/delivery/open-carrier.ts';
import { readChannel } from '../../../src/promotion/release/channels.ts';
import { asyncRefusalOf } from '../support/sample-release.ts';
import { DeliveryHomes } from './support/delivery-homes.ts';

/** Three programs are started, and a machine that does more takes its time. */
const PROCESSES_MS = 120_000;
const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');
let homes: DeliveryHomes;
let folder: string;
beforeEach(() => {
  homes = new DeliveryHomes();
  folder = mkdtempSync(join(tmpdir(), 'delivery-ssh-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  homes.remove();
});

/** A program of this name before all others on the path. */
function fakeSsh(script: string, interpreter = '/bin/sh'): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'ssh'), `#!${interpreter}\n${script}`);
  chmodSync(join(bin, 'ssh'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
}

async function send(to: string, remote?: string) {
  const carrier = await openCarrier(deliveryTarget(to), { secrets: secretSource({ environment: {} }), remote });
  const breaks: string[] = [];
  try {
    const release = homes.release(400_000);
    const delivered = await deliver({
      ...{ release, carrier, stage: 'paper', by: 'ana', waitMs: 1, fruitlessMax: 2 },
      onBreak: (reason) => breaks.push(reason),
    });
    return { release, delivered, breaks };
  } finally {
    carrier.close();
  }
}

describe.skipIf(process.platform === 'win32')('through ssh (a script in its place, so not on Windows)', () => {
  it('the receiver there is started, breaks off after 300,000 bytes, and goes on', {
    timeout: PROCESSES_MS,
  }, async () => {
    const log = join(folder, 'calls');
    // the command is the last argument; what a login prints comes before the receiver
    fakeSsh(
      `
const { spawn } = require('node:child_process');
const { appendFileSync, readFileSync } = require('node:fs');
appendFileSync('${log}', process.argv.slice(2).join(' ') + '\\n');
process.stdout.write('Welcome to this machine\\n');
const isFirst = readFileSync('${log}', 'utf8').split('\\n').length === 2;
const child = spawn('sh', ['-c', 'exec ' + process.argv.at(-1)], { stdio: ['pipe', 'inherit', 'inherit'] });
let left = isFirst ? 300000 : Infinity;
process.stdin.on('data', (data) => {
  child.stdin.write(data.subarray(0, left));
  left -= data.length;
  if (left > 0) return;
  child.kill('SIGKILL');
  process.stderr.write('connection reset', () => process.exit(255));
});
process.stdin.on('end', () => child.stdin.end());
child.on('close', (code) => process.exit(code));
`,
      process.execPath,
    );
    const remote = `'${process.execPath}' '${MAIN}' deliver receive --home '${homes.to.home}'`;
    const { release, delivered, breaks } = await send('ssh://ana@pc.example:2222/srv/qt', remote);
    expect(delivered).toMatchObject({ isNew: true, breaks: 1 });
    expect(breaks).toEqual([expect.stringContaining('connection reset')]);
    // what the first run made durable was not sent again
    expect(delivered.sentBytes).toBeLessThan(delivered.totalBytes + 256 * 1024);
    expect(readChannel(homes.to.home, 'sample', 'paper')?.release).toBe(release.id);
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    expect(calls).toHaveLength(2);
    expect(calls[0]).toContain('-T -o BatchMode=yes');
    expect(calls[0]).toContain(`-p 2222 -- ana@pc.example ${remote}`);
  });

  it('without another command the qt of the folder there is run', async () => {
    fakeSsh(`echo "$@" > '${folder}/call'; exit 1\n`);
    expect((await asyncRefusalOf(() => send('ana@pc:/srv/qt'))).code).toBe('delivery-unreachable');
    expect(readFileSync(join(folder, 'call'), 'utf8')).toContain(
      '-- ana@pc cd /srv/qt && npx --no-install qt deliver receive --home /srv/qt\n',
    );
  });

  it('that lets nobody in: its words are told', async () => {
    fakeSsh('echo "ana@pc: Permission denied (publickey)." >&2\nexit 255\n');
    const error = await asyncRefusalOf(() => send('ana@pc:/srv/qt'));
    expect(error).toMatchObject({
      code: 'delivery-unreachable',
      message: expect.stringContaining('Permission denied (publickey)'),
    });
  });

  it('that leads to no receiver, but to something that writes without end', async () => {
    fakeSsh('exec yes\n');
    const error = await asyncRefusalOf(() => send('ana@pc:/srv/qt'));
    expect(error).toMatchObject({
      code: 'delivery-unreachable',
      message: expect.stringContaining('there is no receiver'),
    });
  });

  it('absent from this machine is said', async () => {
    vi.stubEnv('PATH', folder);
    expect((await asyncRefusalOf(() => send('ana@pc:/srv/qt'))).message).toContain('ENOENT');
  });
});
