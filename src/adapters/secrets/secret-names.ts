// The four secrets of a connection: their names, what they are for people, and the environment variables that may hold them.

import { UserError } from '../user-error.ts';

export const SECRET_NAMES = ['activationKey', 'user', 'password', 'routingPassword'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export const SECRET_VARIABLES: Readonly<Record<SecretName, string>> = {
  activationKey: 'QT_PROFIT_ACTIVATION_KEY',
  user: 'QT_PROFIT_USER',
  password: 'QT_PROFIT_PASSWORD',
  routingPassword: 'QT_PROFIT_ROUTING_PASSWORD',
};

export const SECRET_TITLES: Readonly<Record<SecretName, string>> = {
  activationKey: 'activation key of ProfitDLL',
  user: 'user of the vendor login',
  password: 'password of the vendor login',
  routingPassword: "routing password (the broker's electronic signature)",
};

/** A UserError `bad-option` names the four. */
export function parseSecretName(text: string): SecretName {
  const found = SECRET_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no secret of this program`,
    field: 'name',
    fix: `Use one of: ${SECRET_NAMES.join(', ')}`,
  });
}
