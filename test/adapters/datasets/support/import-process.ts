// A home and a tick file on the command line: says that it begins, imports the file, ends.
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';

const [home, file] = process.argv.slice(2) as [string, string];
process.stdout.write('importing\n');
await importFiles({ home, format: 'mt5-ticks', files: [file] });
