import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Account, newAccount } from './account';

const BINARIES = process.env['E2E_BINARIES'] ?? '../../../target/debug';
const BACKEND = process.env['E2E_BACKEND_URL'] ?? 'http://localhost:3001';

/** The database of the application under test. */
const DATABASE = process.env['E2E_DATABASE_URL'] ?? `sqlite:${resolve('../../../data/kpi.db')}`;

const SECRET = 'of the tests alone, and long enough';

/** Makes an administrator, as whoever runs the server does. */
export function makeAdmin(): Account {
  const account = newAccount();
  execFileSync(
    `${BINARIES}/kpi-backend`,
    ['user', 'create-admin', account.email, account.name, '--password-stdin'],
    {
      // It signs nothing, but no command starts without a secret.
      env: { DATABASE_URL: DATABASE, JWT_SECRET: SECRET },
      input: `${account.password}\n`,
    },
  );
  return account;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A service of one's own in this environment and no other. */
function start(name: string, own: Record<string, string>): ChildProcess {
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', WORKERS: '1', LOG_DIR: '' };
  return spawn(`${BINARIES}/${name}`, { env: { ...env, ...own }, stdio: 'ignore' });
}

async function end(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null) return;
  service.kill('SIGKILL');
  await once(service, 'exit');
}

/** A backend of one's own on an empty database, as one that is not set up further is in staging. */
export class OwnBackend {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(): Promise<OwnBackend> {
    const folder = await mkdtemp(join(tmpdir(), 'kpi-e2e-'));
    const port = String(await freePort());
    const settings = {
      NODE_ENV: 'staging',
      PORT: port,
      DATABASE_URL: `sqlite:${join(folder, 'kpi.db')}`,
      JWT_SECRET: SECRET,
      BCRYPT_ROUNDS: '4',
    };
    execFileSync(`${BINARIES}/kpi-backend`, ['migrate', 'deploy'], { env: settings });
    const url = `http://127.0.0.1:${port}`;
    const backend = new OwnBackend(url, start('kpi-backend', settings), folder);
    await answers(`${url}/health`, backend.#process);
    return backend;
  }

  async stop(): Promise<void> {
    await end(this.#process);
    await rm(this.#folder, { recursive: true });
  }
}

/** A web app and a gateway of one's own, with other settings, in front of a backend. */
export class OwnApp {
  readonly url: string;
  readonly #processes: ChildProcess[];

  private constructor(url: string, processes: ChildProcess[]) {
    this.url = url;
    this.#processes = processes;
  }

  static async start(settings: Record<string, string>, backend = BACKEND): Promise<OwnApp> {
    const [gatewayPort, frontendPort] = [await freePort(), await freePort()];
    const frontend = start('kpi-frontend', {
      ...settings,
      PORT: String(frontendPort),
      STATIC_DIR: 'dist',
    });
    await answers(`http://127.0.0.1:${frontendPort}/health`, frontend);
    const gateway = start('kpi-gateway', {
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: String(gatewayPort),
      BACKEND_URL: backend,
      FRONTEND_URL: `http://127.0.0.1:${frontendPort}`,
      RATE_LIMIT_MAX_REQUESTS: '100000',
      RATE_LIMIT_AUTH_MAX_REQUESTS: '100000',
    });
    const url = `http://127.0.0.1:${gatewayPort}`;
    const app = new OwnApp(url, [gateway, frontend]);
    await answers(`${url}/api/health`, gateway);
    return app;
  }

  async stop(): Promise<void> {
    for (const process of this.#processes) await end(process);
  }
}

/** Resolves once the service answers well; a service that has ended never will. */
async function answers(url: string, service: ChildProcess): Promise<void> {
  const ended = once(service, 'exit').then(([code]) => {
    throw new Error(`The service behind ${url} ended with ${String(code)}.`);
  });
  const asked = (async () => {
    for (;;) {
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  await Promise.race([asked, ended]);
}
