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
