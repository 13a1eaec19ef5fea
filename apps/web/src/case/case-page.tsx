import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useConsole } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';
import { shortId } from '../ui/format.ts';
import { Answered } from '../ui/states.tsx';
import { Acts } from './acts.tsx';
import { Timeline } from './timeline.tsx';

export type CaseFile = Answer<'CriminalCaseFile'>;

/** A case: how far it has come, what can be done now, who is in it, and everything that happened. */
export function Page() {
  const { id } = useParams({ from: '/cases/$id' });
  const file = useAnswer('CriminalCaseFile', `/v1/criminal-cases/${id}`, {}, { keep: false });
  return (
    <div className="case" key={id}>
      <Answered of={file}>{(answer) => <Case file={answer} />}</Answered>
    </div>
  );
}

function Case({ file }: { readonly file: CaseFile }) {
  const { t, say, date } = useSettings();
  const { on } = useSearch({ from: '/cases/$id' });
  const { districts } = useConsole();
  const record = file.case;
  const chosen = on ?? record.id;
  return (
    <>
      <header className="case-head">
        <p className="crumbs">
          <Link to="/cases" search={{}}>
            {t.cases.title}
          </Link>
          <span aria-hidden="true">›</span>
          <span className="mono">{shortId(record.id)}</span>
        </p>
        <h1 lang="zh-CN">{record.caseNumber ?? record.reportNumber ?? shortId(record.id)}</h1>
        <p className="case-tags">
          {record.scope ? (
            <span className="tag">
              {say(codeName(record.scope))}
              {t.cases.policeView}
            </span>
          ) : null}
          <span lang="zh-CN">{record.offences.join('、')}</span>
          <span>{say(districts.find(({ id }) => id === record.district)?.name ?? { zh: '', en: '' })}</span>
          <span className="mono faint">{record.leadAgency}</span>
          {record.filedOn ? <span>{t.cases.filed(date(record.filedOn))}</span> : null}
          <span className="faint">{t.cases.presumption}</span>
        </p>
        <Rail file={file} />
      </header>
      <div className="case-grid">
        <section aria-labelledby="act-h" className="act">
          <h2 id="act-h">{t.cases.now}</h2>
          <Acts file={file} on={chosen} />
        </section>
        <div className="side">
          <Suspects file={file} on={chosen} />
          <Around file={file} />
          <Timeline file={file} />
        </div>
      </div>
    </>
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

function Suspects({ file, on }: { readonly file: CaseFile; readonly on: string }) {
  const { t, say } = useSettings();
  return (
    <section aria-labelledby="suspects-h">
      <h2 id="suspects-h">{t.cases.suspects}</h2>
      {file.suspects.length === 0 ? (
        <p className="faint">{t.cases.noSuspects}</p>
      ) : (
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{t.cases.code}</th>
              <th scope="col">{t.cases.measure}</th>
              <th scope="col">{t.cases.until}</th>
            </tr>
          </thead>
          <tbody>
            {file.suspects.map((suspect) => (
              <tr key={suspect.id} className={suspect.id === on ? 'open-row' : ''}>
                <th scope="row">
                  <Link to="/cases/$id" params={{ id: file.case.id }} search={{ on: suspect.id }} resetScroll={false}>
                    {suspect.identity?.pseudonym ?? shortId(suspect.personId)}
                  </Link>
                  {suspect.identity?.isProvisional ? <span className="faint"> {t.cases.provisional}</span> : null}
                </th>
                <td>{say(codeName(suspect.measure === 'none' ? suspect.procedure : suspect.measure))}</td>
                <td>{(suspect.isInCustody && suspect.detainedUntil) || ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Groups, assets and the documents that the acts rest on. */
function Around({ file }: { readonly file: CaseFile }) {
  const { t, say } = useSettings();
  const assets = useAnswer('Records', '/v1/assets', { refersTo: file.case.id, limit: 50 }, { keep: false });
  const documents = file.timeline.flatMap(({ document, id, occurredOn }) => (document ? [{ ...document, id, occurredOn }] : []));
  return (
    <>
      {file.groups.length === 0 ? null : (
        <section aria-labelledby="groups-h">
          <h2 id="groups-h">{t.cases.groups}</h2>
          <ul className="plain-list">
            {file.groups.map((group) => (
              <li key={group.id}>
                <Link to="/history/$id" params={{ id: group.id }} search={{}}>
                  {group.code ?? group.alias ?? shortId(group.id)}
                </Link>{' '}
                {group.tier ? say(codeName(group.tier)) : ''} · {say(codeName(group.status))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {assets.data && assets.data.items.length > 0 ? (
        <section aria-labelledby="assets-h">
          <h2 id="assets-h">{t.cases.assets}</h2>
          <ul className="plain-list">
            {assets.data.items.map((asset) => (
              <li key={asset.id}>
                <Link to="/history/$id" params={{ id: asset.id }} search={{}}>
                  {asset.label ?? asset.number ?? shortId(asset.id)}
                </Link>{' '}
                · {say(codeName(asset.status))}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {documents.length === 0 ? null : (
        <section aria-labelledby="documents-h">
          <h2 id="documents-h">{t.cases.documents}</h2>
          <ul className="plain-list" lang="zh-CN">
            {documents.map(({ id, kind, number, date }) => (
              <li key={id}>
                {number} <span className="faint">{`${kind} · ${date}`}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
