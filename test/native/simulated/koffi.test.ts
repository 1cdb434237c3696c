// JavaScript clients of the simulated ProfitDLL through koffi: the ways in which the callbacks of a foreign thread end a careless one.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { simulatedDll, simulatedDllBefore41 } from '../../support/simulated-dll.ts';

const koffiPath = resolve(import.meta.dirname, '../../../node_modules/koffi');

/** Login, a burst of trades into a JavaScript callback; then the end that the test is about. */
function script(library: string, end: string): string {
  return `
    const koffi = require(${JSON.stringify(koffiPath)});
    const library = koffi.load(${JSON.stringify(library)});
    const pointer = (declaration) => koffi.pointer(koffi.proto(declaration));
    const State = pointer('void State(int32_t type, int32_t result)');
    const Trade = pointer('void Trade(void *asset, void *trade, uint32_t flags)');
    const initialise = library.func('DLLInitializeMarketLogin', 'int32_t',
      ['str16', 'str16', 'str16', State, ...Array(7).fill('void *')]);
    const setTrade = library.func('SetTradeCallbackV2', 'int32_t', [Trade]);
    const subscribe = library.func('SubscribeTicker', 'int32_t', ['str16', 'str16']);
    const translate = library.func('TranslateTrade', 'int32_t', ['void *', 'void *']);
    const command = library.func('SimCommand', 'int32_t', ['str']);
    const finalise = library.func('DLLFinalize', 'int32_t', []);
    const record = Buffer.alloc(64);
    let trades = 0;
    const onTrade = koffi.register((asset, trade) => { if (translate(trade, record) === 0) trades++; }, Trade);
    const onState = koffi.register((type, result) => { if (type === 2 && result === 4) start(); }, State);
    const print = (text) => require('node:fs').writeSync(1, text + '\\n');
    function start() {
      setTimeout(() => {
        subscribe('WDOFUT', 'F');
        command('burst 5000 0.3');
        setTimeout(async () => { ${end} }, 150);
      }, 5);
    }
    initialise('KEY', 'USER', 'PASSWORD', onState, ...Array(7).fill(null));
    setTrade(onTrade);
    setInterval(() => {}, 1000);
  `;
}

interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

async function run(end: string, timeout: number): Promise<Outcome> {
  const library = await simulatedDll();
  const folder = mkdtempSync(join(tmpdir(), 'simulated-koffi-'));
  const file = join(folder, 'client.cjs');
  writeFileSync(file, script(library, end));
  try {
    return await new Promise((done, failed) => {
      const child = spawn(process.execPath, [file], { cwd: folder, timeout, killSignal: 'SIGKILL' });
      let output = '';
      child.stdout.on('data', (text: Buffer) => {
        output += text.toString();
      });
      child.on('error', failed);
      child.on('close', (code, signal) => done({ code, signal, output }));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('an older build of the simulated ProfitDLL', () => {
  it('lacks the exports that came later', async () => {
    const names = ['GetHealthStatus', 'SetHealthCallback', 'SetTradeCallbackV2'];
    const code = `
      const library = require(${JSON.stringify(koffiPath)}).load(process.argv[1]);
      const has = (name) => { try { library.func(name, 'int32_t', ['void *']); return true; } catch { return false; } };
      console.log(JSON.stringify(${JSON.stringify(names)}.map(has)));`;
    const ask = (path: string): unknown =>
      JSON.parse(spawnSync(process.execPath, ['-e', code, path]).stdout.toString());
    expect(ask(await simulatedDllBefore41())).toEqual([false, false, true]);
    expect(ask(await simulatedDll())).toEqual([true, true, true]);
  });
});

describe('a JavaScript client of the simulated ProfitDLL', () => {
  it('gets its trades translated inside the callback and ends by the asynchronous finalisation', async () => {
    const outcome = await run(
      `finalise.async((error, answer) => { print('finalised ' + answer + ' ' + (trades > 100)); process.exit(0); });`,
      10_000,
    );
    expect(outcome).toEqual({ code: 0, signal: null, output: 'finalised 0 true\n' });
  });

  it('never returns from a finalisation that it calls synchronously while trades come', async () => {
    const outcome = await run(`finalise(); print('finalised'); process.exit(0);`, 1500);
    expect(outcome.signal).toBe('SIGKILL');
    expect(outcome.output).toBe('');
  });

  it('loses its life or its trades when it lets a callback go that the library still calls', async () => {
    const outcome = await run(
      `koffi.unregister(onTrade); setTimeout(() => { print('got ' + trades); process.exit(0); }, 400);`,
      5000,
    );
    expect(outcome.output).not.toBe('got 1500\n');
    expect(outcome.code === 0 ? Number(outcome.output.split(' ')[1]) : 0).toBeLessThan(1500);
  });
});
