// Ten of each ending: enough to see what happens often.
import { describeEndings } from './endings.ts';

describeEndings(10);
