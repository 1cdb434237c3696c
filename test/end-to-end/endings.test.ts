// Five of each ending: enough to see what happens often; fifty at night.
import { describeEndings } from './endings.ts';

describeEndings(5);
