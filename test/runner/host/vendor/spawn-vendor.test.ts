// The vendor process where it cannot be started: the reason names what is missing.
import { describe, expect, it } from 'vitest';
import { spawnVendor } from '../../../../src/runner/host/vendor/spawn-vendor.ts';
import type { Invitation } from '../../../../src/runner/host/vendor/vendor-protocol.ts';

describe('the start of a vendor process', () => {
  it('names the folder that does not exist, and not the program', async () => {
    const workingFolder = '/nothing/of/this/name';
    const child = spawnVendor({} as Invitation, { workingFolder, output: () => {} });
    const reason = await new Promise<string>((resolve) => child.onExit(resolve));
    expect(reason).toBe(`its working folder ${workingFolder} does not exist`);
  });
});
