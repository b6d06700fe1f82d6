// A fake service behind the gateway: logs each request, echoes its head as JSON, serves assets like the
// frontend, and echoes WebSocket messages.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { brotliCompressSync } from 'node:zlib';

const server = createServer((request, response) => {
  console.log(request.method, request.url);
  if (request.url.startsWith('/assets/')) {
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Type', 'application/javascript');
    const script = 'console.log(1);'.repeat(100);
    if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
      response.setHeader('Content-Encoding', 'br');
      response.end(brotliCompressSync(script));
    } else {
      response.end(script);
    }
    return;
  }
  response.setHeader('Content-Type', 'application/json');
  if (request.url.startsWith('/api/no')) response.statusCode = 404;
  response.end(JSON.stringify(request.headers));
});

server.on('upgrade', (request, socket) => {
  const key = request.headers['sec-websocket-key'];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('data', (frame) => {
    // One short, masked text frame in, the same unmasked out.
    if ((frame[0] & 0x0f) !== 1) return;
    const length = frame[1] & 0x7f;
    const mask = frame.subarray(2, 6);
    const text = frame.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at % 4]);
    socket.write(Buffer.concat([Buffer.from([0x81, length]), text]));
  });
  socket.on('error', () => socket.destroy());
});

server.listen(Number(process.argv[2]), '127.0.0.1');
