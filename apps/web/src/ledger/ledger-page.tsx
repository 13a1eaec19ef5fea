import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { ask } from '../api/client.ts';
import { useLive } from '../app/ledger-state.tsx';
import { useSettings } from '../app/settings.tsx';
import { eventName, knownEvents } from '../text/event-names.ts';
import { shortHash } from '../ui/format.ts';
import { Organ } from '../ui/organ.tsx';
import { RecordName } from '../ui/record-link.tsx';
import { Answered, Empty } from '../ui/states.tsx';

type Line = Answer<'LedgerLine'>;
const PAGE = 100;
const STEP = 2000;
const filters = ['type', 'category', 'stream', 'from', 'to', 'actor'] as const;

/**
 * The newest events before a position. The api reads onwards: without filters a page is the window before the position; with them, windows are read backwards,
 * each larger than the one before, until there is a page or the beginning.
 */
async function pageBefore(
  before: number,
  query: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly Line[]; readonly from: number }> {
  const isFiltered = Object.values(query).some((value) => value !== undefined);
  let found: Line[] = [];
  let upTo = before;
  for (let step = isFiltered ? STEP : PAGE; upTo > 1 && found.length < PAGE; step *= 4) {
    const after = Math.max(0, upTo - 1 - step);
    const answer = await ask('/v1/ledger/events', { query: { ...query, ...(after > 0 && { after }), before: upTo, limit: 100_000 }, signal });
    const lines = (await answer.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
    found = [...lines, ...found];
    upTo = after + 1;
  }
  const shown = found.slice(-PAGE).reverse();
  return { lines: shown, from: found.length > PAGE ? (shown.at(-1)?.position ?? 1) : upTo };
}

/** The ledger itself, the newest first, a page at a time. */
export function Page() {
  const { t, language, number, moment } = useSettings();
  const search = useSearch({ from: '/ledger' });
  const navigate = useNavigate({ from: '/ledger' });
  const { state } = useLive();
  const words = t.ledger;
  const query = Object.fromEntries(filters.map((name) => [name, search[name]]));
  const before = Number(search.before) || (state ? state.position + 1 : 0);
  const page = useQuery({
    queryKey: ['ledger', before, query],
    queryFn: ({ signal }) => pageBefore(before, query, signal),
    enabled: before > 0,
    placeholderData: (old) => old,
  });
  const set = (change: Partial<typeof search>) => void navigate({ search: (old: typeof search) => ({ ...old, before: undefined, ...change }), replace: true });
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">
        {words.lead}
        {language === 'zh' ? '' : ' '}
        {state ? words.upTo(number(state.position)) : ''}
      </p>
      <form
        className="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const said = new FormData(event.currentTarget);
          set(Object.fromEntries(['actor', 'stream', 'from', 'to'].map((name) => [name, String(said.get(name)).trim() || undefined])));
        }}
      >
        <select aria-label={words.type} value={search.type ?? ''} onChange={({ target }) => set({ type: target.value || undefined })}>
          <option value="">{words.anyType}</option>
          {knownEvents.map((type) => (
            <option key={type} value={type}>
              {eventName(type, language)}
            </option>
          ))}
        </select>
        <input name="actor" defaultValue={search.actor ?? ''} placeholder={words.actor} aria-label={words.actor} />
        <input name="stream" defaultValue={search.stream ?? ''} placeholder={words.stream} aria-label={words.stream} />
        <input name="from" defaultValue={search.from ?? ''} placeholder={`${words.from} 2020-04-08`} aria-label={words.from} />
        <input name="to" defaultValue={search.to ?? ''} placeholder={words.to} aria-label={words.to} />
        <button className="button">{words.filter}</button>
      </form>
      <Answered of={page}>
        {({ lines, from }) => (
          <>
            {lines.length === 0 ? (
              <Empty>{words.none}</Empty>
            ) : (
              <div className="wide" role="region" aria-label={words.title} tabIndex={0}>
                <table className="dense ruled">
                  <thead>
                    <tr>
                      <th scope="col" className="num">
                        {words.position}
                      </th>
                      <th scope="col">{words.type}</th>
                      <th scope="col">{words.record}</th>
                      <th scope="col">{words.occurred}</th>
                      <th scope="col">{words.recorded}</th>
                      <th scope="col">{words.by}</th>
                      <th scope="col">{words.hash}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {lines.map((line) => {
                      const { position, recordedAt, hash } = line;
                      if ('sealed' in line) return <SealedLine key={position} position={position} recordedAt={recordedAt} hash={hash} />;
                      const { event } = line;
                      const { type, stream, version, occurredOn, actor } = event as {
                        type: string;
                        stream: string;
                        version: number;
                        occurredOn: string;
                        actor: { role: string; org: string };
                      };
                      return (
                        <tr key={position}>
                          <td className="num">{number(position)}</td>
                          <th scope="row">
                            <Link to="/history/$id" params={{ id: stream }} search={version ? { step: String(version) } : {}}>
                              {eventName(type, language)}
                            </Link>
                          </th>
                          <td>
                            <RecordName id={stream} />
                          </td>
                          <td className="nobr">{occurredOn}</td>
                          <td>{moment(recordedAt)}</td>
                          <td>
                            {(t.roles as Readonly<Record<string, string>>)[actor.role] ?? actor.role} <Organ id={actor.org} />
                          </td>
                          <td className="mono">{shortHash(hash)}</td>
                        </tr>
                      );
                    })}
                  </tbody>
                </table>
              </div>
            )}
            <p className="form-actions pager">
              {search.before ? (
                <button type="button" className="button" onClick={() => set({})}>
                  {words.newest}
                </button>
              ) : null}
              {from > 1 ? (
                <Link to="/ledger" search={(old: typeof search) => ({ ...old, before: String(from) })} className="button">
                  {words.older}
                </Link>
              ) : null}
            </p>
          </>
        )}
      </Answered>
    </div>
  );
}

/** An event whose record is closed to whoever asks: that it is there, and nothing of what it says. */
function SealedLine({ position, recordedAt, hash }: { readonly position: number; readonly recordedAt: string; readonly hash: string }) {
  const { t, number, moment } = useSettings();
  return (
    <tr className="same">
      <td className="num">{number(position)}</td>
      <th scope="row">{t.ledger.sealed}</th>
      <td />
      <td />
      <td>{moment(recordedAt)}</td>
      <td />
      <td className="mono">{shortHash(hash)}</td>
    </tr>
  );
}
