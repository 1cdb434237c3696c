import { expect, it } from 'vitest';
import { SECRET_VARIABLES } from '../../src/adapters/secrets/secret-names.ts';
import { forgetSecrets, withoutSecrets } from '../../src/kernel/secret-variables.ts';

const ORDINARY = { PATH: '/bin', QT_HOME: '/home', QT_WIDGETS: '8', QT_TYPE_WARNINGS: 'off', JPY_PARENT_PID: '7' };

it('every secret of this program and the key of the server are taken away, and nothing else', () => {
  const secret = Object.values(SECRET_VARIABLES).flatMap((name) => [name, name.toLowerCase()]);
  const environment = {
    ...ORDINARY,
    ...Object.fromEntries(
      [...secret, 'JUPYTER_TOKEN', 'JUPYTERHUB_API_TOKEN', 'JPY_API_TOKEN'].map((name) => [name, 'x']),
    ),
  };
  expect(withoutSecrets(environment)).toEqual(ORDINARY);
  expect(environment).toHaveProperty('JUPYTER_TOKEN');
  forgetSecrets(environment);
  expect(environment).toEqual(ORDINARY);
});
