// A sweep over three machines at full size, of which two die and the third is cut off.
import { describeMachines } from './support/several-machines.ts';

// the space that it searches has 57 points
describeMachines({ points: 50, after: [6, 15, 25] });
