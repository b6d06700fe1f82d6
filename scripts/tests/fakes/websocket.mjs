// websocket.mjs PORT NAME CA PATH TEXT: opens a WebSocket over TLS on this machine, sends the text, and
// prints the status and the reply.
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

const [port, name, ca, path, text] = process.argv.slice(2);
const mask = Buffer.from([1, 2, 3, 4]);
const socket = connect({ host: '127.0.0.1', port: Number(port), servername: name, ca: readFileSync(ca) });
socket.setTimeout(120_000, () => process.exit(1));
socket.write(
  `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
);
let head = '';
socket.on('data', (data) => {
  if (head.includes('\r\n\r\n')) {
    console.log(head.split(' ')[1], data.subarray(2, 2 + (data[1] & 0x7f)).toString());
    process.exit(0);
  }
  head += data.toString('latin1');
  if (!head.includes('\r\n\r\n')) return;
  if (!head.startsWith('HTTP/1.1 101')) {
    console.log(head);
    process.exit(1);
  }
  const masked = Buffer.from(text).map((byte, at) => byte ^ mask[at % 4]);
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length]), mask, masked]));
});
socket.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
