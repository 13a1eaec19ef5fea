import type { Answer } from '@casetrail/contracts';
import { ask } from './client.ts';

export type LiveState = Answer<'LiveState'>;
export type Told = { readonly event: string; readonly data: string };

/** Takes server-sent events apart as they arrive, in whatever pieces. Comments are heartbeats. */
export function eventReader(tell: (told: Told) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
      const of = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2]] : [])).join('\n');
      if (of('data')) tell({ event: of('event') || 'message', data: of('data') });
    }
  };
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Watches until it is told to stop. A stream that breaks is opened again, after a while that grows. EventSource cannot send a token; fetch can. */
export function watch(tell: (state: LiveState) => void, isConnected: (connected: boolean) => void): () => void {
  const stopping = new AbortController();
  void (async () => {
    for (let pause = FIRST_PAUSE_MS; !stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const answer = await ask('/v1/live', { signal: stopping.signal });
        isConnected(true);
        pause = FIRST_PAUSE_MS;
        const read = eventReader(({ event, data }) => event === 'state' && tell(JSON.parse(data) as LiveState));
        const reader = (answer.body as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) read(part.value);
      } catch {
        // The network, or the api, is away: it is asked again.
      }
      isConnected(false);
      await new Promise((done) => {
        const timer = setTimeout(done, pause);
        stopping.signal.addEventListener('abort', () => (clearTimeout(timer), done(undefined)));
      });
    }
  })();
  return () => stopping.abort();
}
