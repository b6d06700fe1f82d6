import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

const BINARIES = process.env['E2E_BINARIES'] ?? '../../../target/debug';
const BACKEND = process.env['E2E_BACKEND_URL'] ?? 'http://localhost:3001';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A web app and a gateway of one's own, with other settings, in front of the running backend. */
export class OwnApp {
  readonly url: string;
  readonly #processes: ChildProcess[];

  private constructor(url: string, processes: ChildProcess[]) {
    this.url = url;
    this.#processes = processes;
  }

  static async start(settings: Record<string, string>): Promise<OwnApp> {
    const [gatewayPort, frontendPort] = [await freePort(), await freePort()];
    const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', WORKERS: '1', LOG_DIR: '' };
    const start = (name: string, own: Record<string, string>) =>
      spawn(`${BINARIES}/${name}`, { env: { ...env, ...own }, stdio: 'ignore' });
    const frontend = start('kpi-frontend', {
      ...settings,
      PORT: String(frontendPort),
      STATIC_DIR: 'dist',
    });
    await answers(`http://127.0.0.1:${frontendPort}/health`, frontend);
    const gateway = start('kpi-gateway', {
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: String(gatewayPort),
      BACKEND_URL: BACKEND,
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
    for (const process of this.#processes) {
      if (process.exitCode !== null) continue;
      process.kill('SIGKILL');
      await once(process, 'exit');
    }
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
