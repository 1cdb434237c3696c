// Prints the bytes that an event of one feature of the catalogue leaves behind, measured in a process that has run nothing else.
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import { checkData } from '../../src/research/feature-checks/feature-check.ts';
import { eventsFor } from '../../src/research/feature-checks/feature-rules.ts';
import { measuredCost } from '../../src/research/feature-checks/measured-cost.ts';

const spec = catalogue.get(process.argv[2]!)!;
process.stdout.write(`${measuredCost(spec, eventsFor(spec, checkData())).bytes}\n`);
