import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Account, newAccount } from './account';

const BINARIES = process.env['E2E_BINARIES'] ?? '../../../target/debug';
const BACKEND = process.env['E2E_BACKEND_URL'] ?? 'http://localhost:3001';

/** The database of the application under test. */
const DATABASE = process.env['E2E_DATABASE_URL'] ?? `sqlite:${resolve('../../../data/kpi.db')}`;

const SECRET = 'of the tests alone, and long enough';

/** Creates an administrator with the backend's CLI. */
export function makeAdmin(database = DATABASE): Account {
  const account = newAccount();
  execFileSync(
    `${BINARIES}/kpi-backend`,
    ['user', 'create-admin', account.email, account.name, '--password-stdin'],
    {
      // Required to start, though this command signs nothing.
      env: { DATABASE_URL: database, JWT_SECRET: SECRET },
      input: `${account.password}\n`,
    },
  );
  return account;
}

interface Service {
  process: ChildProcess;
  url: string;
}

/** Starts a separate service with exactly this environment, on a free port. */
async function start(name: string, own: Record<string, string>): Promise<Service> {
  const common = {
    HOST: '127.0.0.1',
    PORT: '0',
    GATEWAY_HOST: '127.0.0.1',
    WORKERS: '1',
    LOG_DIR: '',
  };
  const env = { PATH: process.env['PATH'], ...common, ...own };
  const service = spawn(`${BINARIES}/${name}`, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const log = createInterface(service.stdout);
  const port = await new Promise<string>((resolve, reject) => {
    // Keeps reading, so that the service does not block on its log.
    log.on('line', (line) => {
      const logged = /[^a-z_]port"?[=:](\d+)/.exec(line)?.[1];
      if (logged) resolve(logged);
    });
    log.on('close', () => reject(new Error(`${name} has ended.`)));
  });
  return { process: service, url: `http://127.0.0.1:${port}` };
}

async function end({ process: service }: Service): Promise<void> {
  if (service.exitCode !== null || service.signalCode !== null) return;
  service.kill('SIGKILL');
  await once(service, 'exit');
}

/** Starts a separate staging backend with defaults, and own settings, on an empty database. */
export class OwnBackend {
  #service: Service;
  readonly #folder: string;
  readonly #settings: Record<string, string>;

  private constructor(service: Service, folder: string, settings: Record<string, string>) {
    this.#service = service;
    this.#folder = folder;
    this.#settings = settings;
  }

  get url(): string {
    return this.#service.url;
  }

  get database(): string {
    return `sqlite:${join(this.#folder, 'kpi.db')}`;
  }

  static async start(own: Record<string, string> = {}): Promise<OwnBackend> {
    const folder = await mkdtemp(join(tmpdir(), 'kpi-e2e-'));
    const settings = {
      NODE_ENV: 'staging',
      DATABASE_URL: `sqlite:${join(folder, 'kpi.db')}`,
      JWT_SECRET: SECRET,
      BCRYPT_ROUNDS: '4',
      ...own,
    };
    execFileSync(`${BINARIES}/kpi-backend`, ['migrate', 'deploy'], { env: settings });
    const service = await start('kpi-backend', settings);
    await waitUntilHealthy('/health', service);
    return new OwnBackend(service, folder, settings);
  }

  /** Ends it, as a crash would, and starts it again at the same address. */
  async restart(): Promise<void> {
    await end(this.#service);
    const { port } = new URL(this.#service.url);
    this.#service = await start('kpi-backend', { ...this.#settings, PORT: port });
    await waitUntilHealthy('/health', this.#service);
  }

  async stop(): Promise<void> {
    await end(this.#service);
    await rm(this.#folder, { recursive: true });
  }
}

/** Starts a separate frontend and gateway with other settings in front of a backend. */
export class OwnApp {
  readonly #gateway: Service;
  #frontend: Service;

  private constructor(gateway: Service, frontend: Service) {
    this.#gateway = gateway;
    this.#frontend = frontend;
  }

  get url(): string {
    return this.#gateway.url;
  }

  static async start(settings: Record<string, string>, backend = BACKEND): Promise<OwnApp> {
    const frontend = await start('kpi-frontend', { ...settings, STATIC_DIR: 'dist' });
    await waitUntilHealthy('/health', frontend);
    const gateway = await start('kpi-gateway', {
      BACKEND_URL: backend,
      FRONTEND_URL: frontend.url,
      RATE_LIMIT_MAX_REQUESTS: '100000',
      RATE_LIMIT_AUTH_MAX_REQUESTS: '100000',
    });
    await waitUntilHealthy('/api/health', gateway);
    return new OwnApp(gateway, frontend);
  }

  /** Replaces the frontend by one that serves another build. */
  async upgrade(folder: string): Promise<void> {
    await end(this.#frontend);
    const { port } = new URL(this.#frontend.url);
    this.#frontend = await start('kpi-frontend', { PORT: port, STATIC_DIR: folder });
    await waitUntilHealthy('/health', this.#frontend);
    await waitUntilHealthy('/gateway/health', this.#gateway);
  }

  async stop(): Promise<void> {
    await end(this.#gateway);
    await end(this.#frontend);
  }
}

/** Resolves once the service is healthy; fails if it has exited. */
async function waitUntilHealthy(path: string, service: Service): Promise<void> {
  const url = service.url + path;
  const ended = once(service.process, 'exit').then(([code]) => {
    throw new Error(`The service behind ${url} ended with ${String(code)}.`);
  });
  const asked = (async () => {
    for (;;) {
      const response = await fetch(url).catch(() => null);
      if (response?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  await Promise.race([asked, ended]);
}
