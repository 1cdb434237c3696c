// The order side of the simulated ProfitDLL as a Windows library, on Node for Windows: the same scenarios see the same.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulatedWindowsDll } from '../../support/simulated-dll.ts';
import { Windows, whyNoWindows, windowsPath } from '../../support/windows.ts';
import { runOrderScenario } from './run-order-scenario.ts';

const why = whyNoWindows();
if (why !== undefined) console.warn(`the order side is not tried on Windows: ${why}`);
const script = fileURLToPath(new URL('order-scenario.ts', import.meta.url));

describe.skipIf(why !== undefined)('the order side on Windows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qt-orders-'));
  let windows: Windows;
  let dll = '';
  beforeAll(async () => {
    writeFileSync(join(folder, 'simulation.txt'), '');
    dll = windowsPath(await simulatedWindowsDll());
    windows = new Windows();
  });
  afterAll(() => {
    windows.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    'marketOrder',
    'change',
    'zero',
    'accounts',
    'positions',
    'brokerAway',
    'foreignOrder',
    'chaos',
    'playScripts',
  ])('%s', async (name) => {
    const { exitCode, output } = await windows.node(script, [dll, name], { cwd: folder });
    expect(exitCode, output).toBe(0);
    expect(JSON.parse(output)).toEqual(await runOrderScenario(name));
  });

  it('ends a client that asks for something inside a callback', async () => {
    const { exitCode, output } = await windows.node(script, [dll, 'requestInCallback'], { cwd: folder });
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/SendCancelAllOrdersV2 was called inside a callback/);
  });
});
