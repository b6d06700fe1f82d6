/** A WebSocket whose other end is the test. */
export class FakeWebSocket {
  /** Those that were opened, in order. */
  static opened: FakeWebSocket[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly url: URL;
  closed = false;

  constructor(url: string) {
    this.url = new URL(url);
    FakeWebSocket.opened.push(this);
  }

  static get last(): FakeWebSocket {
    const last = FakeWebSocket.opened.at(-1);
    if (!last) throw new Error('No WebSocket was opened.');
    return last;
  }

  /** The server sends a message. */
  send(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The server's first message. */
  greet(id = '1-0'): void {
    this.send({ type: 'hello', id, heartbeatSeconds: 20, live: 'all' });
  }

  /** The server closes it, or the network does. */
  end(code: number): void {
    this.onclose?.({ code });
  }

  /** The page closes it. */
  close(): void {
    this.closed = true;
  }
}
