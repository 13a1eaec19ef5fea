import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { read } from '../api/client.ts';
import { useAnswer } from '../api/queries.ts';
import { useConsole } from '../app/console-settings.tsx';
import { todayInTheCity } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { type Column, Table } from '../record/record-list.tsx';
import { caseName, shortId } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Section } from '../ui/section.tsx';
import { Loading, ProblemNotice } from '../ui/states.tsx';

type RunningOut = Answer<'TimeLimit'>;

const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** How many days are left, or since how many it is over: in words. */
export function DaysLeft({ until }: { readonly until: string }) {
  const { t, number } = useSettings();
  const left = Math.round((Date.parse(until) - Date.parse(todayInTheCity())) / DAY_MS);
  if (left < 0) return <b className="fails">{t.limits.overdue(number(-left))}</b>;
  return left === 0 ? <b>{t.limits.endsToday}</b> : t.limits.left(number(left));
}

/** What runs out, on what authority, when, and how long that is from today. */
function useColumns(): readonly Column<RunningOut>[] {
  const { t, say } = useSettings();
  const { clocks } = useConsole();
  const clock = ({ clock: id }: RunningOut) => clocks.find((one) => one.id === id);
  return [
    { name: t.limits.what, of: (row) => say(clock(row)?.name ?? { zh: row.clock, en: row.clock }) },
    { name: t.limits.until, of: ({ until }) => <span className="keep">{until}</span> },
    { name: t.limits.days, of: ({ until }) => <DaysLeft until={until} /> },
    { name: t.limits.basis, of: (row) => <span className="faint">{say(clock(row)?.basis ?? { zh: '', en: '' })}</span> },
  ];
}

const MOST_IN_A_CASE = 200;

/** The time limits that run in a case: on its suspects, on what was frozen, sealed or seized, and on the files of the procuratorate, the court and who must answer. */
export function TimeLimitsOfCase({ id }: { readonly id: string }) {
  const { t } = useSettings();
  const columns = useColumns();
  const limits = useAnswer('TimeLimits', '/v1/time-limits', { case: id, limit: MOST_IN_A_CASE }, { keep: false });
  const rows = limits.data?.items ?? [];
  if (rows.length === 0) return null;
  const on: Column<RunningOut> = {
    name: t.limits.on,
    isAsRecorded: true,
    of: ({ id: what, label }) => (what.startsWith('suspect-') ? (label ?? shortId(what)) : <RecordLink id={what}>{label ?? shortId(what)}</RecordLink>),
  };
  return (
    <Section title={t.limits.title}>
      <div className="wide" role="region" aria-label={t.limits.title} tabIndex={0}>
        <Table rows={rows} columns={[on, ...columns]} />
      </div>
      <p className="faint">{t.limits.help}</p>
    </Section>
  );
}

const SOON_DAYS = 30;
const AT_ONCE = 5;

/** What runs out soon in the cases within reach, and what has run out. */
export function RunningOutSoon() {
  const { t } = useSettings();
  const today = todayInTheCity();
  return (
    <>
      <RunningOutList title={t.limits.over} to={dayAfter(today, -1)} />
      <RunningOutList title={t.limits.soon(SOON_DAYS)} from={today} to={dayAfter(today, SOON_DAYS)} none={t.limits.noneSoon(SOON_DAYS)} />
    </>
  );
}

/** What somebody's own organ is to answer, and what it should have answered. */
export function RepliesOwed() {
  const { t } = useSettings();
  const today = todayInTheCity();
  return (
    <>
      <RunningOutList title={t.limits.over} to={dayAfter(today, -1)} onWhat={t.replies.to} />
      <RunningOutList title={t.replies.due} from={today} none={t.replies.none} onWhat={t.replies.to} />
    </>
  );
}

type Listed = { readonly title: string; readonly from?: string; readonly to?: string; readonly none?: string; readonly onWhat?: string };

function RunningOutList({ title, from, to, none, onWhat }: Listed) {
  const { t } = useSettings();
  const columns = useColumns();
  const query = { from, to, limit: AT_ONCE };
  const limits = useInfiniteQuery({
    queryKey: ['/v1/time-limits', query],
    queryFn: ({ pageParam, signal }) => read<Answer<'TimeLimits'>>('/v1/time-limits', { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = limits.data?.pages.flatMap(({ items }) => items) ?? [];
  const on: Column<RunningOut> = {
    name: onWhat ?? t.limits.on,
    isAsRecorded: true,
    of: ({ id, label, case: file }) =>
      file && id.startsWith('suspect-') ? (
        <Link to="/cases/$id" params={{ id: file.id }} search={{ on: id }}>
          {label ?? shortId(id)}
        </Link>
      ) : (
        <RecordLink id={id}>{label ?? shortId(id)}</RecordLink>
      ),
  };
  const ofCase: Column<RunningOut> = {
    name: t.limits.case,
    isAsRecorded: true,
    of: ({ case: file }) => file && <RecordLink id={file.id}>{caseName(file)}</RecordLink>,
  };
  if (limits.error) return <ProblemNotice error={limits.error} retry={() => void limits.refetch()} />;
  if (!limits.data) return <Loading />;
  if (rows.length === 0 && none === undefined) return null;
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p className="faint">{none}</p>
      ) : (
        <div className="wide" role="region" aria-label={title} tabIndex={0}>
          <Table rows={rows} columns={[on, ...(rows.some((row) => row.case) ? [ofCase] : []), ...columns]} />
        </div>
      )}
      {limits.hasNextPage ? (
        <button type="button" className="plain" disabled={limits.isFetching} onClick={() => void limits.fetchNextPage()}>
          {t.states.more}
        </button>
      ) : null}
    </Section>
  );
}
