// A small sweep over three machines, of which two die and the third is cut off.
import { describeMachines } from './support/several-machines.ts';

describeMachines({ points: 10, after: [1, 2, 3] });
