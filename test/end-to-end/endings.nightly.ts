// Fifty of each ending: what happens seldom.
import { describeEndings } from './endings.ts';

describeEndings(50);
