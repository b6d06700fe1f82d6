#!/usr/bin/env node
// A fake of each service; FAILS and SICK name those that fail or are unhealthy.
import { writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { basename } from 'node:path';

const name = basename(process.argv[1]);
const port = name === 'kpi-gateway' ? process.env.GATEWAY_PORT : process.env.PORT;
const command = process.argv.slice(2).join(' ');
const is = (list) => (process.env[list] ?? '').split(' ').includes(name);

if (command === 'serve') {
  if (is('FAILS')) {
    console.error('something is wrong here');
    process.exit(1);
  }
  writeFileSync(`${process.env.CALLS}.${name}`, JSON.stringify(process.env));
  createServer((_request, response) => response.end('{}')).listen(port, '127.0.0.1');
} else if (command === 'healthcheck') {
  if (is('SICK')) process.exit(1);
  get(`http://127.0.0.1:${port}/`, () => process.exit(0)).on('error', () => process.exit(1));
} else if (process.env.DATABASE_FAILS) {
  console.error('the database is away');
  process.exit(1);
} else if (command === 'seed --demo') {
  console.log('Demo user: demo@example.com  password: secret');
}
