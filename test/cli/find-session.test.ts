// Which session is meant where nobody names one: that which trades, whatever runs in shadow beside it.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { findSession } from '../../src/cli/find-session.ts';
import { type ControlFile, controlEndpoint, writeControlFile } from '../../src/runner/live/control-file.ts';
import { temporaryFolder } from './support/qt.ts';

function session(home: string, mode: ControlFile['mode'], suffix: string): string {
  const folder = join(home, 'runs', `20250805T120000Z-${mode}-wdo-regime-${suffix}`);
  mkdirSync(folder, { recursive: true });
  const endpoint = controlEndpoint(folder, 'tcp', process.platform);
  writeControlFile(folder, { mode, strategy: 'wdo-regime', account: mode === 'live' ? '1:2' : null, endpoint });
  return folder;
}

it('a session in shadow is meant where it is named, or runs alone', () => {
  const home = temporaryFolder('find-session');
  const shadow = session(home, 'shadow', 'aaaaaa');
  expect(findSession(home, undefined).folder).toBe(shadow);
  const live = session(home, 'live', 'bbbbbb');
  expect(findSession(home, undefined).folder).toBe(live);
  expect(findSession(home, 'wdo-regime').folder).toBe(live);
  expect(findSession(home, 'shadow').folder).toBe(shadow);
  expect(findSession(home, basename(shadow)).folder).toBe(shadow);
  session(home, 'paper', 'cccccc');
  expect(() => findSession(home, undefined)).toThrow('2 sessions run');
});
