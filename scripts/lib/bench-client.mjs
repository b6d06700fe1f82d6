// Sends requests to the API one after the other, and prints how long they took; for the scripts that measure it.
import http from 'node:http';

/** A client with so many connections. An unexpected response is an error. */
export function connect(origin, connections = 1) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });

  /** The response's JSON and the milliseconds until its last byte. */
  function send(token, method, path, body) {
    return new Promise((resolve, reject) => {
      const headers = token ? { Authorization: `Bearer ${token}` } : {};
      if (body) headers['Content-Type'] = 'application/json';
      const began = performance.now();
      const request = http.request(
        new URL(path, origin),
        { agent, method, headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part) => (text += part));
          response.on('error', reject);
          response.on('end', () => {
            const took = performance.now() - began;
            if (response.statusCode >= 300) {
              reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
            } else resolve({ took, json: text && JSON.parse(text) });
          });
        },
      );
      request.on('error', reject);
      request.end(body && JSON.stringify(body));
    });
  }

  return { send, close: () => agent.destroy() };
}

export const DAY = 86_400_000;
export const dateOf = (instant) => new Date(instant).toISOString().slice(0, 10);

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)].toFixed(1);
}

/** Prints the head of a Markdown table of milliseconds. */
export function printHead(title) {
  console.log(`\n${title}, ms\n`);
  console.log('| request | median | p95 | max |\n| --- | --- | --- | --- |');
}

/** Prints a row of it. */
export function printRow(name, times) {
  times.sort((one, other) => one - other);
  const figures = [0.5, 0.95, 1].map((share) => percentile(times, share));
  console.log(`| ${name} | ${figures.join(' | ')} |`);
}
