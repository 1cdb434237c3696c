// Every call against the simulated ProfitDLL on Node for Windows: by-value records, stdcall, UTF-16 and the working folder as there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulatedWindowsDll } from '../../../support/simulated-dll.ts';
import { Windows, whyNoWindows, windowsPath } from '../../../support/windows.ts';
import { libraryStage, type Session, sessionScript } from './library-stage.ts';

const reason = whyNoWindows();

describe.skipIf(reason !== undefined)(
  `a session on Windows${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'qt-library-windows-'));
    let windows: Windows | undefined;
    let dll = '';
    beforeAll(async () => {
      dll = await simulatedWindowsDll();
      windows = new Windows();
    }, 300_000);
    afterAll(() => {
      windows?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(['native', 'direct'])('through the %s feed gives what it gives on Linux', async (feed) => {
      const home = libraryStage(folder);
      const { exitCode, output } = await windows!.node(sessionScript, [windowsPath(dll), feed], { cwd: home });
      expect([exitCode, exitCode === 0 ? '' : output]).toEqual([0, '']);
      const session = JSON.parse(output.split('\n').find((line) => line.startsWith('{'))!) as Session;
      expect(session.facts).toMatchObject({ feed, absent: [] });
      expect(session.market).toMatchObject({ levels: 2, agents: ['RICO INVESTIMENTOS – GRUPO XP 🐢', 'XP', null] });
      expect(session.orders).toMatchObject({ version: 2, zeroed: 2, flat: 'flat', unknown: 'NL_NOT_FOUND' });
      expect(session.orderHistory).toEqual({ all: { order: 4 }, some: { order: 4 }, reversed: 'NL_OUT_OF_RANGE' });
      expect(session.counters).toMatchObject({ overflowed: 0, reservedOverflowed: 0, untranslated: 0, pagesFreed: 1 });
    });
  },
);
