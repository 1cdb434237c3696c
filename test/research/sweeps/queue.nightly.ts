// A sweep over three machines at full size, of which two die and the third is cut off.
import { describeMachines } from './support/several-machines.ts';

describeMachines({ points: 60, after: [6, 15, 25] });
