// What the person at the terminal of a session is told when it is asked to stop.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stopWord } from '../../src/cli/stop-word.ts';
import { writeControlFile } from '../../src/runner/live/control-file.ts';
import { temporaryFolder } from './support/qt.ts';

const about = { mode: 'demo', strategy: 's', account: null } as const;

it('a stop promises to get out of a position only while a session is on', () => {
  const home = temporaryFolder('stop-word');
  expect(stopWord(home, 'Ctrl+C')).toBe('Ctrl+C: no session is on, the process ends');
  const endpoint = { kind: 'unix', path: '/none' } as const;
  mkdirSync(join(home, 'live', 'one'), { recursive: true });
  writeControlFile(join(home, 'live', 'one'), { ...about, waiting: 'sleeping', endpoint });
  expect(stopWord(home, 'Ctrl+C')).toContain('no session is on');
  mkdirSync(join(home, 'runs', 'one'), { recursive: true });
  writeControlFile(join(home, 'runs', 'one'), { ...about, endpoint });
  expect(stopWord(home, 'Ctrl+C')).toContain('out of the position');
});
