// A home and a stage in; how many different trusted keys must have signed a release that is run there at that stage, out.

import { existsSync } from 'node:fs';
import { machineFile, readMachineSettings } from '../../adapters/machine/machine-settings.ts';
import { STAGES, type Stage } from './stage.ts';

/** 1 without machine.json. Throws the UserErrors of a machine.json that is wrong: it may want two. */
export function signaturesNeeded(home: string, stage: Stage): number {
  if (!existsSync(machineFile(home))) return 1;
  const { signatures, signaturesFrom } = readMachineSettings(home);
  return STAGES.indexOf(stage) >= STAGES.indexOf(signaturesFrom) ? signatures : 1;
}
