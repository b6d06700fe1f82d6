import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Arrival {
  path: string;
  headers: string;
  body: string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

/** A fake of a reporting service that records every request. */
export class Receiver {
  readonly arrivals: Arrival[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
      response.setHeader('Access-Control-Allow-Credentials', 'true');
      response.setHeader('Access-Control-Allow-Headers', '*');
      if (request.method === 'OPTIONS') {
        response.end();
        return;
      }
      void bodyOf(request).then((body) => {
        const headers = JSON.stringify(request.headers);
        this.arrivals.push({ path: request.url ?? '', headers, body });
        response.setHeader('Content-Type', 'application/json');
        response.end('1');
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** All received requests as one text to search. */
  get everything(): string {
    return this.arrivals
      .map(({ path, headers, body }) => decodeURIComponent(`${path}\n${headers}\n${body}`))
      .join('\n');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
