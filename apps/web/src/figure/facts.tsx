import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Answer } from '@casetrail/contracts';
import { problemOf, read } from '../api/client.ts';
import { useConsole } from '../app/console-settings.tsx';
import { sameCoordinates, useShownAt } from '../app/coordinates.ts';
import { useSettings } from '../app/settings.tsx';
import { eventName } from '../text/event-names.ts';
import { useAmounts } from '../ui/amounts.ts';
import { ExportButton } from '../ui/export-button.tsx';
import { isMoney } from '../ui/format.ts';
import { Empty, Loading, ProblemNotice } from '../ui/states.tsx';
import { FactTable } from './fact-table.tsx';
import { Check } from './figure-checks.tsx';
import { useSteps } from './steps.ts';

type Figure = Answer<'FigureValue'>;
type Listed = Answer<'Facts'>['facts'][number];
type Stepped = Extract<Listed, { readonly cause: unknown }>;
type Fact = Extract<Listed, { readonly since: unknown }>;
const isStepped = (fact: Listed): fact is Stepped => 'cause' in fact;
const isFact = (fact: Listed): fact is Fact => 'since' in fact;
const PAGE = 200;

/** What a number, or one step on the way to it, is made of: unit by unit, down to the events. */
export function Facts({ figure, step }: { readonly figure: Figure; readonly step: string | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus({ preventScroll: true });
    shown.current = step;
  }, [step]);
  return (
    <section id="facts" aria-labelledby="facts-h">
      <h2 id="facts-h" ref={heading} tabIndex={-1}>
        {step === undefined ? <OfFigure figure={figure} /> : <OfStep figure={figure} step={step} />}
      </h2>
      {step === undefined ? <FactsOfFigure figure={figure} /> : <FactsOfStep key={step} figure={figure} step={step} />}
    </section>
  );
}

function OfFigure({ figure }: { readonly figure: Figure }) {
  const { t, number } = useSettings();
  const at = useShownAt();
  const { facts, isSealed } = useFacts(figure);
  return (
    <>
      {figure.of !== undefined ? t.figure.factsOfRate : isMoney(figure) ? t.figure.factsOfAmount : t.figure.facts(number(figure.value))}
      {facts.data && !isSealed && !facts.data.pages[0]?.isSuppressed ? (
        <span className="check">
          <ExportButton what="facts" figure={figure.id} filters={at} />
        </span>
      ) : null}
    </>
  );
}

function FactsOfFigure({ figure }: { readonly figure: Figure }) {
  const { t, say, number } = useSettings();
  const amounts = useAmounts(figure);
  const { districts } = useConsole();
  const words = t.figure.units;
  return (
    <FactPages
      figure={figure}
      expected={figure.value}
      compared={[t.figure.checkFacts, figure.of === undefined ? t.figure.equalsPrinted : t.figure.equalsNumerator]}
    >
      {(rows, onEnd) => (
        <FactTable
          rows={rows.filter(isFact)}
          keyOf={({ unit, district, from }) => `${unit} ${district} ${from}`}
          eventsOf={({ events }) => events}
          onEnd={onEnd}
          columns={[
            { name: words.district, cell: ({ district }) => say(districts.find(({ id }) => id === district)?.name ?? { zh: district, en: district }) },
            { name: words.from, cell: ({ from }) => from },
            { name: words.to, cell: ({ to }) => to ?? '' },
            ...(rows.some(({ amount }) => amount !== 1) ? [{ name: words.amount, isNumber: true, cell: ({ amount }: Fact) => amounts.number(amount) }] : []),
            { name: words.position, isNumber: true, cell: ({ since }) => number(since.position) },
          ]}
        />
      )}
    </FactPages>
  );
}

function OfStep({ figure, step }: { readonly figure: Figure; readonly step: string }) {
  const { t } = useSettings();
  const { waterfall, stepsIn } = useSteps(figure.id);
  const label = waterfall.data && stepsIn(waterfall.data).find(({ name }) => name === step)?.label;
  return (
    <>
      {t.figure.stepFacts(label ?? step)}
      <span className="check">
        <Link to="/figures/$id" params={{ id: figure.id }} search={sameCoordinates} hash="facts" replace>
          {t.figure.toAllFacts}
        </Link>
      </span>
    </>
  );
}

/** Each unit with what one event changed of it. Together they are the step, or the page says so loudly. */
function FactsOfStep({ figure, step }: { readonly figure: Figure; readonly step: string }) {
  const { t, language, number } = useSettings();
  const { signed } = useAmounts(figure);
  const { waterfall, stepsIn } = useSteps(figure.id);
  if (waterfall.error) return <ProblemNotice error={waterfall.error} retry={() => void waterfall.refetch()} />;
  if (!waterfall.data || waterfall.isPlaceholderData) return <Loading />;
  if (waterfall.data.isSuppressed) return <Empty>{t.figure.noSteps}</Empty>;
  const found = stepsIn(waterfall.data).find(({ name }) => name === step);
  if (!found) return <Empty>{t.figure.noSuchStep}</Empty>;
  const words = t.figure.units;
  return (
    <FactPages figure={figure} step={step} expected={found.net} compared={[t.figure.checkStep, t.figure.equalsStep]}>
      {(rows, onEnd) => (
        <FactTable
          rows={rows.filter(isStepped)}
          keyOf={({ unit, cause }) => `${unit} ${cause.event}`}
          eventsOf={({ cause }) => [cause.event]}
          onEnd={onEnd}
          columns={[
            { name: words.change, isNumber: true, cell: ({ amount }) => signed(amount) },
            { name: words.event, cell: ({ cause }) => eventName(cause.type, language) },
            { name: words.on, cell: ({ cause }) => cause.occurredOn },
            { name: words.position, isNumber: true, cell: ({ cause }) => number(cause.position) },
          ]}
        />
      )}
    </FactPages>
  );
}

type Pages = {
  readonly figure: Figure;
  readonly step?: string;
  /** What all of them must add up to. */
  readonly expected: number | null;
  readonly compared: readonly [sum: string, expected: string];
  readonly children: (rows: readonly Listed[], onEnd: () => void) => ReactNode;
};

/** The list as far as it is read, page by page. To whom it is sealed, there is nothing in it to read, nor to take away. */
function useFacts(figure: Figure, step?: string) {
  const at = useShownAt();
  const query = { ...at, step, limit: PAGE };
  const facts = useInfiniteQuery({
    queryKey: ['facts', figure.id, query],
    queryFn: ({ pageParam, signal }) => read<Answer<'Facts'>>(`/v1/figures/${figure.id}/facts`, { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const rows = facts.data?.pages.flatMap((page) => page.facts) ?? [];
  const isRefused = facts.error !== null && ['figure/is-sealed', 'record/is-unknown', 'role/not-allowed'].includes(problemOf(facts.error).code);
  return { facts, rows, isSealed: isRefused || rows.some((row) => 'isSealed' in row) };
}

/** How many facts there are, and whether they add up, is said above them. */
function FactPages({ figure, step, expected, compared: [left, what], children }: Pages) {
  const { t, number: counted } = useSettings();
  const { number, signed } = useAmounts(figure);
  const { facts, rows, isSealed } = useFacts(figure, step);
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  const readAll = async () => {
    for (let page = await facts.fetchNextPage(); page.hasNextPage && !page.isError;) page = await facts.fetchNextPage();
  };
  if (isSealed) return <Empty>{t.figure.sealedFacts}</Empty>;
  if (facts.error) return <ProblemNotice error={facts.error} retry={() => void facts.refetch()} />;
  if (facts.data === undefined) return <Loading />;
  if (facts.data.pages[0]?.isSuppressed) return <Empty>{t.paper.fewer}</Empty>;
  if (rows.length === 0 && (expected ?? 0) === 0) return <Empty>{t.figure.noFacts}</Empty>;
  const say = step === undefined || step === 'gross' ? number : signed;
  return (
    <>
      {facts.hasNextPage ? (
        <p className="facts-tools">
          <span className="faint">{t.figure.loaded(number(sum), number(expected))}</span>
          <button type="button" className="plain" disabled={facts.isFetching} onClick={() => void readAll()}>
            {t.figure.readAll}
          </button>
        </p>
      ) : (
        <ul className="checks">
          <Check
            holds={sum === expected}
            left={step === undefined ? `${left} ${say(sum)}` : `${t.figure.shownRows(counted(rows.length))}${left} ${say(sum)}`}
            what={what}
            right={expected === null ? number(null) : say(expected)}
          />
        </ul>
      )}
      {facts.hasNextPage ? <p className="print-only">{t.print.factsLeftOut(number(expected))}</p> : null}
      <div className={facts.hasNextPage ? 'screen-only' : undefined}>
        {children(rows, () => facts.hasNextPage && !facts.isFetching && void facts.fetchNextPage())}
      </div>
    </>
  );
}
