import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

const HEAD_END = '\r\n\r\n';

/** One connection that is kept open, one request at a time. It knows just enough of HTTP for the answers it gets, so that little of the machine goes to it. */
export class HttpClient {
  readonly #socket: Socket;
  readonly #head: string;
  #received = '';
  #waiting: { readonly settle: (body: string) => void; readonly fail: (error: Error) => void; readonly expected: number } | undefined;

  static async open(address: string, path: string, headers: Readonly<Record<string, string>>): Promise<HttpClient> {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    await once(socket, 'connect');
    const lines = Object.entries({ host: `${hostname}:${port}`, 'content-type': 'application/json', ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    return new HttpClient(socket, `POST ${path} HTTP/1.1\r\n${lines.join('')}`);
  }

  private constructor(socket: Socket, head: string) {
    this.#socket = socket.setEncoding('latin1');
    this.#head = head;
    socket.on('data', (chunk: string) => this.#receive(chunk));
    socket.on('error', (error) => this.#waiting?.fail(error));
    socket.on('close', () => this.#waiting?.fail(new Error('The connection was closed before there was an answer.')));
  }

  /** Rejects where the answer has another status than is expected. */
  post(body: string, headers: string, expected = 201): Promise<string> {
    return new Promise((settle, fail) => {
      this.#waiting = { settle, fail, expected };
      this.#socket.write(`${this.#head}${headers}content-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: string): void {
    this.#received += chunk;
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#received.slice(0, headEnd + 2))?.[1]);
    const end = headEnd + HEAD_END.length + length;
    if (Number.isNaN(length)) return this.#waiting?.fail(new Error(`An answer without a length: ${this.#received.slice(0, headEnd)}`));
    if (this.#received.length < end) return;
    const answer = this.#received.slice(0, end);
    this.#received = this.#received.slice(end);
    const status = Number(answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3));
    if (status === this.#waiting?.expected) this.#waiting.settle(answer.slice(headEnd + HEAD_END.length));
    else this.#waiting?.fail(new Error(`Answered ${status}: ${answer.slice(headEnd)}`));
  }
}
