import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useDistrictName } from '../app/console-settings.tsx';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { AssetsOf, Cases, CorrectionsOf, Documents, Groups } from '../record/related.tsx';
import { RecordPage } from '../record/record-page.tsx';
import { Timeline } from '../record/timeline.tsx';
import { codeName } from '../text/code-names.ts';
import { caseName, groupName, maskedName } from '../ui/format.ts';
import { Organ } from '../ui/organ.tsx';
import { RecordLink } from '../ui/record-link.tsx';
import { Section } from '../ui/section.tsx';
import { TimeLimitsOfCase } from './time-limits.tsx';

type CaseFile = Answer<'CriminalCaseFile'>;

/** A case: how far it has come, what can be done now, who is in it, and everything that happened. */
export function Page() {
  const { id } = useParams({ from: '/cases/$id' });
  const file = useAnswer('CriminalCaseFile', `/v1/criminal-cases/${id}`, {}, { keep: false });
  return (
    <div className="case" key={id}>
      <PageAnswered of={file}>{(answer) => <Case file={answer} />}</PageAnswered>
    </div>
  );
}

function Case({ file }: { readonly file: CaseFile }) {
  const { t, say, date } = useSettings();
  const { on } = useSearch({ from: '/cases/$id' });
  const districtName = useDistrictName();
  const { case: record, suspects, groups, timeline } = file;
  const suspect = suspects.find(({ id }) => id === on);
  const known = [
    ...suspects.map((one) => ({ id: one.id, name: maskedName(one.personId, one.identity) })),
    ...groups.map((group) => ({ id: group.id, name: groupName(group) })),
  ];
  const onWhat = suspect ? (
    <>
      {t.cases.onSuspect(maskedName(suspect.personId, suspect.identity))}{' '}
      <Link to="/cases/$id" params={{ id: record.id }} search={{}} resetScroll={false}>
        {t.cases.onCaseInstead}
      </Link>
    </>
  ) : (
    t.cases.onCase
  );
  return (
    <RecordPage
      id={record.id}
      list="/cases"
      name={caseName(record)}
      tags={
        <>
          {record.scope ? (
            <span className="tag">
              {say(codeName(record.scope))}
              {t.cases.policeView}
            </span>
          ) : null}
          <span lang="zh-CN">{record.offences.join('、')}</span>
          <span>{districtName(record.district)}</span>
          {record.leadAgency ? <Organ id={record.leadAgency} /> : null}
          {record.filedOn ? <span>{t.cases.filed(date(record.filedOn))}</span> : null}
          <span className="faint">{t.cases.presumption}</span>
        </>
      }
      rail={<Rail file={file} />}
      first={<TimeLimitsOfCase id={record.id} />}
      acts={{ on: on ?? record.id, onWhat, known, timeline }}
      side={
        <>
          <Suspects file={file} on={on} />
          <Groups of={groups} />
          <AssetsOf id={record.id} />
          <Cases of={file.absorbed} title={t.record.absorbed} />
          <Cases of={file.splitOff} title={t.record.splitOff} />
          <CorrectionsOf of={file.corrections} />
          <Documents of={timeline} />
          <Timeline of={timeline} />
        </>
      }
    />
  );
}

const stages = ['ReportAccepted', 'CaseFiled', 'CaseCracked', 'ArrestExecuted', 'InvestigationConcluded', 'TransferredForProsecution', 'CaseClosed'] as const;

/** How far the case has come: the day of each stage, from what is recorded and stands. */
function Rail({ file }: { readonly file: CaseFile }) {
  const { t } = useSettings();
  const dayOf = (type: string) => file.timeline.find((entry) => entry.type === type && !entry.isVoided)?.occurredOn;
  const reached = stages.map(dayOf);
  const last = reached.findLastIndex((day) => day !== undefined);
  return (
    <ol className="rail" aria-label={t.cases.stages}>
      {stages.map((type, i) => (
        <li key={type} className={reached[i] ? (i === last ? 'done here' : 'done') : 'next'} aria-current={i === last ? 'step' : undefined}>
          <span className="dot" aria-hidden="true" />
          <b>{t.cases.stage[type]}</b>
          <time>{reached[i] ?? ''}</time>
        </li>
      ))}
    </ol>
  );
}

function Suspects({ file, on }: { readonly file: CaseFile; readonly on: string | undefined }) {
  const { t, say } = useSettings();
  return (
    <Section title={t.cases.suspects}>
      {file.suspects.length === 0 ? (
        <p className="faint">{t.cases.noSuspects}</p>
      ) : (
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{t.cases.code}</th>
              <th scope="col">{t.cases.measure}</th>
              <th scope="col">{t.cases.until}</th>
              <th scope="col" className="screen-only">
                <span className="visually-hidden">{t.cases.act}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {file.suspects.map((suspect) => (
              <tr key={suspect.id} className={suspect.id === on ? 'open-row' : ''}>
                <th scope="row">
                  <RecordLink id={suspect.personId}>{maskedName(suspect.personId, suspect.identity)}</RecordLink>
                  {suspect.identity?.isProvisional ? <span className="faint"> {t.cases.provisional}</span> : null}
                </th>
                <td>{say(codeName(suspect.measure === 'none' ? suspect.procedure : suspect.measure))}</td>
                <td>{suspect.limitUntil}</td>
                <td className="screen-only">
                  <Link
                    to="/cases/$id"
                    params={{ id: file.case.id }}
                    search={{ on: suspect.id }}
                    resetScroll={false}
                    aria-label={`${t.cases.act} ${maskedName(suspect.personId, suspect.identity)}`}
                  >
                    {t.cases.act}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
