import type { Answer } from '@casetrail/contracts';
import { ask } from './client.ts';
import { eventReader } from './event-reader.ts';

export type LiveState = Answer<'LiveState'>;
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
