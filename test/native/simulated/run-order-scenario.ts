// Runs one order scenario in a child process with a simulation of its own, and gives what it saw.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulatedDll } from '../../support/simulated-dll.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), 'order-scenario.ts');
const patienceMs = 20_000;

/** What the scenario saw, 64-bit ids as text. Throws with the child's words when it fails or is ended by the library. */
export async function runOrderScenario(name: string, commands: readonly string[] = []): Promise<unknown> {
  const dll = await simulatedDll();
  const folder = mkdtempSync(join(tmpdir(), 'qt-orders-'));
  writeFileSync(join(folder, 'simulation.txt'), `${commands.join('\n')}\n`);
  try {
    return await new Promise<unknown>((done, fail) => {
      const child = spawn(process.execPath, [main, dll, name], {
        cwd: folder,
        timeout: patienceMs,
        killSignal: 'SIGKILL',
      });
      let output = '';
      let errors = '';
      child.stdout.on('data', (text: Buffer) => {
        output += text.toString();
      });
      child.stderr.on('data', (text: Buffer) => {
        errors += text.toString();
      });
      child.on('error', fail);
      child.on('close', (code, signal) => {
        if (code === 0) done(JSON.parse(output));
        else fail(new Error(`${name} ended with ${code ?? signal}: ${errors}`));
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
