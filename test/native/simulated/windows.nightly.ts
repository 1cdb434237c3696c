// The simulated ProfitDLL on Windows: the same client and the same truth under wine, where wine and mingw are there.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { simulatedWindowsClient, simulatedWindowsDll } from '../../support/simulated-dll.ts';
import type { SimulatedTape } from '../../support/simulated-tape.ts';
import { offerTape, openingMs, sampleTrades, tradeLine, tradeTape } from './tapes.ts';

const patienceMs = 90_000;
const needed = ['wine', 'x86_64-w64-mingw32-gcc'];
const missing = needed.filter((tool) => spawnSync('which', [tool]).status !== 0);
const prefix = resolve(import.meta.dirname, '../../../node_modules/.cache/wine-simulated');
const environment = {
  ...process.env,
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree=d;mshtml=d;winedbg.exe=d;winemenubuilder.exe=d',
};

function wine(args: readonly string[], folder: string): Promise<number | null> {
  return new Promise((done, failed) => {
    const child = spawn('wine', args, {
      cwd: folder,
      env: environment,
      stdio: 'ignore',
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    });
    child.on('error', failed);
    child.on('close', done);
  });
}

describe.skipIf(missing.length > 0)(`the simulated ProfitDLL on Windows (needs ${needed.join(' and ')})`, () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'simulated-windows-'));
    copyFileSync(await simulatedWindowsDll(), join(folder, 'ProfitDLL64.dll'));
    copyFileSync(await simulatedWindowsClient(), join(folder, 'client.exe'));
    mkdirSync(prefix, { recursive: true });
    if (!existsSync(join(prefix, 'system.reg'))) await wine(['wineboot', '-i'], folder);
  }, patienceMs);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A pipe as standard output fails under wine, so the client writes into a file. */
  async function client(
    tape: SimulatedTape,
    commands: readonly string[],
    words: readonly string[],
  ): Promise<readonly string[]> {
    tape.write(join(folder, 'day.tape'));
    writeFileSync(join(folder, 'simulation.txt'), ['tape day.tape', ...commands, ''].join('\n'));
    const quoted = words.map((word) => `"${word}"`).join(' ');
    writeFileSync(join(folder, 'run.cmd'), `@client.exe ProfitDLL64.dll ${quoted} > out.txt 2> err.txt\r\n`);
    await wine(['cmd', '/c', 'run.cmd'], folder);
    const errors = readFileSync(join(folder, 'err.txt'), 'latin1');
    return `${readFileSync(join(folder, 'out.txt'), 'latin1')}${errors}`.split(/\r?\n/).filter(Boolean);
  }

  const behind = (lines: readonly string[], word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

  it(
    'gives every trade in every field, and the day again as history',
    async () => {
      const trades = sampleTrades(100, openingMs);
      const day = ['history', 'from=03/08/2020 00:00:00', 'to=04/08/2020 00:00:00'];
      const lines = await client(tradeTape(trades), [], ['ticker', 'tape', ...day]);
      expect(behind(lines, 'trade')).toEqual(trades.map((trade) => tradeLine(trade, 'WDOFUT')));
      expect(behind(lines, 'history-end')).toEqual(['100 over']);
      expect(behind(lines, 'finalise')).toEqual(['0']);
    },
    patienceMs,
  );

  it(
    'gives the offer book, and knows its buffers',
    async () => {
      const truth = offerTape();
      const words = ['offers', 'depth', 'tape', 'quiet-trades'];
      const right = await client(truth.tape, ['set offer-page-size 4'], words);
      expect(behind(right, 'offer')).toEqual(truth.lines);
      const wrong = await client(truth.tape, [], [...words, 'double-free']);
      expect(wrong.some((line) => line.includes('FreePointer twice for the same buffer'))).toBe(true);
    },
    patienceMs,
  );
});
