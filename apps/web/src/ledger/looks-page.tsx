import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { Reviews } from '../access/waiting.tsx';
import { useAnswer } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { type Column, RecordList } from '../record/record-list.tsx';
import { codeName } from '../text/code-names.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Section } from '../ui/section.tsx';
import { Answered } from '../ui/states.tsx';

const outcomes = ['SHOWN', 'NOTHING', 'REFUSED'] as const;

/** Who looked at what: what is conspicuous first, then emergency access to be reviewed, then every look, the newest first. */
export function Page() {
  const { t } = useSettings();
  return (
    <div className="page">
      <h1>{t.looks.title}</h1>
      <p className="lead">{t.looks.lead}</p>
      <Conspicuous />
      <Reviews />
      <Looks />
    </div>
  );
}

function Conspicuous() {
  const { t, number } = useSettings();
  const summary = useAnswer('LooksSummary', '/v1/looks/summary', { limit: 200 });
  const words = t.looks;
  return (
    <Section title={words.flags}>
      <Answered of={summary}>
        {({ days, reviews }) => {
          const flagged = days.filter(({ flags }) => flags.length > 0);
          return (
            <>
              <p className={reviews.overdue > 0 ? 'fails' : 'faint'}>{words.reviews(reviews.waiting, reviews.overdue)}</p>
              {flagged.length === 0 ? (
                <p className="faint">{words.noFlags}</p>
              ) : (
                <table className="dense">
                  <thead>
                    <tr>
                      <th scope="col">{words.by}</th>
                      <th scope="col">{words.flags}</th>
                      <th scope="col" className="num">
                        {words.looks}
                      </th>
                      <th scope="col" className="num">
                        {words.persons}
                      </th>
                      <th scope="col" className="num">
                        {words.breakGlass}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {flagged.map((day) => (
                      <tr key={`${day.day} ${day.user}`}>
                        <th scope="row" className="mono">
                          <Link to="/looks" search={{ user: day.user }}>
                            {day.user}
                          </Link>{' '}
                          <span className="faint">{day.day}</span>
                        </th>
                        <td className="fails">{day.flags.map((flag) => words.flag[flag]).join('；')}</td>
                        <td className="num">{number(day.looks)}</td>
                        <td className="num">{number(day.persons)}</td>
                        <td className="num">{number(day.breakGlass)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </>
          );
        }}
      </Answered>
    </Section>
  );
}

function Looks() {
  const { t, say, moment, number } = useSettings();
  const words = t.looks;
  const columns: readonly Column<Answer<'Looks'>['items'][number]>[] = [
    { name: words.at, of: (look) => moment(look.at) },
    {
      name: words.by,
      of: ({ by }) => (
        <>
          {t.roles[by.role]} <span className="faint mono">{by.user}</span>
        </>
      ),
    },
    {
      name: words.what,
      of: ({ action }) => (
        <>
          {(words.actions as Readonly<Record<string, string>>)[action]} <span className="faint mono">{action}</span>
        </>
      ),
    },
    { name: words.subject, of: (look) => look.subject && <RecordLink id={look.subject} /> },
    { name: words.purpose, of: (look) => look.purpose && say(codeName(look.purpose)) },
    { name: words.outcome, of: ({ outcome }) => <span className={outcome === 'REFUSED' ? 'fails' : undefined}>{words.outcomes[outcome]}</span> },
    { name: words.shown, isNumber: true, of: (look) => number(look.shownCount) },
  ];
  return (
    <Section title={words.title}>
      <RecordList
        title={words.title}
        path="/v1/looks"
        filters={[
          { name: 'user', label: words.user },
          { name: 'person', label: words.person },
          { name: 'record', label: words.record },
          { name: 'outcome', label: words.outcome, any: words.any, options: outcomes, optionName: (one) => words.outcomes[one as (typeof outcomes)[number]] },
        ]}
        columns={columns}
        none={words.none}
      />
    </Section>
  );
}
