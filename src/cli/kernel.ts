// `qt kernel install|uninstall|doctor`: the Jupyter kernel of this checkout made known to front ends that qt does not start, and examined.

import type { Command } from 'commander';
import { kernelDoctorCommand } from './kernel-doctor.ts';
import { kernelInstallCommand, kernelUninstallCommand } from './kernel-install.ts';

export function kernelCommand(program: Command): void {
  const kernel = program
    .command('kernel')
    .summary('the Jupyter kernel: made known to Jupyter and VS Code, removed, examined')
    .addHelpText('after', '\nExamples:\n  qt kernel install\n  qt kernel doctor');
  kernelInstallCommand(kernel);
  kernelUninstallCommand(kernel);
  kernelDoctorCommand(kernel);
}
