// What may be imported into a notebook and what may not, in this repository as it is.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveGuard } from '../../src/kernel/live-guard.ts';

const root = resolve(import.meta.dirname, '../..');
const refusal = liveGuard(root);

describe('the guard of notebooks', () => {
  it.each([
    'src/adapters/profit-dll/profit-library.ts',
    'src/adapters/secrets/secret-source.ts',
    'src/adapters/host-link/connect-link.ts',
    'src/adapters/host-link/token.ts',
    'src/runner/host/host.ts',
    'src/runner/live/control-client.ts',
    'node_modules/@napi-rs/keyring/index.js',
  ])('refuses %s, and says where to trade', (name) => {
    expect(existsSync(join(root, name))).toBe(true);
    expect(refusal(join(root, name))).toMatch(/cannot be imported into a notebook: .* qt paper, qt demo or qt live/);
  });

  it.each([
    'src/index.ts',
    'src/research/index.ts',
    'src/runner/run-plan.ts',
    'src/adapters/datasets/store.ts',
    'strategies/wdo-regime.ts',
  ])('lets %s in', (name) => {
    expect(existsSync(join(root, name))).toBe(true);
    expect(refusal(join(root, name))).toBeUndefined();
  });

  it.each([
    'src/Runner/live/control-client.ts',
    'SRC/adapters/Secrets/secret-source.ts',
    'node_modules/@NAPI-RS/keyring/index.js',
  ])('refuses %s, which Windows and macOS take for the same', (name) => {
    expect(refusal(join(root, name))).toMatch(/cannot be imported into a notebook/);
    expect(refusal(join(root.toUpperCase(), name))).toMatch(/cannot be imported into a notebook/);
  });

  it('says nothing of files elsewhere', () => {
    expect(refusal(resolve(root, '../src/runner/host/host.ts'))).toBeUndefined();
  });
});
