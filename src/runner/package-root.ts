// Where this package lies: strategies/ and models/ stand there, and it is the home folder unless another is named.

import { fileURLToPath } from 'node:url';

export const packageRoot: string = fileURLToPath(new URL('../..', import.meta.url));
