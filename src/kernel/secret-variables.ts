// The environment of who starts a kernel in; the same without secrets, for cells, whose outputs are stored in notebooks, out.

/** Those of this program (the login, the broker, alerts), and the keys to the Jupyter server and its hub. */
const SECRET = /^(?:QT_PROFIT_.+|QT_.*(?:TOKEN|PASSWORD|SECRET|KEY|URL)|(?:JUPYTER|JUPYTERHUB|JPY)_(?:.+_)?TOKEN)$/i;

/** For a process that is started to run cells. */
export function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRET.test(name)));
}

/** In a process that runs cells, before the first of them, and before its other threads get a copy. */
export function forgetSecrets(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (SECRET.test(name)) delete environment[name];
}
