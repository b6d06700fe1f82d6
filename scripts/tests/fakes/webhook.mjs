// A fake webhook that prints each request body as a line.
import { createServer } from 'node:http';

createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  console.log(`${request.url} ${body}`);
  response.end();
}).listen(Number(process.argv[2]), '127.0.0.1');
